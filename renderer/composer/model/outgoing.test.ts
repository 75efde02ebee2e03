import { expect, test } from 'vitest'
import type { Message } from '../../../shared/contract/conversations.ts'
import { ConversationId, newMessageId } from '../../../shared/ids.ts'
import { joined, Outgoing, type OutgoingPorts, type Pending, type Wording, withPending } from './outgoing.ts'

const anna = ConversationId.parse('11111111-1111-4111-8111-111111111111')

const wording = (text: string): Wording => ({ text, ranges: [], quote: null })

const asSent = ({ id, conversationId, text, sentAt }: Pending, position = 1): Message => ({
  id,
  conversationId,
  own: true,
  position,
  sentAt,
  body: { kind: 'text', text, ranges: [], quote: null, forwarded: false },
  editedAt: null,
  reactions: [],
  expiresAfter: null,
  expiresAt: null,
  delivery: 'sent',
  error: null,
})

const ports = (change: Partial<OutgoingPorts> = {}): OutgoingPorts => ({
  send: async (message) => asSent(message),
  giveBack: () => {},
  newId: newMessageId,
  now: () => 1_000,
  ...change,
})

test('messages go out one after the other', async () => {
  const events: string[] = []
  const outgoing = new Outgoing(
    ports({
      send: async (message) => {
        events.push(`start ${message.text}`)
        await Promise.resolve()
        events.push(`end ${message.text}`)
        return asSent(message)
      },
    }),
  )
  const both = [outgoing.send(anna, wording('one')), outgoing.send(anna, wording('two'))]
  expect(outgoing.store.getState().pending.map(({ text }) => text)).toEqual(['one', 'two'])
  await Promise.all(both)
  expect(events).toEqual(['start one', 'end one', 'start two', 'end two'])
})

test('a message stays pending until the history shows it', async () => {
  const outgoing = new Outgoing(ports())
  await outgoing.send(anna, wording('one'))
  const [pending] = outgoing.store.getState().pending
  if (!pending?.message) throw new Error('the message is missing')
  expect(withPending([], outgoing.store.getState().pending)).toEqual([pending.message])
  outgoing.forget([])
  expect(outgoing.store.getState().pending).toHaveLength(1)
  outgoing.forget([pending.message])
  expect(outgoing.store.getState().pending).toEqual([])
})

test('a failed call gives the text back and does not hold up the next', async () => {
  const back: string[] = []
  const outgoing = new Outgoing(
    ports({
      send: async (message) => {
        if (message.text === 'one') throw new Error('gone')
        return asSent(message)
      },
      giveBack: ({ text }) => back.push(text),
    }),
  )
  await Promise.all([outgoing.send(anna, wording('one')), outgoing.send(anna, wording('two'))])
  expect(back).toEqual(['one'])
  expect(outgoing.store.getState().pending.map(({ text }) => text)).toEqual(['two'])
})

test('a returned text stands before what was written since', () => {
  expect(joined('one', '')).toBe('one')
  expect(joined('one', 'three')).toBe('one\nthree')
})

test('before the core answers a message stands last, as waiting, under the id it will keep', () => {
  const pending = { ...wording('hi'), id: newMessageId(), conversationId: anna, sentAt: 1_000, message: null }
  expect(withPending([], [pending])).toMatchObject([
    { id: pending.id, own: true, delivery: 'waiting', body: { kind: 'text', text: 'hi' } },
  ])
  const shown = asSent(pending)
  expect(withPending([shown], [pending])).toEqual([shown])
})
