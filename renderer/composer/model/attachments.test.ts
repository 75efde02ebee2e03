import { expect, test } from 'vitest'
import { ConversationId } from '../../../shared/ids.ts'
import { Attachments } from './attachments.ts'

const anna = ConversationId.parse('11111111-1111-4111-8111-111111111111')
const file = (name: string): File => new File(['x'], name)

test('a chosen file shows its progress and goes once it is offered', async () => {
  const offered: string[] = []
  const shares: (number | null | undefined)[] = []
  const attachments = new Attachments({
    offer: async (_, { name }, { onProgress }) => {
      onProgress(0.5)
      shares.push(attachments.store.getState().attachments[0]?.share)
      offered.push(name)
    },
  })
  await attachments.add(anna, [file('a.txt')])
  expect(offered).toEqual(['a.txt'])
  expect(shares).toEqual([0.5])
  expect(attachments.store.getState().attachments).toEqual([])
})

test('a failure stays with its reason until it is tried again or removed', async () => {
  const reason = new Error('full')
  let full = true
  const attachments = new Attachments({
    offer: async () => {
      if (full) throw reason
    },
  })
  await attachments.add(anna, [file('a.txt'), file('b.txt')])
  expect(attachments.store.getState().attachments).toMatchObject([
    { name: 'a.txt', error: reason },
    { name: 'b.txt', error: reason },
  ])
  const [first, second] = attachments.store.getState().attachments
  full = false
  await attachments.retry(first?.key ?? 0)
  attachments.remove(second?.key ?? 0)
  expect(attachments.store.getState().attachments).toEqual([])
})

test('removing stops what runs, without an error', async () => {
  const attachments = new Attachments({
    offer: (_, __, { signal }) =>
      new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
  })
  const done = attachments.add(anna, [file('a.txt')])
  attachments.remove(attachments.store.getState().attachments[0]?.key ?? 0)
  await done
  expect(attachments.store.getState().attachments).toEqual([])
})
