/** The ways of writing of `shared/formats.ts`, bound to one locale. */
import {
  formatBytes,
  formatClock,
  formatDateTime,
  formatDay,
  formatMoment,
  formatPercent,
  formatSpan,
  formatSpeed,
  formatTime,
} from '../../shared/formats.ts'

export interface Formats {
  readonly bytes: (bytes: number) => string
  readonly speed: (bytesPerSecond: number) => string
  /** Seconds as on a stopwatch: `3:07`. */
  readonly clock: (seconds: number) => string
  /** Seconds in words: `4 min`. */
  readonly span: (seconds: number) => string
  readonly percent: (share: number) => string
  /** Hour and minute. */
  readonly time: (at: number) => string
  /** Day, month and year. */
  readonly date: (at: number) => string
  /** Month and year. */
  readonly month: (at: number) => string
  /** In full, for tooltips and descriptions. */
  readonly dateTime: (at: number) => string
  /** As heading of a day in a timeline. */
  readonly day: (at: number) => string
  /** As short as it can be in a list. */
  readonly moment: (at: number) => string
}

/** @param tag BCP 47 */
export function formatsFor(tag: string): Formats {
  const date = new Intl.DateTimeFormat(tag, { dateStyle: 'medium' })
  const month = new Intl.DateTimeFormat(tag, { month: 'long', year: 'numeric' })
  return {
    bytes: (bytes) => formatBytes(bytes, tag),
    speed: (bytesPerSecond) => formatSpeed(bytesPerSecond, tag),
    clock: formatClock,
    span: (seconds) => formatSpan(seconds, tag),
    percent: (share) => formatPercent(share, tag),
    time: (at) => formatTime(at, tag),
    date: (at) => date.format(at),
    month: (at) => month.format(at),
    dateTime: (at) => formatDateTime(at, tag),
    day: (at) => formatDay(at, Date.now(), tag),
    moment: (at) => formatMoment(at, Date.now(), tag),
  }
}
