import { expect, test } from 'vitest'
import { ConversationId, newMessageId } from '../../../shared/ids.ts'
import { joined, Outgoing, type OutgoingPorts, withPending } from './outgoing.ts'

const anna = ConversationId.parse('11111111-1111-4111-8111-111111111111')
const ports = (change: Partial<OutgoingPorts>): OutgoingPorts => ({
  send: async () => {},
  giveBack: () => {},
  newId: newMessageId,
  now: () => 1_000,
  ...change,
})

test('messages go out one after the other and stay pending until the core has them', async () => {
  const events: string[] = []
  const outgoing = new Outgoing(
    ports({
      send: async ({ text }) => {
        events.push(`start ${text}`)
        await Promise.resolve()
        events.push(`end ${text}`)
      },
    }),
  )
  const both = [outgoing.send(anna, 'one'), outgoing.send(anna, 'two')]
  expect(outgoing.store.getState().pending.map(({ text }) => text)).toEqual(['one', 'two'])
  await Promise.all(both)
  expect(events).toEqual(['start one', 'end one', 'start two', 'end two'])
  expect(outgoing.store.getState().pending).toEqual([])
})

test('a failed call gives the text back and does not hold up the next', async () => {
  const back: string[] = []
  const sent: string[] = []
  const outgoing = new Outgoing(
    ports({
      send: async ({ text }) => {
        if (text === 'one') throw new Error('gone')
        sent.push(text)
      },
      giveBack: ({ text }) => back.push(text),
    }),
  )
  await Promise.all([outgoing.send(anna, 'one'), outgoing.send(anna, 'two')])
  expect(back).toEqual(['one'])
  expect(sent).toEqual(['two'])
  expect(joined('one', '')).toBe('one')
  expect(joined('one', 'three')).toBe('one\nthree')
})

test('a pending message stands last, as waiting, until the core shows it under the same id', () => {
  const pending = { id: newMessageId(), conversationId: anna, text: 'hi', sentAt: 1_000 }
  const [shown] = withPending([], [pending])
  expect(shown).toMatchObject({ id: pending.id, own: true, delivery: 'waiting', body: { kind: 'text', text: 'hi' } })
  if (shown === undefined) throw new Error('the pending message is missing')
  expect(withPending([{ ...shown, delivery: 'sent' }], [pending])).toHaveLength(1)
})
