import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { AppError } from '../../../shared/errors.ts'
import { IdleWatch, PassphraseAttempts } from './index.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const wrong = () => Promise.reject(new AppError('wrong-passphrase'))
const right = () => Promise.resolve('key')
const code = (expected: string, retryAfterMs?: number) => ({
  code: expected,
  ...(retryAfterMs === undefined ? {} : { data: { retryAfterMs } }),
})

test('I-13 after five wrong passphrases each next one waits twice as long, five minutes at most', async () => {
  let now = 0
  const attempts = new PassphraseAttempts(() => now)
  for (let n = 0; n < 5; n++) await expect(attempts.run(wrong)).rejects.toMatchObject(code('wrong-passphrase'))
  for (const pause of [5, 10, 20, 40, 80, 160, 300, 300].map((seconds) => seconds * 1000)) {
    now += 1000
    // The right one is not even tried, so that nobody learns from a lucky guess.
    await expect(attempts.run(right)).rejects.toMatchObject(code('rate-limited', pause - 1000))
    now += pause - 1000
    await expect(attempts.run(wrong)).rejects.toMatchObject(code('wrong-passphrase'))
  }
  now += 300_000
  expect(await attempts.run(right)).toBe('key')
  await expect(attempts.run(wrong)).rejects.toMatchObject(code('wrong-passphrase'))
  expect(await attempts.run(right)).toBe('key')
})

test('other failures count for nothing', async () => {
  const attempts = new PassphraseAttempts(() => 0)
  const broken = () => Promise.reject(new AppError('disk-full'))
  for (let n = 0; n < 20; n++) await expect(attempts.run(broken)).rejects.toMatchObject(code('disk-full'))
  expect(await attempts.run(right)).toBe('key')
})

const minute = 60_000

function watching(options: { limit?: number | null; busy?: () => boolean } = {}) {
  const { limit = 5 * minute, busy = () => false } = options
  const onIdle = vi.fn()
  const watch = new IdleWatch({ limit: () => limit, busy, onIdle })
  watch.start()
  return { watch, onIdle }
}

test('I-12 use puts the lock off; without any it comes, once', () => {
  const { watch, onIdle } = watching()
  for (let n = 0; n < 10; n++) {
    vi.advanceTimersByTime(4 * minute)
    watch.touch()
  }
  expect(onIdle).not.toHaveBeenCalled()
  vi.advanceTimersByTime(6 * minute)
  expect(onIdle).toHaveBeenCalledOnce()
  vi.advanceTimersByTime(60 * minute)
  expect(onIdle).toHaveBeenCalledOnce()
})

test('I-12 a call is use, and no limit is none', () => {
  let busy = true
  const call = watching({ busy: () => busy })
  const never = watching({ limit: null })
  vi.advanceTimersByTime(60 * minute)
  expect(call.onIdle).not.toHaveBeenCalled()
  busy = false
  vi.advanceTimersByTime(6 * minute)
  expect(call.onIdle).toHaveBeenCalledOnce()
  expect(never.onIdle).not.toHaveBeenCalled()
  never.watch.stop()
})

test('I-12 neither a computer that slept nor a clock that was set back puts it off', () => {
  const slept = watching()
  vi.setSystemTime(Date.now() + 60 * minute)
  vi.advanceTimersByTime(5_000)
  expect(slept.onIdle).toHaveBeenCalledOnce()

  const back = watching()
  vi.setSystemTime(Date.now() - 600 * minute)
  vi.advanceTimersByTime(6 * minute)
  expect(back.onIdle).toHaveBeenCalledOnce()
})
