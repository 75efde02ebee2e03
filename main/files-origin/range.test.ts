import { expect, test } from 'vitest'
import { rangeOf } from './range.ts'

test('F-33 a range names its part of the file', () => {
  expect(rangeOf('bytes=0-9', 100)).toEqual({ kind: 'part', start: 0, end: 10 })
  expect(rangeOf('bytes=90-', 100)).toEqual({ kind: 'part', start: 90, end: 100 })
  expect(rangeOf('bytes=-10', 100)).toEqual({ kind: 'part', start: 90, end: 100 })
  expect(rangeOf('bytes=50-999', 100)).toEqual({ kind: 'part', start: 50, end: 100 })
  expect(rangeOf('bytes=-999', 100)).toEqual({ kind: 'part', start: 0, end: 100 })
})

test('F-33 what lies behind the end cannot be had', () => {
  expect(rangeOf('bytes=100-', 100)).toEqual({ kind: 'unsatisfiable' })
  expect(rangeOf('bytes=-0', 100)).toEqual({ kind: 'unsatisfiable' })
  expect(rangeOf('bytes=0-', 0)).toEqual({ kind: 'unsatisfiable' })
})

test('F-33 anything else is no range', () => {
  for (const header of [
    null,
    undefined,
    '',
    'bytes=',
    'bytes=-',
    'bytes=5-2',
    'bytes=a-b',
    'lines=0-1',
    'bytes=0-1,3-4',
    'bytes=1e3-',
  ])
    expect(rangeOf(header, 100)).toEqual({ kind: 'whole' })
})
