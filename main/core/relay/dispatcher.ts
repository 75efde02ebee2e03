/** Hands each opened content to the room that knows its kind. Has no knowledge of envelopes or of what contents mean. */

import type { Logger } from 'pino'
import { errorForLog } from '../../../shared/error-log.ts'
import type { Opened } from '../protocol/index.ts'
import type { Tx } from '../store/index.ts'
import { decodeContent } from './contents.ts'
import type { Directory } from './directory.ts'
import { countUnknown, keepUnknown, takeMessage } from './inbox-table.ts'
import type { ContentCase, ContentHandler, Incoming, IncomingHead, Sender, Unreadable } from './messaging.ts'

/** The last moment that a Date can say (ECMAScript, "Time Values and Time Range"): others' clocks may say anything. */
const lastDate = 8.64e15
/** Contents that we do not understand are kept of a stranger as far as this. */
const maxUnknownOfStranger = 10

/** Four weeks: the longest time after which anything disappears, whatever a sender says. */
const maxExpirySeconds = 28 * 24 * 60 * 60

type OpenedContent = Extract<Opened, { kind: 'content' }>

export class Dispatcher {
  readonly #directory: Directory
  readonly #log: Logger
  readonly #handlers = new Map<ContentCase, ContentHandler<ContentCase>>()
  readonly #incoming: ((tx: Tx, sender: Sender, head: IncomingHead, kind: ContentCase) => void)[] = []
  readonly #unreadable: ((tx: Tx, unreadable: Unreadable) => void)[] = []
  readonly #batch: ((tx: Tx) => void)[] = []

  constructor(directory: Directory, log: Logger) {
    this.#directory = directory
    this.#log = log
  }

  handle<Case extends ContentCase>(kind: Case, handler: ContentHandler<Case>): void {
    if (this.#handlers.has(kind)) throw new Error(`two handlers for ${kind}`)
    // The map's key is what makes the body fit.
    this.#handlers.set(kind, handler as unknown as ContentHandler<ContentCase>)
  }

  onIncoming(handler: (tx: Tx, sender: Sender, head: IncomingHead, kind: ContentCase) => void): void {
    this.#incoming.push(handler)
  }

  onUnreadable(handler: (tx: Tx, unreadable: Unreadable) => void): void {
    this.#unreadable.push(handler)
  }

  onBatch(handler: (tx: Tx) => void): void {
    this.#batch.push(handler)
  }

  /** `receivedAt`: milliseconds since the epoch by the relay's clock; null for an ephemeral content. */
  content(tx: Tx, opened: OpenedContent, receivedAt: number | null): void {
    const { sender, certificate, identityKey } = opened
    const decoded = decodeContent(opened.content)
    if (decoded === null) {
      this.#log.warn('a content without meaning was dropped')
      return
    }
    const { id, content } = decoded
    const { introduction, counter, body } = content
    if (this.#directory.peer(sender.account) === null) {
      // Without an introduction there is no way to answer; and a request is something that is kept.
      if (introduction === undefined || receivedAt === null) {
        this.#log.warn('a stranger was dropped')
        return
      }
      const stranger = { sender, introduction, counter, receivedAt, certificate, identityKey }
      if (!this.#directory.admit(tx, stranger)) return
    } else this.#directory.heard(tx, sender, introduction, counter)
    if (content.asksIntroduction && receivedAt !== null) this.#directory.introductionAsked(tx, sender.account)
    const now = Date.now()
    if (receivedAt !== null && !takeMessage(tx, sender, id, now)) return
    const sentAt = Math.min(Number(content.sentAt), lastDate)
    const peer = this.#directory.peer(sender.account)
    // Nothing is answered at once to an identity that the user has not looked at.
    const accepted = peer?.accepted === true && !(receivedAt === null && peer.unconfirmed)
    if (body.case === undefined) {
      if (!accepted && countUnknown(tx.db, sender.account) >= maxUnknownOfStranger) return
      keepUnknown(tx, sender, id, opened.content, now)
      this.unreadable(tx, { reason: 'needs-newer-version', sender, id, counter, sentAt })
      return
    }
    const expiresAfter = content.expiresAfter === 0 ? null : Math.min(content.expiresAfter, maxExpirySeconds)
    const head: IncomingHead = {
      id,
      counter,
      sentAt,
      receivedAt,
      ephemeral: receivedAt === null,
      accepted,
      expiresAfter,
    }
    const incoming: Incoming<ContentCase> = { ...head, body: body.value }
    for (const handler of this.#incoming) handler(tx, sender, head, body.case)
    this.#handlers.get(body.case)?.(tx, sender, incoming)
  }

  /** About people we know alone. */
  unreadable(tx: Tx, unreadable: Unreadable): void {
    if (this.#directory.peer(unreadable.sender.account) === null) return
    for (const handler of this.#unreadable) handler(tx, unreadable)
  }

  endBatch(tx: Tx): void {
    for (const handler of this.#batch) {
      const done = tx.attempt(() => handler(tx))
      if (!done.ok) this.#log.error({ error: errorForLog(done.error) }, 'the end of a batch failed')
    }
  }
}
