import { beforeEach, expect, test } from 'vitest'
import type { Message } from '../../../shared/contract/conversations.ts'
import { ConversationId, type MessageId, newMessageId } from '../../../shared/ids.ts'
import { Drafts } from './drafts.ts'
import { WritingModes, wordsOf } from './modes.ts'

const anna = ConversationId.parse('11111111-1111-4111-8111-111111111111')

const message = (change: Partial<Message> = {}): Message => ({
  id: newMessageId(),
  conversationId: anna,
  own: true,
  position: 1,
  sentAt: 0,
  body: {
    kind: 'text',
    text: 'now',
    ranges: [{ style: 'bold', start: 0, length: 3 }],
    quote: null,
    forwarded: false,
  },
  editedAt: null,
  reactions: [],
  expiresAfter: null,
  expiresAt: null,
  delivery: 'sent',
  error: null,
  ...change,
})

let saved: (MessageId | null)[] = []
let drafts = new Drafts(() => {})
let modes = new WritingModes(drafts, () => {})

beforeEach(() => {
  saved = []
  drafts = new Drafts(() => {})
  modes = new WritingModes(drafts, (_, replyTo) => saved.push(replyTo))
})

test('an answer is remembered and forgotten on the disk', () => {
  const answered = message()
  modes.reply(answered)
  expect(modes.read(anna)).toMatchObject({ kind: 'reply', quote: { messageId: answered.id, excerpt: 'now' } })
  modes.end(anna)
  expect(modes.read(anna)).toBeNull()
  expect(saved).toEqual([answered.id, null])
})

test('another wording puts aside what was being written, and gives it back', () => {
  drafts.replace(anna, 'half a')
  modes.edit(message(), 'half a')
  expect(drafts.read(anna)).toBe('**now**')
  modes.edit(message(), '**now** or')
  modes.end(anna)
  expect(drafts.read(anna)).toBe('half a')
})

test('an answer is left for another wording, and what cannot be quoted is not answered', () => {
  modes.reply(message({ body: { kind: 'deleted' } }))
  expect(modes.read(anna)).toBeNull()
  modes.edit(message(), 'half a')
  modes.reply(message({ own: false }))
  expect(modes.read(anna)?.kind).toBe('reply')
  expect(drafts.read(anna)).toBe('half a')
})

test('only own words can be changed, and only what has not failed', () => {
  expect(wordsOf(message())).toMatchObject({ text: 'now' })
  expect(wordsOf(message({ own: false, delivery: null }))).toBeNull()
  expect(wordsOf(message({ delivery: 'failed' }))).toBeNull()
})
