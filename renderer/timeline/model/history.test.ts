import { expect, test } from 'vitest'
import {
  afterEvent,
  atLiveEnd,
  emptyHistory,
  type History,
  newestMessages,
  restOf,
  withAround,
  withNewer,
  withOlder,
} from './history.ts'
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
  expect(changed.messages[1]?.body).toMatchObject({ kind: 'text', text: 'changed' })
})

test('what is removed goes', () => {
  expect(positions(afterEvent(opened, { type: 'removed', ids: [sampleId(6)] }))).toEqual([5, 7])
})

test('an older page goes in front and says whether more exist', () => {
  const page = { messages: [sampleMessage(3), sampleMessage(4), sampleMessage(5)], more: false }
  const older = withOlder(opened, page, { edge: sampleId(5), since: [] })
  expect(positions(older)).toEqual([3, 4, 5, 6, 7])
  expect(older.more).toBe(false)
})

test('a snapshot that touches what was there keeps the older part and its end', () => {
  const older = withOlder(opened, { messages: [sampleMessage(4)], more: false }, { edge: sampleId(5), since: [] })
  const again = afterEvent(older, { type: 'snapshot', messages: [sampleMessage(6), sampleMessage(8)], more: true })
  expect(positions(again)).toEqual([4, 5, 6, 8])
  expect(again.more).toBe(false)
})

test('a snapshot beyond a gap replaces everything', () => {
  const again = afterEvent(opened, { type: 'snapshot', messages: [sampleMessage(90)], more: true })
  expect(positions(again)).toEqual([90])
  expect(again.more).toBe(true)
})

test('a change of what was not loaded does not stand before a gap', () => {
  expect(positions(afterEvent(opened, { type: 'upsert', messages: [sampleMessage(2)] }))).toEqual([5, 6, 7])
})

const around = { messages: [1, 2, 3].map((position) => sampleMessage(position)), older: false, newer: true }
const jumped = withAround(opened, around, [])
const after = (history: History, ...messages: number[]) =>
  afterEvent(history, { type: 'upsert', messages: messages.map((position) => sampleMessage(position)) })

test('a jump shows a window; what is new goes to the live end beside it', () => {
  const later = after(jumped, 8)
  expect(positions(later)).toEqual([1, 2, 3])
  expect(newestMessages(later).map(({ position }) => position)).toEqual([5, 6, 7, 8])
  expect(later.place).toBeGreaterThan(opened.place)
})

test('paging forward joins the live end where both touch', () => {
  const page = { messages: [sampleMessage(4), sampleMessage(5)], more: true }
  const joined = withNewer(after(jumped, 8), page, { edge: sampleId(3), since: [] })
  expect(positions(joined)).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
  expect(joined).toMatchObject({ live: null, more: false, place: jumped.place })
})

test('back to the live end', () => {
  expect(positions(atLiveEnd(jumped))).toEqual([5, 6, 7])
  expect(atLiveEnd(jumped)).toMatchObject({ live: null, more: true })
  expect(positions(restOf(jumped))).toEqual([5, 6, 7])
})

test('a jump before the first snapshot waits for the live end', () => {
  const first = withAround(emptyHistory, around, [])
  expect(first.live).not.toBeNull()
  const opened = afterEvent(first, { type: 'snapshot', messages: [sampleMessage(3), sampleMessage(4)], more: true })
  expect(positions(opened)).toEqual([1, 2, 3, 4])
  expect(opened.live).toBeNull()
})

test('what was removed while a page was on its way does not come back', () => {
  const page = { messages: [sampleMessage(3), sampleMessage(4)], more: false }
  const gone = { type: 'removed', ids: [sampleId(4)] } as const
  expect(positions(withOlder(opened, page, { edge: sampleId(5), since: [{ ...gone, ids: [...gone.ids] }] }))).toEqual([
    3, 5, 6, 7,
  ])
})
