import { expect, test } from 'vitest'
import { inUnits, timerTimes, timerUnits } from './timer.ts'

test('a time is said in its largest whole unit', () => {
  expect(inUnits(90)).toEqual({ count: 90, unit: 'seconds' })
  expect(inUnits(5 * 60)).toEqual({ count: 5, unit: 'minutes' })
  expect(inUnits(28 * 24 * 3_600)).toEqual({ count: 28, unit: 'days' })
  for (const seconds of timerTimes) {
    const { count, unit } = inUnits(seconds)
    expect(count * timerUnits[unit]).toBe(seconds)
  }
})
