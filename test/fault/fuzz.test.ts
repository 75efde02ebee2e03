/**
 * What others send, in every shape: no crash, no hang, no unhandled rejection. 200,000 cases in all;
 * `MEGACHAT_FUZZ_CASES` sets another number, `MEGACHAT_TEST_SEED` the seed.
 */
import { expect, test } from 'vitest'
import { fuzz, targets } from '../fixtures/fuzz/index.ts'
import { seededRandom } from '../fixtures/random.ts'

const all = Number(process.env.MEGACHAT_FUZZ_CASES ?? 200_000)
const { seed } = seededRandom()

test('the shares of the targets make a whole', () => {
  expect(targets.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1)
})

test.each(targets)('$name', { timeout: 120_000 + all * 5 }, async (target) => {
  const report = await fuzz(target, target.share * all, seed)
  process.stderr.write(`${JSON.stringify({ ...report, seed })}\n`)
})
