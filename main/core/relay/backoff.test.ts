import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { fullJitter, Pause, retryDelay } from './backoff.ts'

test('M-18 waits lie between 0 and a bound that doubles up to the most', () => {
  const options = { firstMs: 500, mostMs: 30_000 }
  fc.assert(
    fc.property(fc.nat(2000), fc.double({ min: 0, max: 1, noNaN: true }), (attempt, random) => {
      const ms = fullJitter(attempt, options, () => random)
      expect(ms).toBeGreaterThanOrEqual(0)
      expect(ms).toBeLessThanOrEqual(Math.min(30_000, 500 * 2 ** attempt))
    }),
  )
  expect(fullJitter(0, options, () => 1)).toBe(500)
  expect(fullJitter(6, options, () => 1)).toBe(30_000)
})

test('M-13 a relay is given the time that it asks for, but not any time', () => {
  const options = { firstMs: 1000, mostMs: 60_000 }
  expect(retryDelay(5000, 0, options)).toBe(5000)
  // Timers take 2^31 - 1 milliseconds at most and end at once beyond that.
  for (const asked of [2 ** 31, 1e300, Number.POSITIVE_INFINITY]) expect(retryDelay(asked, 0, options)).toBe(600_000)
  for (const asked of [-5, undefined, '7']) expect(retryDelay(asked, 3, options)).toBeLessThanOrEqual(8000)
})

test('a pause can be cut short, and the next one waits again', async () => {
  const pause = new Pause()
  for (let n = 0; n < 2; n += 1) {
    const waited = pause.wait(null)
    pause.end()
    await waited
  }
  await pause.wait(1)
})
