import { expect, test } from 'vitest'
import { afterEvent, emptyHistory, withOlder } from './history.ts'
import { sampleId, sampleMessage } from './samples.ts'

const positions = (history: { messages: readonly { position: number }[] }): number[] =>
  history.messages.map((message) => message.position)

const opened = afterEvent(emptyHistory, {
  type: 'snapshot',
  messages: [5, 6, 7].map((position) => sampleMessage(position)),
  more: true,
})

test('a snapshot opens the history', () => {
  expect(positions(opened)).toEqual([5, 6, 7])
  expect(opened).toMatchObject({ more: true, loaded: true })
})

test('an upsert adds and replaces, in the order of positions', () => {
  const changed = afterEvent(opened, {
    type: 'upsert',
    messages: [sampleMessage(9), sampleMessage(8), sampleMessage(6, { text: 'changed' })],
  })
  expect(positions(changed)).toEqual([5, 6, 7, 8, 9])
  expect(changed.messages[1]?.body).toEqual({ kind: 'text', text: 'changed' })
})

test('what is removed goes', () => {
  expect(positions(afterEvent(opened, { type: 'removed', ids: [sampleId(6)] }))).toEqual([5, 7])
})

test('an older page goes in front and says whether more exist', () => {
  const older = withOlder(opened, { messages: [sampleMessage(3), sampleMessage(4), sampleMessage(5)], more: false })
  expect(positions(older)).toEqual([3, 4, 5, 6, 7])
  expect(older.more).toBe(false)
})

test('a snapshot that touches what was there keeps the older part and its end', () => {
  const older = withOlder(opened, { messages: [sampleMessage(4)], more: false })
  const again = afterEvent(older, { type: 'snapshot', messages: [sampleMessage(6), sampleMessage(8)], more: true })
  expect(positions(again)).toEqual([4, 5, 6, 8])
  expect(again.more).toBe(false)
})

test('a snapshot beyond a gap replaces everything', () => {
  const again = afterEvent(opened, { type: 'snapshot', messages: [sampleMessage(90)], more: true })
  expect(positions(again)).toEqual([90])
  expect(again.more).toBe(true)
})
