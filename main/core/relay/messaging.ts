/** What the rooms above use to talk to other people: durable and ephemeral contents, out and in. Knows no kind of content. */

import type { AppError } from '../../../shared/errors.ts'
import type { AccountId, DeviceId, MessageId } from '../../../shared/ids.ts'
import type { Unsubscribe } from '../../../shared/streams/index.ts'
import type { Content } from '../../../shared/wire/gen/content_pb.js'
import type { Tx } from '../store/index.ts'

export type ContentBody = Exclude<Content['body'], { case: undefined }>
export type ContentCase = ContentBody['case']
export type BodyOf<Case extends ContentCase> = Extract<ContentBody, { case: Case }>['value']

export interface Sender {
  readonly account: AccountId
  readonly device: DeviceId
}

export interface Incoming<Case extends ContentCase> {
  readonly id: MessageId
  readonly counter: bigint
  /** Milliseconds since the epoch by the sender's clock. */
  readonly sentAt: number
  /** Milliseconds since the epoch when the relay took it; null for ephemeral contents. */
  readonly receivedAt: number | null
  /** Never stored by the relay; may be lost. */
  readonly ephemeral: boolean
  /** False while the sender is a stranger whose request has not been accepted: reveal nothing to them. */
  readonly accepted: boolean
  /** Seconds after reading when what was said disappears; null for never. */
  readonly expiresAfter: number | null
  readonly body: BodyOf<Case>
}

/** What is known of any content before its handler has it. */
export type IncomingHead = Omit<Incoming<ContentCase>, 'body'>

/** Called inside the transaction that also stores the session and the inbox row. Synchronous; a throw drops this content alone. */
export type ContentHandler<Case extends ContentCase> = (tx: Tx, sender: Sender, incoming: Incoming<Case>) => void

/** What became of a durable content. */
export type Outcome =
  | { readonly id: MessageId; readonly to: AccountId; readonly state: 'sent' }
  | { readonly id: MessageId; readonly to: AccountId; readonly state: 'failed'; readonly error: AppError }

export interface EnqueueOptions {
  /** The id to use; else a new one. */
  readonly id?: MessageId
  /** After this time, in milliseconds, an unsent content is dropped as failed, and the relay drops it unread. */
  readonly expiresInMs?: number
}

export type ExpiryRule = (tx: Tx, to: AccountId, body: ContentBody, id: MessageId) => number | null

/** Something came that is not shown as what it was meant to be. */
export interface Unreadable {
  /**
   * - `undecryptable`: asked for again where that is allowed; what then comes has the same id
   * - `identity-changed`: from another identity than the one we know; dropped
   * - `needs-newer-version`: kept as it came
   */
  readonly reason: 'undecryptable' | 'identity-changed' | 'needs-newer-version'
  readonly sender: Sender
  readonly id: MessageId
  /** 0 where nobody knows. */
  readonly counter: bigint
  /** Milliseconds since the epoch. */
  readonly sentAt: number
}

export interface Messaging {
  /** One handler for each kind of content; a room registers its own once, at start. */
  handle<Case extends ContentCase>(kind: Case, handler: ContentHandler<Case>): void
  /** Called before the handler of each content. */
  onIncoming(handler: (tx: Tx, sender: Sender, head: IncomingHead, kind: ContentCase) => void): void
  /** Called like a {@link ContentHandler}, for known people alone. */
  onUnreadable(handler: (tx: Tx, unreadable: Unreadable) => void): void
  /** Called once at the end of each receiving transaction, after all handlers: for what is better said once than often. */
  onBatch(handler: (tx: Tx) => void): void
  /**
   * Puts a content into the outbox as part of `tx`. It is encrypted and delivered after the commit, until it is taken or
   * fails. Raises `contact-unknown`.
   */
  enqueue(tx: Tx, to: AccountId, body: ContentBody, options?: EnqueueOptions): MessageId
  /** Asked for each content that is enqueued: after how many seconds what it says disappears; null for never. */
  expireBy(rule: ExpiryRule): void
  /** A content that has not left this computer never will: true. Else, and where there is none, false; nobody is sent it again. */
  withdraw(tx: Tx, to: AccountId, id: MessageId): boolean
  /** Called inside the transaction that removes the outbox row. */
  onOutcome(handler: (tx: Tx, outcome: Outcome) => void): void
  /** Delivers now or not at all. `online`: whether a device of the other account was connected. Raises `AppError`. */
  sendEphemeral(to: AccountId, body: ContentBody): Promise<{ online: boolean }>
  /** The other side holds these: they need not be kept for a resend. */
  confirm(tx: Tx, to: AccountId, ids: readonly MessageId[]): void
  /** Drops everything that waits for this account, and its sessions, in one transaction with `also`. */
  forget(account: AccountId, also: (tx: Tx) => void): Promise<void>
  /** Fails everything that waits for this account, and keeps nothing for a resend. */
  abandon(tx: Tx, to: AccountId, error: AppError): void
  /** What waits for this account is tried at once. */
  retry(to: AccountId): void
  /** Why contents for this account wait although they were tried; null where they do not. */
  trouble(account: AccountId): AppError | null
  readonly onTrouble: (listener: (account: AccountId) => void) => Unsubscribe
}
