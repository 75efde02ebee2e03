/** What the rooms of one running relay share. */
import type { Logger } from 'pino'
import type { Authenticator } from './accounts/authenticator.ts'
import type { Bus } from './bus/bus.ts'
import type { Hosts } from './http/hosts.ts'
import type { RateLimits } from './http/rate-limit.ts'
import type { Metrics } from './metrics.ts'
import type { Secrets } from './secrets.ts'
import type { Settings } from './settings.ts'
import type { BlobStore } from './storage/blob-store.ts'
import type { Store } from './storage/store.ts'
import type { TurnServers } from './turn/servers.ts'

export interface RelayContext {
  readonly settings: Settings
  readonly secrets: Secrets
  readonly store: Store
  readonly blobStore: BlobStore
  readonly bus: Bus
  readonly authenticator: Authenticator
  readonly hosts: Hosts
  readonly rates: RateLimits
  readonly metrics: Metrics
  /** UDP port where STUN is answered; null before, and where the port is somebody else's. */
  readonly stun: { port: number | null }
  /** Null where there is none. */
  readonly turn: { servers: TurnServers | null }
  readonly log: Logger
  /** Aborted when the relay begins to stop: devices are sent elsewhere, requests are still served. */
  readonly draining: AbortSignal
  /** Aborted when the relay stops: whoever waits is answered. */
  readonly stopping: AbortSignal
}
