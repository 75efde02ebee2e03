import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Throttle } from './throttle.ts'

const never = new AbortController().signal
const second = 1000

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** Takes `count` times `bytes` and notes when each may go, in milliseconds. */
function taking(throttle: Throttle, bytes: number, count: number, signal = never): number[] {
  const times: number[] = []
  const begun = performance.now()
  for (let n = 0; n < count; n++) {
    throttle.take(bytes, signal).then(
      () => times.push(Math.round(performance.now() - begun)),
      () => {},
    )
  }
  return times
}

test('without a limit nothing waits', async () => {
  const times = taking(new Throttle(() => 0), 1e9, 3)
  await vi.advanceTimersByTimeAsync(0)
  expect(times).toEqual([0, 0, 0])
})

test('as much goes as the rate allows, one after the other', async () => {
  const times = taking(new Throttle(() => 1_000_000), 500_000, 5)
  await vi.advanceTimersByTimeAsync(3 * second)
  expect(times).toEqual([0, 500, 1000, 1500, 2000])
})

test('time without work is not saved up', async () => {
  const throttle = new Throttle(() => 1_000_000)
  taking(throttle, 1_000_000, 1)
  await vi.advanceTimersByTimeAsync(60 * second)
  const times = taking(throttle, 1_000_000, 3)
  await vi.advanceTimersByTimeAsync(5 * second)
  expect(times).toEqual([0, 1000, 2000])
})

test('another rate, or none, holds at once', async () => {
  let rate = 1000
  const throttle = new Throttle(() => rate)
  const times = taking(throttle, 100_000, 3)
  await vi.advanceTimersByTimeAsync(second)
  expect(times).toEqual([0])
  rate = 0
  await vi.advanceTimersByTimeAsync(second)
  expect(times).toHaveLength(3)
})

test('whoever gives up lets the next one pass', async () => {
  const throttle = new Throttle(() => 1000)
  taking(throttle, 1000, 1)
  const impatient = new AbortController()
  const first = taking(throttle, 1000, 1, impatient.signal)
  const second = taking(throttle, 1000, 1)
  await vi.advanceTimersByTimeAsync(100)
  impatient.abort()
  await vi.advanceTimersByTimeAsync(1000)
  expect([first, second.length]).toEqual([[], 1])
})
