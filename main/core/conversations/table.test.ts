import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import * as fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ConversationId, newAccountId, newCallId, newMessageId } from '../../../shared/ids.ts'
import { openStore, type Store } from '../store/index.ts'
import * as conversationTable from './conversation-table.ts'
import { conversationsMigrations } from './migrations.ts'
import * as table from './table.ts'

let folder: string
let store: Store
const conversationId = ConversationId.parse(newAccountId())

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'megachat-test-'))
  const migrations = conversationsMigrations
  store = openStore({ file: path.join(folder, 'profile.db'), key: new Uint8Array(32), migrations })
  store.transaction((tx) => conversationTable.touchConversation(tx, conversationId, 1))
})
afterEach(() => {
  store.close()
  rmSync(folder, { recursive: true })
})

const head = { conversationId, delivery: null, expiresAfter: null, receivedAt: null }
const plain = { ranges: [], quote: null, forwarded: false }

function insert(text: string, counter: number, own = false): void {
  const message = { ...head, id: newMessageId(), own, sentAt: 5, body: { kind: 'text', text, ...plain } as const }
  store.transaction((tx) => table.insertMessage(tx, { ...message, counter: BigInt(counter) }))
}

const all = () => table.readPage(store.db, conversationId, null, 1000).messages
const shown = () => all().map(({ body }) => (body.kind === 'text' ? body.text : ''))

describe('M-20 the order of a timeline', () => {
  test('goes by the counter of each sender, whatever the order of arrival', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(Array.from({ length: 12 }, (_, n) => n + 1)), (counters) => {
        store.db.exec('DELETE FROM message')
        const placed = new Map<string, number>()
        for (const counter of counters) {
          insert(String(counter), counter)
          for (const { id, position } of all()) {
            // A position never changes.
            expect(placed.get(id) ?? position).toBe(position)
            placed.set(id, position)
          }
        }
        expect(shown()).toEqual([...counters].sort((a, b) => a - b).map(String))
        expect(new Set(placed.values()).size).toBe(counters.length)
      }),
      { numRuns: 20 },
    )
  })

  test('is that of arrival between the two sides and where there is no counter', () => {
    insert('1', 1)
    insert('own', 7, true)
    insert('3', 3)
    insert('notice', 0)
    insert('2', 2)
    expect(shown()).toEqual(['1', 'own', '2', '3', 'notice'])
  })

  test('takes the end where no place is left between', () => {
    insert('first', 1)
    for (let n = 0; n < 40; n += 1) insert('between', 1000 - n)
    const positions = all().map(({ position }) => position)
    expect(new Set(positions).size).toBe(41)
    expect(positions.every(Number.isSafeInteger)).toBe(true)
  })
})

test('M-20 what comes before the first message is as unread as the others', () => {
  for (let counter = 60; counter >= 1; counter -= 1) insert(String(counter), counter)
  expect(all().every(({ position }) => position > 0)).toBe(true)
  expect(conversationTable.readConversations(store.db)[0]?.unread).toBe(60)
})

test('pages follow each other without gap or repetition', () => {
  for (let n = 1; n <= 25; n += 1) insert(String(n), n)
  const newest = table.readPage(store.db, conversationId, null, 10)
  const middle = table.readPage(store.db, conversationId, newest.messages[0]?.position ?? 0, 10)
  const oldest = table.readPage(store.db, conversationId, middle.messages[0]?.position ?? 0, 10)
  expect([newest.more, middle.more, oldest.more]).toEqual([true, true, false])
  const texts = [oldest, middle, newest].flatMap(({ messages }) =>
    messages.map(({ body }) => 'text' in body && body.text),
  )
  expect(texts).toEqual(Array.from({ length: 25 }, (_, n) => String(n + 1)))
})

test('unread counts what the other side said since, but no notices and no answered calls', () => {
  insert('one', 1)
  insert('own', 1, true)
  insert('two', 2)
  const unread = () => conversationTable.readConversations(store.db)[0]?.unread
  expect(unread()).toBe(2)
  store.transaction((tx) => conversationTable.setReadUpTo(tx, conversationId, all()[0]?.position ?? 0))
  expect(unread()).toBe(1)
  const other = { ...head, own: false, counter: 0n, sentAt: 1 }
  const call = { kind: 'call', callId: newCallId(), media: 'voice', duration: 1 } as const
  store.transaction((tx) => {
    table.insertMessage(tx, { ...other, id: newMessageId(), body: { kind: 'notice', notice: 'undecryptable' } })
    for (const outcome of ['answered', 'missed'] as const) {
      table.insertMessage(tx, { ...other, id: newMessageId(), body: { ...call, outcome } })
    }
  })
  expect(unread()).toBe(2)
})
