import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { excerptOf, shortened } from './excerpt.ts'

describe('M-51 excerpts', () => {
  test('are cut between characters', () => {
    const family = '👨‍👩‍👧‍👦'
    expect(shortened(`${'a'.repeat(195)}${family}b`)).toBe('a'.repeat(195))
    expect(shortened(`${'a'.repeat(189)}${family}b`)).toBe(`${'a'.repeat(189)}${family}`)
    expect(shortened('x'.repeat(1000))).toBe('x'.repeat(200))
    // One character of a thousand accents is cut all the same.
    expect(shortened(`e${'\u0301'.repeat(1000)}`)).toHaveLength(200)
  })

  test('cover what spoilers hide, and keep its words apart', () => {
    const ranges = [
      { style: 'spoiler', start: 3, length: 100 } as const,
      { style: 'bold', start: 0, length: 2 } as const,
    ]
    expect(excerptOf({ text: 'It was me', ranges })).toBe('It ▒▒▒ ▒▒')
  })

  test('say nothing of a spoiler, wherever it is', () => {
    fc.assert(
      fc.property(fc.nat(500), fc.integer({ min: 1, max: 500 }), (start, length) => {
        const text = `${'a'.repeat(start)}${'Z'.repeat(length)}${'a'.repeat(50)}`
        expect(excerptOf({ text, ranges: [{ style: 'spoiler', start, length }] })).not.toContain('Z')
      }),
    )
  })
})
