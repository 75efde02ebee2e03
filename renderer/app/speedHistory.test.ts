import { expect, it } from 'vitest'
import { sampleTransfer, sampleTransferId } from '../transfers/model/samples.ts'
import { type SpeedHistory, speedsKept, withSpeeds } from './speedHistory.ts'

const id = sampleTransferId(1)
const after = (speeds: readonly number[], stepMs = 1000): SpeedHistory | undefined =>
  speeds.reduce<SpeedHistory | undefined>(
    (history, bytesPerSecond, at) => withSpeeds(history, [sampleTransfer(1, { bytesPerSecond })], at * stepMs),
    undefined,
  )

it('keeps a value for each second, from the first movement on', () => {
  expect(after([0, 5, 7, 0])?.speeds.get(id)).toEqual([5, 7, 0])
  expect(after([1, 2, 3, 4, 5], 500)?.speeds.get(id)).toEqual([1, 3, 5])
})

it('keeps a minute', () => {
  const speeds = after(Array.from({ length: 100 }, (_, at) => at + 1))?.speeds.get(id)
  expect([speeds?.length, speeds?.at(-1)]).toEqual([speedsKept, 100])
})

it('forgets what is over, and is the same while nothing is new', () => {
  const before = after([1, 2])
  expect(withSpeeds(before, [sampleTransfer(1, { state: 'done' })], 1500)).toBe(before)
  expect(withSpeeds(before, [sampleTransfer(1, { state: 'done' })], 2500).speeds.size).toBe(0)
})
