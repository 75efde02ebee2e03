import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { watched } from './watched.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A source that is told what to say, and remembers how often it was opened and whether it is still wanted. */
function source() {
  const signals: AbortSignal[] = []
  let push: (step: { value: number } | { error: Error } | 'end') => void = () => {}
  const open = async (signal: AbortSignal) => {
    signals.push(signal)
    const steps: ({ value: number } | { error: Error } | 'end')[] = []
    let wake = () => {}
    push = (step) => {
      steps.push(step)
      wake()
    }
    signal.addEventListener('abort', () => push('end'))
    return (async function* () {
      for (;;) {
        while (steps.length === 0) await new Promise<void>((resolve) => (wake = resolve))
        const step = steps.shift()
        if (step === undefined || step === 'end') return
        if ('error' in step) throw step.error
        yield step.value
      }
    })()
  }
  return { open, signals, say: (step: Parameters<typeof push>[0]) => push(step) }
}

const settled = () => vi.advanceTimersByTimeAsync(0)

test('opens with the first listener and serves all of them from one stream', async () => {
  const { open, signals, say } = source()
  const stream = watched(open)
  expect(signals).toHaveLength(0)
  const [first, second] = [vi.fn(), vi.fn()]
  stream.subscribe(first)
  stream.subscribe(second)
  await settled()
  say({ value: 1 })
  await settled()
  expect(signals).toHaveLength(1)
  expect(stream.value()).toBe(1)
  expect(first).toHaveBeenCalledTimes(1)
  expect(second).toHaveBeenCalledTimes(1)
})

test('opens again after a failure and after an end, keeping the last value meanwhile', async () => {
  const { open, signals, say } = source()
  const stream = watched(open)
  stream.subscribe(() => {})
  await settled()
  say({ value: 1 })
  say({ error: new Error('broken') })
  await vi.advanceTimersByTimeAsync(100)
  expect(signals).toHaveLength(2)
  expect(stream.value()).toBe(1)
  say({ value: 2 })
  say('end')
  await vi.advanceTimersByTimeAsync(100)
  expect(signals).toHaveLength(3)
  expect(stream.value()).toBe(2)
})

test('pauses grow while nothing comes', async () => {
  const open = vi.fn(() => Promise.reject(new Error('no')))
  watched(open).subscribe(() => {})
  await vi.advanceTimersByTimeAsync(10_000)
  expect(open.mock.calls.length).toBeLessThan(10)
})

test('lingers after the last listener, then closes', async () => {
  const { open, signals, say } = source()
  const stream = watched(open)
  const leave = stream.subscribe(() => {})
  await settled()
  say({ value: 1 })
  await settled()
  leave()
  await vi.advanceTimersByTimeAsync(1000)
  expect(signals[0]?.aborted).toBe(false)
  stream.subscribe(() => {})()
  await vi.advanceTimersByTimeAsync(6000)
  expect(signals[0]?.aborted).toBe(true)
  expect(stream.value()).toBeUndefined()
})
