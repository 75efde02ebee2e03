/** A little of what test/fault does with many more cases. */
import { test } from 'vitest'
import { fuzz, targets } from '../fixtures/fuzz/index.ts'
import { seededRandom } from '../fixtures/random.ts'

const { seed } = seededRandom()

test.each(targets)('$name takes in anything', { timeout: 120_000 }, async (target) => {
  await fuzz(target, target.share * 4000, seed)
})
