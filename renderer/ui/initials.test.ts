import { expect, test } from 'vitest'
import { avatarTones, initials, toneOf } from './initials.ts'

test.each([
  ['Alice', 'A'],
  ['Jörg van der Ünal', 'JÜ'],
  ['  李明 ', '李'],
  ['👩‍👩‍👧 Familie', '👩‍👩‍👧F'],
  ['', ''],
])('the initials of %j are %j', (name, letters) => {
  expect(initials(name)).toBe(letters)
})

test('an id keeps its colour', () => {
  expect(toneOf('3f0c')).toBe(toneOf('3f0c'))
  for (const id of ['', 'a', 'zzzzzzzzzzzzzzzzzzzz']) {
    expect(toneOf(id)).toBeGreaterThanOrEqual(0)
    expect(toneOf(id)).toBeLessThan(avatarTones)
  }
})
