import { describe, expect, it } from 'vitest'
import { bytesOf, fingerprintIn } from './fingerprint.ts'

const digits = Array.from({ length: 32 }, (_, index) => (index * 7).toString(16).padStart(2, '0')).join(':')
const other = digits.replace(/^00/, 'ff')
const described = (...lines: string[]) => ['v=0', 's=-', ...lines, 'a=mid:0', ''].join('\r\n')

describe('the fingerprint in a description', () => {
  it('is found, however often it is said', () => {
    const found = fingerprintIn(
      described(`a=fingerprint:sha-256 ${digits}`, `a=fingerprint:SHA-256 ${digits.toUpperCase()}`),
    )
    expect(found).toBe(digits.toUpperCase())
    expect([...bytesOf(found)]).toEqual(Array.from({ length: 32 }, (_, index) => index * 7))
  })

  it.each([
    ['none', []],
    ['two', [`a=fingerprint:sha-256 ${digits}`, `a=fingerprint:sha-256 ${other}`]],
    ['a short one', [`a=fingerprint:sha-256 ${digits.slice(3)}`]],
    ['one of a weaker hash', [`a=fingerprint:sha-1 ${digits.slice(0, 59)}`]],
  ])('is refused where there is %s', (_, lines) => {
    expect(() => fingerprintIn(described(...lines))).toThrow('without one certificate')
  })
})
