import { describe, expect, it } from 'vitest'
import { isQuiet } from './quiet.ts'

const at = (hours: number, minutes = 0) => new Date(2026, 0, 5, hours, minutes)
const night = { doNotDisturb: false, quietHours: { from: 22 * 60, to: 7 * 60 } }

describe('isQuiet', () => {
  it('holds as long as nobody is to be disturbed', () => {
    expect(isQuiet({ doNotDisturb: true, quietHours: null }, at(12))).toBe(true)
    expect(isQuiet({ doNotDisturb: false, quietHours: null }, at(3))).toBe(false)
  })

  it('holds from the first minute on, over midnight, and ends with the last', () => {
    expect([21, 22, 23, 0, 6, 7, 12].map((hour) => isQuiet(night, at(hour)))).toEqual([
      ...[false, true, true, true, true, false, false],
    ])
    expect(isQuiet(night, at(21, 59))).toBe(false)
    expect(isQuiet(night, at(6, 59))).toBe(true)
  })

  it('holds within one day, and never where it begins and ends at once', () => {
    const noon = { doNotDisturb: false, quietHours: { from: 12 * 60, to: 13 * 60 } }
    expect([11, 12, 13].map((hour) => isQuiet(noon, at(hour)))).toEqual([false, true, false])
    expect(isQuiet({ doNotDisturb: false, quietHours: { from: 60, to: 60 } }, at(1))).toBe(false)
  })
})
