import { expect, test } from 'vitest'
import { Speed } from './speed.ts'

function clocked() {
  let now = 1000
  const speed = new Speed(() => now)
  return { speed, pass: (ms: number) => (now += ms) }
}

test('is 0 before anything was counted', () => {
  const { speed, pass } = clocked()
  expect(speed.bytesPerSecond).toBe(0)
  speed.record(500)
  pass(1000)
  expect(speed.bytesPerSecond).toBe(0)
})

test('is the mean of the last five seconds', () => {
  const { speed, pass } = clocked()
  let bytes = 0
  speed.record(bytes)
  for (let tick = 0; tick < 200; tick++) {
    pass(50)
    bytes += tick < 100 ? 50_000 : 100_000
    speed.record(bytes)
  }
  expect(speed.bytesPerSecond).toBeGreaterThan(1_900_000)
  expect(speed.bytesPerSecond).toBeLessThan(2_100_000)
})

test('falls when nothing comes, then is 0', () => {
  const { speed, pass } = clocked()
  speed.record(0)
  pass(1000)
  speed.record(1000)
  expect(speed.bytesPerSecond).toBe(1000)
  pass(3000)
  expect(speed.bytesPerSecond).toBe(250)
  expect(speed.stillMs).toBe(3000)
  pass(3000)
  expect(speed.bytesPerSecond).toBe(0)
})
