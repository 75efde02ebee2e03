/** A stream of bytes between two computers, whatever carries it. */

/** `bytes` are good only until it returns. */
export type OnBytes = (bytes: Buffer) => void

/** `udx`: over UDP, with a control of congestion that bears loss and long ways. */
export type StreamKind = 'tcp' | 'udx'

export interface ByteStream {
  readonly kind: StreamKind
  /** The other computer's address. */
  readonly remote: string
  /** The shortest time there and back that was seen, in milliseconds; null where it is not known. */
  readonly roundTripMs: number | null
  /** Bytes that wait for the network. */
  readonly queued: number
  readonly paused: boolean
  /**
   * From now on bytes go there; those that have come before are the first. `room`: memory that the next ones may be put
   * into at once, where the stream can; null for memory of its own.
   */
  read(onBytes: OnBytes, room?: () => Uint8Array | null): void
  /** Nothing comes until {@link resume}; the other side has to wait. */
  pause(): void
  resume(): void
  /** The parts stay as they are until `done` is called. */
  write(parts: readonly Uint8Array[], done?: (failed: boolean) => void): void
  /** However it ends. */
  onClose(listener: () => void): void
  destroy(): void
}
