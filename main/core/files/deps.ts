/** What the files room asks of the rooms around it. */
import type { Logger } from 'pino'
import type { FormattedText, Quote, TextRange } from '../../../shared/contract/conversations.ts'
import type { Media } from '../../../shared/contract/media.ts'
import type { PathToken } from '../../../shared/contract/transfers.ts'
import type { AccountId, ConversationId, MessageId, TransferId } from '../../../shared/ids.ts'
import type { Text as WireText } from '../../../shared/wire/gen/content_pb.js'
import type { Blobs, Messaging } from '../relay/index.ts'
import type { Store, Tx } from '../store/index.ts'
import type { SocketPlace } from './direct/addresses.ts'

/** The message of an offer, as the conversation keeps it. */
export interface FileRecord extends FileWords {
  readonly id: MessageId
  readonly peer: AccountId
  readonly own: boolean
  /** The sender's; null for own ones. */
  readonly counter: bigint | null
  /** Milliseconds since the epoch by the sender's clock. */
  readonly sentAt: number
  readonly transferId: TransferId
  readonly name: string
  /** Bytes. */
  readonly size: number
  readonly media: Media | null
}

/** What is said along with a file. */
export interface FileWords {
  readonly caption: string
  readonly ranges: TextRange[]
  readonly quote: Quote | null
  readonly forwarded: boolean
}

/** What the user says along with a file. */
export interface SaidWords {
  readonly caption?: FormattedText | undefined
  readonly replyTo?: MessageId | undefined
}

/** The conversations' way with words. */
export interface WordsOfFiles {
  /** The user's own. Raises `too-large`, `invalid-input`. */
  own(conversation: ConversationId, said: SaidWords): FileWords
  /** Others'. */
  read(tx: Tx, from: AccountId, wire: WireText | undefined): FileWords
  /** Undefined where nothing is said. */
  write(words: FileWords): WireText | undefined
}

export interface FilesDeps {
  readonly store: Store
  readonly messaging: Pick<Messaging, 'handle' | 'enqueue' | 'sendEphemeral'>
  readonly blobs: Blobs
  /** The other side of a conversation, and whether both have accepted each other; null where there is none. */
  readonly contactOf: (conversation: ConversationId) => { account: AccountId; accepted: boolean } | null
  /** The own account: what is kept with notes to oneself goes nowhere. */
  readonly self: AccountId
  /** Puts the message of a file into its conversation. */
  readonly record: (tx: Tx, record: FileRecord) => void
  readonly words: WordsOfFiles
  /** An offer has come, and is recorded. */
  readonly offered: (tx: Tx, id: TransferId) => void
  /** `spooled`: a copy made for the core, which removes it with its folder. Raises `not-found`. */
  readonly resolvePath: (token: PathToken) => Promise<{ path: string; kind: 'file' | 'folder'; spooled: boolean }>
  /** Absolute path of where received files go; it may not exist yet. */
  readonly downloadFolder: () => string
  /** Absolute path of where sealed media lie; it may not exist yet. */
  readonly vault: string
  /** Bytes a second, 0 for no limit. */
  readonly rateLimits: () => { readonly up: number; readonly down: number }
  /** Whether addresses may be told to, and taken from, this person. */
  readonly allowed: (account: AccountId) => boolean
  /** Everybody is on this computer: its relay is. */
  readonly alone: () => boolean
  /** A STUN server that tells our address from outside; null where there is none. */
  readonly stun: () => Promise<SocketPlace | null>
  readonly log: Logger
  /** Milliseconds since the epoch. */
  readonly now?: () => number
}
