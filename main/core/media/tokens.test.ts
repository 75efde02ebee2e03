import { expect, test } from 'vitest'
import { FileTokens } from './tokens.ts'

test('F-33 a token is good for an hour after its last use', () => {
  let now = 0
  const tokens = new FileTokens<string>(() => now)
  const token = tokens.issue('a', 'A')
  expect(token).toHaveLength(43)
  now += 59 * 60_000
  expect(tokens.resolve(token)).toBe('A')
  now += 59 * 60_000
  expect(tokens.issue('a', 'A')).toBe(token)
  now += 61 * 60_000
  expect(tokens.resolve(token)).toBeNull()
  expect(tokens.issue('a', 'A')).not.toBe(token)
  expect(tokens.resolve('nobody')).toBeNull()
})

test('F-33 the least used go when there are too many', () => {
  const tokens = new FileTokens<number>(() => 0)
  const first = tokens.issue('0', 0)
  const second = tokens.issue('1', 1)
  for (let number = 2; number < 20_000; number++) tokens.issue(String(number), number)
  expect(tokens.resolve(first)).toBe(0)
  tokens.issue('more', -1)
  expect(tokens.resolve(second)).toBeNull()
  expect(tokens.resolve(first)).toBe(0)
})
