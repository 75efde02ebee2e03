import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Bitmap } from './bitmap.ts'
import { chunkSize } from './chunk.ts'
import { Run } from './run.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

test.each([
  ['lan', true],
  ['direct', true],
  ['relay', false],
] as const)('F-44 over "%s" a transfer that has not moved for two minutes is stalled: %s', (path, stalls) => {
  const run = new Run(2 * chunkSize, 0, () => {})
  const have = new Bitmap(2)
  run.running(path)
  vi.advanceTimersByTime(119_000)
  expect(run.stalled).toBe(false)
  have.add(0)
  run.moved(have)
  vi.advanceTimersByTime(119_000)
  expect(run.stalled).toBe(false)
  vi.advanceTimersByTime(2_000)
  expect(run.stalled).toBe(stalls)
  // Whoever begins it anew does so once.
  void run.stop()
  expect(run.stalled).toBe(false)
})
