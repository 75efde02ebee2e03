import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Conversation, type ConversationsEvent, inListOrder } from '../../../shared/contract/index.ts'
import { afterConversationsEvent, unreadIn } from '../../../shared/conversation-list.ts'
import { AccountId, ConversationId } from '../../../shared/ids.ts'
import { Emitter } from '../../../shared/streams/index.ts'
import { ChatList } from './list.ts'

const idOf = (number: number): ConversationId =>
  ConversationId.parse(`11111111-1111-4111-8111-${String(number).padStart(12, '0')}`)

function conversation(number: number, lastActivity: number, unread = 0): Conversation {
  const shown = { name: `Person ${number}`, address: `person${number}@relay`, notes: false, state: 'accepted' as const }
  const kept = { markedUnread: false, pinned: false, archived: false, mutedUntil: null, expiresAfter: null }
  const said = { draft: '', draftReplyTo: null, preview: null, unread, lastActivity }
  return { id: idOf(number), contact: AccountId.parse(idOf(number)), ...shown, ...kept, ...said }
}

function lists() {
  const rows = new Map<ConversationId, Conversation>()
  const changes = new Emitter<ConversationId | null>()
  const reads = { all: 0, one: 0 }
  const list = new ChatList({
    changes,
    readAll: () => {
      reads.all += 1
      return [...rows.values()].map((row) => ({ ...row }))
    },
    read: (id) => {
      reads.one += 1
      const row = rows.get(id)
      return row === undefined ? null : { ...row }
    },
    minIntervalMs: 0,
  })
  return { rows, changes, reads, list }
}

test('one change reads and tells one conversation', async () => {
  const { rows, changes, reads, list } = lists()
  for (let number = 1; number <= 100; number++) rows.set(idOf(number), conversation(number, number))
  const events = list.events()
  expect(await events.next()).toMatchObject({ value: { type: 'all' } })
  rows.set(idOf(7), conversation(7, 1000, 3))
  changes.emit(idOf(7))
  expect((await events.next()).value).toEqual({
    type: 'changed',
    conversations: [conversation(7, 1000, 3)],
    removed: [],
  })
  expect(reads).toEqual({ all: 1, one: 1 })
  await events.return()
})

test('whoever follows the events has the list, whatever changes', async () => {
  const change = fc.record({
    number: fc.nat(8),
    kind: fc.constantFrom('put', 'pin', 'remove', 'all', 'look'),
    at: fc.nat(5),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(change, { maxLength: 40 }), async (steps) => {
      const { rows, changes, list } = lists()
      const events = list.events()
      let followed: readonly Conversation[] = []
      let pending = true
      const look = async () => {
        if (!pending) return
        pending = false
        const { value } = await events.next()
        if (value) followed = afterConversationsEvent(followed, value as ConversationsEvent)
        expect(followed).toEqual([...rows.values()].sort(inListOrder))
        expect(list.all()).toEqual(followed)
      }
      for (const { number, kind, at } of [...steps, { number: 0, kind: 'look', at: 0 }]) {
        const id = idOf(number)
        if (kind === 'look') await look()
        else {
          pending = true
          if (kind === 'remove') rows.delete(id)
          else rows.set(id, { ...conversation(number, at), pinned: kind === 'pin' })
          changes.emit(kind === 'all' ? null : id)
        }
      }
      await events.return()
    }),
  )
})

test('pinned chats stand before all others, whatever happens in those', () => {
  const pinned = { ...conversation(1, 1), pinned: true }
  const list = [conversation(2, 5), pinned, conversation(3, 9)].sort(inListOrder)
  expect(list.map(({ lastActivity }) => lastActivity)).toEqual([1, 9, 5])
})

test('a badge counts what was marked as one, and leaves out what is muted', () => {
  const marked = { ...conversation(1, 1), markedUnread: true }
  const muted = { ...conversation(2, 1, 7), mutedUntil: 1_000 }
  expect(unreadIn([marked, muted, conversation(3, 1, 2)], 999)).toBe(3)
  expect(unreadIn([marked, muted, conversation(3, 1, 2)], 1_000)).toBe(10)
})
