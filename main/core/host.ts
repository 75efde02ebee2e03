/**
 * What the core and the process around it ask of each other. The core runs in a worker thread and knows neither
 * Electron nor a browser; the host knows no product logic. Both sides are trusted: nothing here reaches a renderer.
 */
import type { Router } from '@orpc/server'
import type { Logger } from 'pino'
import type { CoreContract, FileToken, PathToken } from '../../shared/contract/index.ts'
import type { TransferId } from '../../shared/ids.ts'
import type { ProxyServer } from '../../shared/proxy.ts'

/** `renew`: the keychain has a better key by now and asks to wrap what it gave anew. */
export interface Unwrapped {
  readonly plain: Uint8Array
  readonly renew: boolean
}

/**
 * A file for the page: bytes at hand, or sealed ones and what opens them. `type`: MIME, as the sender said; whoever
 * serves it looks for itself.
 */
export type ServedFile =
  | { readonly kind: 'bytes'; readonly type: string; readonly name: string; readonly bytes: Uint8Array }
  | {
      readonly kind: 'sealed'
      readonly type: string
      readonly name: string
      readonly place: {
        readonly path: string
        /** 32 bytes. */
        readonly key: Uint8Array
        /** 16 bytes. */
        readonly transferId: Uint8Array
        /** Bytes before it was sealed. */
        readonly size: number
      }
    }

/** The operating system's keychain. Present only where it was seen to work and really protects. */
export interface Keychain {
  /** Names the kind of keychain, for example `keyring` or `gnome_libsecret`; stands in the key slot. */
  readonly backend: string
  /** Wraps up to 1 KiB. Raises `keychain-unavailable`. */
  wrap(plain: Uint8Array): Promise<Uint8Array>
  /** Raises `keychain-unavailable` when the keychain refuses, is another one, or has lost its key. */
  unwrap(wrapped: Uint8Array): Promise<Unwrapped>
}

/** How other clients reach the relay that this computer runs. */
export interface OwnRelayAddress {
  readonly url: string
  /** SHA-256 of the certificate's SubjectPublicKeyInfo, 32 bytes; null without TLS. */
  readonly pin: Uint8Array | null
  readonly registrationToken: string
}

export interface OwnRelay {
  /** Starts it, or gives the address of the one that runs. Raises `relay-port-taken`, `internal`. */
  start(reach: 'computer' | 'network'): Promise<OwnRelayAddress>
  /** Writes a copy from which it can go on elsewhere into a new folder (absolute path). Raises `internal` where none runs. */
  backUp(folder: string): Promise<void>
  /** Does nothing where none runs. */
  stop(): Promise<void>
}

/**
 * A file or folder that the user chose. `spooled`: a copy made for the core alone, which deletes it (the file and its
 * folder, `path`'s parent) when no transfer needs it any more.
 */
export interface ChosenPath {
  readonly path: string
  readonly kind: 'file' | 'folder'
  readonly spooled: boolean
}

/** `chosen`: by the user, by hand; not the system's affair, as a proxy of an office is. */
export interface ProxyWay {
  readonly proxy: ProxyServer
  readonly chosen: boolean
}

/** What the core asks of the process around it. */
export interface CoreHost {
  /** Absolute path of the profile's folder; it exists and is this user's alone. */
  readonly profileFolder: string
  /** Nobody sits at this computer (`--no-open`): there are no dialogs. */
  readonly unattended: boolean
  /** From `--passphrase-file`: answers where a passphrase is needed, at creation and at unlocking. */
  readonly passphrase: string | null
  /** Where received files go until the user chooses another folder; `name` is for display. It may not exist yet. */
  readonly downloads: { readonly name: string; readonly path: string }
  readonly keychain: Keychain | null
  /** SQLite's native addon where the runtime needs another than the package's own; tests alone use it. */
  readonly sqliteBinding: string | null
  readonly ownRelay: OwnRelay
  /** How a relay (origin) is to be reached; null for straight. */
  proxyFor(relayUrl: string): Promise<ProxyWay | null>
  /** Raises `not-found` for a token of another session or of nobody. */
  resolvePath(token: PathToken): Promise<ChosenPath>
}

/** What the host asks of the core, besides the contract that it only passes on. */
export interface Core {
  readonly router: Router<CoreContract, Record<never, never>>
  /** What the files origin gives for a token; null for one that is none, or has ended. */
  serveFile(token: FileToken): Promise<ServedFile | null>
  /** Absolute path of a finished incoming file, or of an outgoing file's source; null where there is none. */
  fileOf(transfer: TransferId): Promise<string | null>
  /** Another answer of `CoreHost.proxyFor`: connections on the way before it end, and are made anew. */
  proxyChanged(): Promise<void>
  /** Ends everything and closes the database. Streams end; later calls fail. */
  close(): Promise<void>
}

/**
 * Exported as `openCore` by `core.ts`. Gives a core whose profile may still be new or locked. Rejects only with
 * `profile-in-use`; any other trouble is a state of `profile.watch`.
 */
export type OpenCore = (host: CoreHost, options?: { readonly log?: Logger }) => Promise<Core>
