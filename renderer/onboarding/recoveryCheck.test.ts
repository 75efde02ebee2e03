import { expect, test } from 'vitest'
import { askedPlaces, isWord } from './recoveryCheck.ts'

test('three different words are asked for, in their order, and any of them can be', () => {
  const seen = new Set<number>()
  for (let round = 0; round < 500; round++) {
    const places = askedPlaces(24, Math.random)
    expect(new Set(places).size).toBe(3)
    expect(places).toEqual([...places].sort((a, b) => a - b))
    for (const place of places) seen.add(place)
  }
  expect([...seen].sort((a, b) => a - b)).toEqual(Array.from({ length: 24 }, (_, index) => index + 1))
  expect(askedPlaces(24, () => 0.999_999)).toEqual([22, 23, 24])
})

test('case and spaces do not count, letters do', () => {
  expect(isWord('  Abandon ', 'abandon')).toBe(true)
  expect(isWord('abando', 'abandon')).toBe(false)
  expect(isWord('', undefined)).toBe(false)
})
