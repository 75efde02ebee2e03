import { expect, test } from 'vitest'
import { indexAfterKey } from './list.ts'

test('keys move within the ends of the list', () => {
  expect(indexAfterKey('ArrowDown', 0, 2)).toBe(1)
  expect(indexAfterKey('ArrowDown', 1, 2)).toBe(1)
  expect(indexAfterKey('ArrowUp', 0, 2)).toBe(0)
  expect(indexAfterKey('End', 0, 2)).toBe(1)
  expect(indexAfterKey('a', 0, 2)).toBeNull()
  expect(indexAfterKey('ArrowDown', 0, 0)).toBeNull()
})
