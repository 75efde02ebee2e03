import { create } from '@bufbuild/protobuf'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type AccountId, conversationWith, type MessageId, newMessageId } from '../../../shared/ids.ts'
import {
  DeletionSchema,
  EditSchema,
  QuotedKind,
  QuoteSchema,
  ReactionSchema,
  TextSchema,
} from '../../../shared/wire/gen/content_pb.js'
import { type ContentBody, idBytes } from '../relay/index.ts'
import { TestConversations } from './conversations.testing.ts'

let person: TestConversations
let bob: AccountId

beforeEach(() => {
  person = new TestConversations()
  bob = person.meet()
})
afterEach(() => person.close())

const reaction = (id: MessageId, emoji: string): ContentBody => ({
  case: 'reaction',
  value: create(ReactionSchema, { messageId: idBytes(id), emoji }),
})
const edit = (id: MessageId, text: string): ContentBody => ({
  case: 'edit',
  value: create(EditSchema, { messageId: idBytes(id), text: { text } }),
})
const deletion = (...ids: MessageId[]): ContentBody => ({
  case: 'deletion',
  value: create(DeletionSchema, { messageIds: ids.map(idBytes) }),
})
const only = (account: AccountId) => person.timeline(account)[0]

describe('M-54', () => {
  test('nobody touches a message of another conversation, or what somebody else has written', () => {
    const carol = person.meet()
    const fromCarol = person.hear(carol, 'from Carol')
    const own = person.room.sending.sendText(conversationWith(bob), { text: 'own' }).id
    for (const id of [fromCarol, own])
      for (const body of [edit(id, 'forged'), deletion(id), ...(id === own ? [] : [reaction(id, '👍')])])
        person.receive({ from: bob, body })
    expect(only(carol)).toMatchObject({ body: { text: 'from Carol' }, reactions: [], editedAt: null })
    expect(only(bob)).toMatchObject({ body: { text: 'own' }, editedAt: null })
  })

  test('what comes before its message waits for it, in whatever order it comes', () => {
    const id = newMessageId()
    person.receive({ from: bob, body: edit(id, 'third'), counter: 30 })
    person.receive({ from: bob, body: reaction(id, '👍'), counter: 40 })
    person.receive({ from: bob, body: edit(id, 'second'), counter: 20 })
    person.receive({ from: bob, body: reaction(id, '😂'), counter: 35 })
    person.hear(bob, 'first', { id, counter: 10 })
    expect(only(bob)).toMatchObject({ body: { text: 'third' }, reactions: [{ own: false, emoji: '👍' }] })
    expect(person.room.edits.versions(id).map(({ text }) => text)).toEqual(['first', 'second', 'third'])
  })

  test('of a message that was deleted before it came nothing is shown', () => {
    const id = newMessageId()
    person.receive({ from: bob, body: deletion(id) }, { from: bob, body: edit(id, 'edited') })
    person.hear(bob, 'secret', { id })
    expect(only(bob)).toMatchObject({ body: { kind: 'deleted' }, editedAt: null })
    expect(JSON.stringify(person.room.edits.versions(id))).not.toContain('secret')
    expect(person.listed(conversationWith(bob))?.unread).toBe(0)
  })

  test('somebody else cannot prepare anything for a message', () => {
    const carol = person.meet()
    person.hear(carol, 'here')
    const id = newMessageId()
    person.receive({ from: carol, body: deletion(id) })
    person.hear(bob, 'mine', { id })
    expect(only(bob)).toMatchObject({ body: { text: 'mine' } })
  })

  test('no more waits than a bounded number, of which the newest stay', () => {
    person.hear(bob, 'begin')
    const ids = Array.from({ length: 520 }, newMessageId)
    person.receive(...ids.map((id) => ({ from: bob, body: deletion(id) })))
    const count = person.store.db.prepare('SELECT count(*) AS count FROM early_change').get()
    expect(count).toEqual({ count: 500 })
    person.hear(bob, 'late', { id: ids.at(-1) as MessageId })
    expect(person.timeline(bob).at(-1)?.body.kind).toBe('deleted')
  })
})

test('M-52 an older reaction does not replace a newer one, and garbage is none', () => {
  const id = person.hear(bob, 'hi')
  person.receive({ from: bob, body: reaction(id, '👍'), counter: 50 })
  for (const [emoji, counter] of [
    ['😂', 40],
    ['', 45],
    ['nope', 60],
    ['👍👍', 61],
  ] as const)
    person.receive({ from: bob, body: reaction(id, emoji), counter })
  expect(only(bob)?.reactions).toEqual([{ by: bob, own: false, emoji: '👍' }])
  person.receive({ from: bob, body: reaction(id, ''), counter: 70 })
  expect(only(bob)?.reactions).toEqual([])
})

test('M-53 a hundred edits, and not one more', () => {
  const id = person.hear(bob, '0')
  for (let n = 1; n <= 105; n += 1) person.receive({ from: bob, body: edit(id, String(n)), counter: 100 + n })
  expect(only(bob)?.body).toMatchObject({ text: '100' })
  expect(person.room.edits.versions(id)).toHaveLength(101)
})

test('M-60 a stranger does not react', () => {
  const mallory = person.meet('request')
  const id = person.hear(mallory, 'hi')
  person.receive({ from: mallory, body: reaction(id, '👍') })
  expect(only(mallory)?.reactions).toEqual([])
  expect(person.sent).toEqual([])
})

describe('M-51', () => {
  const answer = (id: MessageId, excerpt: string): ContentBody => ({
    case: 'text',
    value: create(TextSchema, {
      text: 'answer',
      quote: create(QuoteSchema, { messageId: idBytes(id), own: true, kind: QuotedKind.TEXT, excerpt }),
    }),
  })
  const quoted = (id: MessageId) => {
    const body = person.timeline(bob).find((message) => message.id === id)?.body
    return body?.kind === 'text' ? body.quote?.excerpt : undefined
  }

  test('an answer that comes before the edit that it quotes says what was said, once the edit is here', () => {
    const [early, late] = [newMessageId(), newMessageId()]
    const said = person.hear(bob, 'first', { counter: 10 })
    person.receive({ from: bob, body: answer(said, 'second'), id: early, counter: 25 })
    person.receive({ from: bob, body: answer(said, 'third'), id: late, counter: 35 })
    // Nobody says what we do not know to have been said.
    expect([quoted(early), quoted(late)]).toEqual(['first', 'first'])
    person.receive({ from: bob, body: edit(said, 'third'), counter: 30 })
    person.receive({ from: bob, body: edit(said, 'second'), counter: 20 })
    person.receive({ from: bob, body: edit(said, 'fourth'), counter: 40 })
    expect([quoted(early), quoted(late)]).toEqual(['second', 'third'])
  })
})
