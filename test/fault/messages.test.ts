/** 200 rounds of kill -9 under traffic in both directions; `MEGACHAT_FAULT_ROUNDS` sets another number. SPEC.md M-13, R-31. */
import { expect, test } from 'vitest'
import { killRounds } from '../fixtures/kill-rounds.ts'

const rounds = Number(process.env.MEGACHAT_FAULT_ROUNDS ?? 200)

test(`M-13 ${rounds} rounds of kill -9 of sender, receiver or relay: each message is there once, in its sender's order`, {
  timeout: 60_000 + rounds * 15_000,
}, async () => {
  const start = performance.now()
  const { seed, messages, kills, shown, written } = await killRounds({
    rounds,
    report: (line) => process.stderr.write(`${line}\n`),
  })
  const seconds = Math.round((performance.now() - start) / 1000)
  process.stderr.write(`${JSON.stringify({ rounds, seed, messages, kills, seconds })}\n`)
  const [byAlice = [], byBob = []] = written
  expect(shown, `seed ${seed}`).toEqual([
    { own: byAlice, others: byBob, rest: [] },
    { own: byBob, others: byAlice, rest: [] },
  ])
})
