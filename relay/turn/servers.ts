/** What the relay knows of a TURN server. */
export interface TurnServers {
  /** `turn:` and `turns:` URLs. */
  readonly urls: readonly string[]
  /** `stun:` URLs. */
  readonly stun?: readonly string[] | undefined
  /** coturn's `static-auth-secret`. */
  readonly secret: string
  readonly ttlSeconds?: number | undefined
}
