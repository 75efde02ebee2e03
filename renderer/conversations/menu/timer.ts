/** The times after which messages disappear that are offered. Has no knowledge of components. */

const hour = 3_600
const day = 24 * hour

/** Seconds. */
export const timerTimes = [30, 5 * 60, hour, 8 * hour, day, 7 * day, 28 * day] as const

/** What somebody may choose in any number, in seconds. */
export const timerUnits = { seconds: 1, minutes: 60, hours: hour, days: day } as const
export type TimerUnit = keyof typeof timerUnits

/** The largest unit in which `seconds` is a whole number. */
export function inUnits(seconds: number): { readonly count: number; readonly unit: TimerUnit } {
  for (const unit of ['days', 'hours', 'minutes'] as const) {
    if (seconds % timerUnits[unit] === 0) return { count: seconds / timerUnits[unit], unit }
  }
  return { count: seconds, unit: 'seconds' }
}
