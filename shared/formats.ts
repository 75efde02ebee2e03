/** How sizes, speeds and times read to people, by locale through Intl. Has no knowledge of what they measure. */

const byteUnits = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte', 'petabyte'] as const

const cache = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>()

/** Building an Intl format costs far more than using one, and a timeline uses thousands. */
function numberFormat(locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `n ${locale} ${JSON.stringify(options)}`
  const known = cache.get(key)
  if (known instanceof Intl.NumberFormat) return known
  const made = new Intl.NumberFormat(locale, options)
  cache.set(key, made)
  return made
}

function dateFormat(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `d ${locale} ${JSON.stringify(options)}`
  const known = cache.get(key)
  if (known instanceof Intl.DateTimeFormat) return known
  const made = new Intl.DateTimeFormat(locale, options)
  cache.set(key, made)
  return made
}

function inBytes(bytes: number, locale: string, suffix: '' | '-per-second'): string {
  let value = Math.max(0, bytes)
  let unit = 0
  // 999.5 and not 1000: what would round up to "1,000 kB" is one megabyte.
  while (value >= 999.5 && unit < byteUnits.length - 1) {
    value /= 1000
    unit += 1
  }
  const digits = unit < 2 || value >= 99.95 ? 0 : 1
  return numberFormat(locale, {
    style: 'unit',
    unit: `${byteUnits[unit]}${suffix}`,
    unitDisplay: unit === 0 ? 'long' : 'short',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(value)
}

/** A size in decimal units: `formatBytes(1_500_000, 'de')` is `1,5 MB`. */
export function formatBytes(bytes: number, locale: string): string {
  return inBytes(bytes, locale, '')
}

/** A speed in bytes per second: `12.4 MB/s`. */
export function formatSpeed(bytesPerSecond: number, locale: string): string {
  return inBytes(bytesPerSecond, locale, '-per-second')
}

/** A share between 0 and 1 as whole percent, rounded down: only what is finished reads `100%`. */
export function formatPercent(share: number, locale: string): string {
  const whole = Math.floor(Math.min(1, Math.max(0, share)) * 100) / 100
  return numberFormat(locale, { style: 'percent' }).format(whole)
}

function inUnit(value: number, unit: 'day' | 'hour' | 'minute' | 'second', locale: string): string {
  return numberFormat(locale, { style: 'unit', unit, unitDisplay: 'short' }).format(value)
}

/** A span of seconds in its one or two largest units: `45 sec`, `3 min`, `2 hr 5 min`. Rounded up. */
export function formatSpan(seconds: number, locale: string): string {
  const whole = Math.max(0, Math.ceil(seconds))
  if (whole < 60) return inUnit(whole, 'second', locale)
  const minutes = Math.ceil(whole / 60)
  if (minutes < 60) return inUnit(minutes, 'minute', locale)
  const [large, small] =
    minutes < 24 * 60
      ? ([
          [Math.floor(minutes / 60), 'hour'],
          [minutes % 60, 'minute'],
        ] as const)
      : ([
          [Math.floor(minutes / 1440), 'day'],
          [Math.floor((minutes % 1440) / 60), 'hour'],
        ] as const)
  const first = inUnit(large[0], large[1], locale)
  return small[0] === 0 ? first : `${first} ${inUnit(small[0], small[1], locale)}`
}

/** A running time of `seconds` as on a stopwatch: `0:05`, `12:40`, `1:02:03`. */
export function formatClock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds))
  const two = (value: number): string => String(value).padStart(2, '0')
  const hours = Math.floor(whole / 3600)
  const minutes = Math.floor((whole % 3600) / 60)
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`
}

/** The number of the local day that holds `time` (milliseconds since the epoch); days in a row differ by one. */
export function dayNumber(time: number): number {
  const date = new Date(time)
  return Math.round(Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / 86_400_000)
}

/** Time of day: `14:05`, `2:05 PM`. */
export function formatTime(time: number, locale: string): string {
  return dateFormat(locale, { hour: 'numeric', minute: '2-digit' }).format(time)
}

/** Day and time in full, for descriptions. */
export function formatDateTime(time: number, locale: string): string {
  return dateFormat(locale, { dateStyle: 'full', timeStyle: 'short' }).format(time)
}

function capitalised(text: string, locale: string): string {
  const [first = '', ...rest] = text
  return first.toLocaleUpperCase(locale) + rest.join('')
}

function relativeDay(days: number, locale: string): string {
  return capitalised(new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(days, 'day'), locale)
}

/** A day as a heading: `Today`, `Yesterday`, `Monday`, `Monday, 12 October`, with the year where it is another. */
export function formatDay(time: number, now: number, locale: string): string {
  const age = dayNumber(now) - dayNumber(time)
  if (age === 0 || age === 1) return relativeDay(-age, locale)
  if (age > 1 && age < 7) return dateFormat(locale, { weekday: 'long' }).format(time)
  const sameYear = new Date(time).getFullYear() === new Date(now).getFullYear()
  return dateFormat(locale, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    ...(sameYear ? {} : { year: 'numeric' as const }),
  }).format(time)
}

/** A moment as short as it can be in a list: the time today, `Yesterday`, `Mon`, `12 Oct`, else the date. */
export function formatMoment(time: number, now: number, locale: string): string {
  const age = dayNumber(now) - dayNumber(time)
  if (age === 0) return formatTime(time, locale)
  if (age === 1) return relativeDay(-1, locale)
  if (age > 1 && age < 7) return dateFormat(locale, { weekday: 'short' }).format(time)
  if (new Date(time).getFullYear() === new Date(now).getFullYear()) {
    return dateFormat(locale, { day: 'numeric', month: 'short' }).format(time)
  }
  return dateFormat(locale, { dateStyle: 'short' }).format(time)
}
