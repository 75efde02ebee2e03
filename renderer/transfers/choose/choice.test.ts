import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { FolderEntry } from '../../../shared/contract/transfers.ts'
import { listOf, rangesOf, seen, sumOf, toggled, wantedOf } from './choice.ts'

const entry = (path: string): FolderEntry =>
  path.endsWith('/') ? { path: path.slice(0, -1), size: 0, folder: true } : { path, size: 10, folder: false }
const list = listOf(['a/', 'a/1', 'a/b/', 'a/b/2', 'a/b/3', 'a.txt', 'empty/', 'z'].map(entry))
const all = new Uint8Array(8)

test('a folder ends where its last entry does', () => {
  expect([...list.ends]).toEqual([5, 2, 5, 4, 5, 6, 7, 8])
  expect([...list.depths]).toEqual([0, 1, 1, 2, 2, 0, 0, 0])
})

test('with a folder goes what is in it, and what is around it is wanted in part', () => {
  const left = toggled(list, all, 2)
  expect([0, 1, 2, 3, 5].map((one) => wantedOf(list, left, one))).toEqual(['some', 'all', 'none', 'none', 'all'])
  expect(rangesOf(list, left)).toEqual([[2, 4]])
  expect(sumOf(list, left)).toEqual({ files: 3, bytes: 30, nothing: false })
  // A folder of which a part is wanted comes back whole.
  expect([...toggled(list, left, 0)]).toEqual([...all])
})

test('a folder of which nothing is wanted goes as well', () => {
  const left = toggled(list, toggled(list, all, 3), 4)
  expect(wantedOf(list, left, 2)).toBe('none')
  expect(rangesOf(list, left)).toEqual([[2, 4]])
  expect(wantedOf(list, toggled(list, all, 6), 6)).toBe('none')
})

test('closed folders hide what they hold', () => {
  expect(seen(list, new Set())).toEqual([0, 5, 6, 7])
  expect(seen(list, new Set([0]))).toEqual([0, 1, 2, 5, 6, 7])
  expect(seen(list, new Set([2]))).toEqual([0, 5, 6, 7])
})

test('whatever is pressed, twice is as before for a single entry, and ranges say what is left out', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(7), { maxLength: 12 }), (presses) => {
      let left: Uint8Array = all
      for (const press of presses) left = toggled(list, left, press)
      const ranges = rangesOf(list, left)
      const out = new Set(ranges.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, at) => from + at)))
      for (const [one, { folder }] of list.entries.entries()) {
        if (!folder) expect(out.has(one)).toBe(left[one] === 1)
      }
    }),
  )
})
