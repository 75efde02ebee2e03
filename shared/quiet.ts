/** Whether somebody wants to be left alone now. */
import type { Settings } from './contract/settings.ts'

type Wishes = Pick<Settings, 'doNotDisturb' | 'quietHours'>

/** `now`: in the user's own time zone, as `Date` is. */
export function isQuiet({ doNotDisturb, quietHours }: Wishes, now: Date): boolean {
  if (doNotDisturb) return true
  if (quietHours === null) return false
  const { from, to } = quietHours
  const minute = now.getHours() * 60 + now.getMinutes()
  return from <= to ? from <= minute && minute < to : from <= minute || minute < to
}
