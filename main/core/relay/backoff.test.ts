import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { fullJitter, Pause } from './backoff.ts'

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

test('a pause can be cut short, and the next one waits again', async () => {
  const pause = new Pause()
  for (let n = 0; n < 2; n += 1) {
    const waited = pause.wait(null)
    pause.end()
    await waited
  }
  await pause.wait(1)
})
