/** Edits of texts and captions, with what was said before. SPEC.md M-53. */
import { create } from '@bufbuild/protobuf'
import type { Database } from 'better-sqlite3'
import type { FormattedText, Message, TextRange } from '../../../shared/contract/index.ts'
import { AppError } from '../../../shared/errors.ts'
import { type Formatted, quoteOf } from '../../../shared/excerpt.ts'
import type { MessageId } from '../../../shared/ids.ts'
import { EditSchema } from '../../../shared/wire/gen/content_pb.js'
import { idBytes } from '../relay/index.ts'
import { prepared, type Tx } from '../store/index.ts'
import { counterpart, type Room } from './room.ts'
import { setEditedAt } from './table.ts'
import { checkedText, writeText } from './text.ts'

/** Edits of one message. */
const maxEdits = 100

export interface Version extends Formatted {
  /** Milliseconds since the epoch. */
  readonly at: number
}

export class Edits {
  readonly #room: Room

  constructor(room: Room) {
    this.#room = room
  }

  /** Raises `not-found`, `invalid-input`, `too-large`, `contact-blocked`. */
  edit(id: MessageId, formatted: FormattedText): Message {
    const { store, messages, messaging } = this.#room
    const text = checkedText(formatted)
    return store.transaction((tx) => {
      const message = messages.read(id)
      if (message === null) throw new AppError('not-found')
      const now = message.own ? wordsOf(message) : null
      if (now === null) throw new AppError('invalid-input', 'nothing of ours to edit')
      const account = counterpart(this.#room, message.conversationId)
      if (isSame(now, text)) return message
      // What has never left is as if it had been written so.
      if (message.delivery === 'failed') messages.updateBody(tx, id, withWords(message, text))
      else {
        const versions = readVersions(tx.db, id)
        if (versions.length > maxEdits) throw new AppError('invalid-input', 'edited too often', { limit: maxEdits })
        this.apply(tx, message, { ...text, at: Date.now() }, BigInt(nextCounter(tx.db, id)))
        const value = create(EditSchema, { messageId: idBytes(id), text: writeText(text) })
        messaging.enqueue(tx, account, { case: 'edit', value })
      }
      return messages.read(id) ?? message
    })
  }

  /** By its author, whose greatest `counter` says what stands there now. */
  apply(tx: Tx, message: Message, version: Version, counter: bigint): void {
    const { messages } = this.#room
    const words = wordsOf(message)
    if (words === null || (message.body.kind === 'text' && version.text === '')) return
    const known = readVersions(tx.db, message.id)
    if (known.length > maxEdits) return
    if (known.length === 0) insertVersion(tx, message.id, { ...words, at: message.sentAt }, 0n)
    insertVersion(tx, message.id, version, counter)
    const newest = readVersions(tx.db, message.id).at(-1) ?? version
    setEditedAt(tx, message.id, newest.at)
    messages.updateBody(tx, message.id, withWords(message, newest))
    if (!message.own) this.#requote(tx, message, counter)
  }

  /** Its author has answered it after this edit, and the answer was here first: it quotes what stood there then. */
  #requote(tx: Tx, message: Message, counter: bigint): void {
    const { messages } = this.#room
    for (const answer of answersAfter(tx.db, message, counter)) {
      const { body } = messages.read(answer.id) ?? {}
      const said = versionBefore(tx.db, message.id, answer.counter)
      const quote = said && quoteOf({ ...message, body: withWords(message, said) })
      if (!quote || (body?.kind !== 'text' && body?.kind !== 'file')) continue
      if (body.quote?.excerpt !== quote.excerpt) messages.updateBody(tx, answer.id, { ...body, quote })
    }
  }

  /** Oldest first, the present one last. Raises `not-found`. */
  versions(id: MessageId): Version[] {
    const { store, messages } = this.#room
    const message = messages.read(id)
    if (message === null) throw new AppError('not-found')
    const versions = readVersions(store.db, id)
    const words = wordsOf(message)
    return versions.length > 0 || words === null ? versions : [{ ...words, at: message.sentAt }]
  }
}

/** What can be edited of a message; null for nothing. */
function wordsOf({ body }: Message): Formatted | null {
  if (body.kind === 'text') return { text: body.text, ranges: body.ranges }
  return body.kind === 'file' ? { text: body.caption, ranges: body.ranges } : null
}

function withWords({ body }: Message, { text, ranges }: Formatted): Message['body'] {
  if (body.kind === 'text') return { ...body, text, ranges }
  return body.kind === 'file' ? { ...body, caption: text, ranges } : body
}

const isSame = (a: Formatted, b: Formatted): boolean =>
  a.text === b.text && JSON.stringify(a.ranges) === JSON.stringify(b.ranges)

/** What the other side says in answer to `message` and has counted higher. */
function answersAfter(db: Database, { id, conversationId }: Message, counter: bigint) {
  const sql = `SELECT id, counter FROM message
    WHERE conversation = ? AND own = 0 AND counter > ? AND json_extract(body, '$.quote.messageId') = ?`
  const rows = prepared<[string, bigint, string], { id: MessageId; counter: number }>(db, sql)
  return rows.all(conversationId, counter, id)
}

function versionBefore(db: Database, id: MessageId, counter: number): Formatted | null {
  const sql = 'SELECT text, ranges FROM message_version WHERE message = ? AND counter < ? ORDER BY counter DESC LIMIT 1'
  const row = prepared<[string, number], { text: string; ranges: string }>(db, sql).get(id, counter)
  return row === undefined ? null : { text: row.text, ranges: JSON.parse(row.ranges) as TextRange[] }
}

export function readVersions(db: Database, id: MessageId): Version[] {
  const sql = 'SELECT text, ranges, at FROM message_version WHERE message = ? ORDER BY counter'
  const rows = prepared<[string], { text: string; ranges: string; at: number }>(db, sql).all(id)
  // Written by this file from checked values.
  return rows.map(({ ranges, ...row }) => ({ ...row, ranges: JSON.parse(ranges) as TextRange[] }))
}

function insertVersion({ db }: Tx, id: MessageId, { text, ranges, at }: Version, counter: bigint): void {
  const sql = 'INSERT OR IGNORE INTO message_version (message, counter, text, ranges, at) VALUES (?, ?, ?, ?, ?)'
  prepared(db, sql).run(id, counter, text, JSON.stringify(ranges), at)
}

/** Of own edits: after the one before. */
function nextCounter(db: Database, id: MessageId): number {
  const sql = 'SELECT max(counter) AS counter FROM message_version WHERE message = ?'
  return (prepared<[string], { counter: number | null }>(db, sql).get(id)?.counter ?? 0) + 1
}

export function deleteVersions({ db }: Tx, id: MessageId): void {
  prepared(db, 'DELETE FROM message_version WHERE message = ?').run(id)
}
