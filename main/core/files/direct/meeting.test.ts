import { expect, test } from 'vitest'
import type { DirectConnection } from './connection.ts'
import { Meeting } from './meeting.ts'

const connection = (kind: 'tcp' | 'udx', roundTripMs: number | null = null) =>
  ({
    kind,
    roundTripMs,
    remote: '203.0.113.9',
    isOpen: true,
    close: () => {},
  }) as Partial<DirectConnection> as DirectConnection

test.each([
  { there: [connection('tcp')], best: 'tcp' },
  { there: [connection('udx', 1)], best: 'udx' },
  { there: [connection('tcp'), connection('udx', 1)], best: 'tcp' },
  { there: [connection('tcp'), connection('udx', 30), connection('udx', 45)], best: 'udx' },
  { there: [connection('tcp'), connection('udx')], best: 'tcp' },
])('F-48 of $there.length kinds $best carries the chunks', ({ there, best }) => {
  const meeting = new Meeting(() => {})
  for (const one of there) meeting.add(one)
  expect(new Set(meeting.best.map(({ kind }) => kind))).toEqual(new Set([best]))
})

test('F-48 nobody waits for another way where the first is near, or where both have come', async () => {
  const signal = new AbortController().signal
  for (const there of [[connection('tcp', 1)], [connection('udx', 50), connection('tcp')]]) {
    const meeting = new Meeting(() => {})
    for (const one of there) meeting.add(one)
    await meeting.decided(60_000, signal)
  }
  const meeting = new Meeting(() => {})
  meeting.add(connection('tcp'))
  const decided = meeting.decided(60_000, signal)
  meeting.add(connection('udx', 50))
  await decided
  expect(meeting.bestKind).toBe('udx')
})
