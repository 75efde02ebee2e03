import { expect, test } from 'vitest'
import { bytes, sizeOf } from './table.ts'

test.each([
  ['0', 0],
  ['1500', 1500],
  ['20GiB', 20 * 1024 ** 3],
  ['20 gb', 20e9],
  ['1.5 MiB', 1.5 * 1024 ** 2],
  ['2T', 2e12],
  ['', undefined],
  ['much', undefined],
  ['-1', undefined],
  ['1 XB', undefined],
])('"%s" is %s bytes', (written, expected) => {
  expect(sizeOf(written)).toBe(expected)
})

test('what is shown is read back', () => {
  for (const size of [0, 1, 1024, 5 * 1024 ** 3, 1024 ** 4]) expect(sizeOf(bytes(size))).toBe(size)
})
