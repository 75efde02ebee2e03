/** What the main process and the thread of the relay say to each other. */
import type { RelayOptions } from '../../relay/start.ts'
import type { ErrorForLog } from '../../shared/error-log.ts'

export interface OwnRelayWorkerData {
  readonly options: RelayOptions
}

export type FromOwnRelay =
  | {
      readonly kind: 'listening'
      readonly url: string
      readonly port: number
      /** SHA-256 of SubjectPublicKeyInfo, base64url. */
      readonly pin: string | null
      readonly registrationToken: string | null
    }
  | { readonly kind: 'failed'; readonly portTaken: boolean; readonly error: ErrorForLog }
  | { readonly kind: 'backed-up'; readonly error: ErrorForLog | null }
  /** One line of the relay's log, JSON. */
  | { readonly kind: 'log'; readonly line: string }

export type ToOwnRelay =
  | { readonly kind: 'stop' }
  /** Answered by `backed-up`; one at a time. */
  | { readonly kind: 'back-up'; readonly folder: string }
