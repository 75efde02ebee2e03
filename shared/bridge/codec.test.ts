import fc from 'fast-check'
import { expect, it } from 'vitest'
import { decode, encode } from './codec.ts'

const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(null, true, false),
    fc.integer(),
    fc.string({ unit: 'binary' }),
    fc.uint8Array(),
    fc.array(tie('value')),
    fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('$bytes', '__proto__', 'constructor')), tie('value')),
  ),
}))

it('B-1 any value comes back as it went', () => {
  fc.assert(
    fc.property(value, (value) => {
      expect(decode(encode({ value }))).toEqual({ value })
    }),
  )
})

it('B-7 any bytes are a value or an error', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
      try {
        expect(decode(bytes)).toBeDefined()
      } catch (error) {
        expect(error).toBeInstanceOf(Error)
      }
    }),
  )
})

it('raises an error for what JSON cannot hold', () => {
  const cycle: Record<string, unknown> = {}
  cycle.self = cycle
  expect(() => encode(cycle)).toThrow()
  expect(() => encode({ big: 1n })).toThrow(TypeError)
})
