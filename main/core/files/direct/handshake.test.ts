import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { answer, answerBytes, greet, helloBytes, readHello } from './handshake.ts'

const secret = randomBytes(32)
const meant = { transferId: new Uint8Array(randomBytes(16)), side: 'sender' } as const

test('F-41 both sides prove the secret and get one key for each direction', () => {
  const { hello, finish } = greet(secret, meant)
  expect(hello).toHaveLength(helloBytes)
  expect(readHello(hello)).toEqual(meant)
  const answered = answer(secret, hello)
  expect(answered?.answer).toHaveLength(answerBytes)
  const keys = finish(answered?.answer ?? new Uint8Array(answerBytes))
  expect(Buffer.from(keys?.outgoing ?? [])).toEqual(Buffer.from(answered?.keys.incoming ?? []))
  expect(Buffer.from(keys?.incoming ?? [])).toEqual(Buffer.from(answered?.keys.outgoing ?? []))
  expect(Buffer.from(keys?.incoming ?? [])).not.toEqual(Buffer.from(keys?.outgoing ?? []))
})

test('F-41 without the secret nothing is answered, and no answer is believed', () => {
  const { hello, finish } = greet(secret, meant)
  expect(answer(randomBytes(32), hello)).toBe(null)
  expect(finish(answer(secret, greet(secret, meant).hello)?.answer ?? new Uint8Array(answerBytes))).toBe(null)
  expect(finish(randomBytes(answerBytes))).toBe(null)
})

test('F-41 a greeting that was changed anywhere proves nothing', () => {
  const { hello } = greet(secret, meant)
  fc.assert(
    fc.property(fc.nat(helloBytes - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
      const changed = Buffer.from(hello)
      changed[at] = (changed[at] ?? 0) ^ change
      expect(readHello(changed) === null || answer(secret, changed) === null).toBe(true)
    }),
  )
})
