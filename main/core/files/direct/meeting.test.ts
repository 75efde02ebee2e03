import { expect, test } from 'vitest'
import type { DirectConnection } from './connection.ts'
import { Meeting } from './meeting.ts'

const connection = (kind: 'tcp' | 'udx', roundTripMs: number | null = null) =>
  ({ kind, roundTripMs, isOpen: true, close: () => {} }) as Partial<DirectConnection> as DirectConnection

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
