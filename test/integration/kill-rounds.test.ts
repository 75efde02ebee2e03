/** Six rounds of what test/fault does 200 times. SPEC.md M-13, R-31. */
import { expect, test } from 'vitest'
import { killRounds } from '../fixtures/kill-rounds.ts'

test('M-13 kill -9 of sender, receiver or relay: each message is there once, in its sender’s order', {
  timeout: 240_000,
}, async () => {
  const { seed, shown, written } = await killRounds({ rounds: 6 })
  const [byAlice = [], byBob = []] = written
  expect(shown, `seed ${seed}`).toEqual([
    { own: byAlice, others: byBob, rest: [] },
    { own: byBob, others: byAlice, rest: [] },
  ])
})
