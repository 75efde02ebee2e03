import { describe, expect, test } from 'vitest'
import {
  formatBytes,
  formatClock,
  formatDay,
  formatMoment,
  formatPercent,
  formatSpan,
  formatSpeed,
  formatTime,
} from './formats.ts'

/** Locales separate figures and units by different spaces; the tests mean any. */
const plain = (text: string): string => text.replace(/\s/gu, ' ')

describe('sizes and speeds', () => {
  test('use the largest unit that keeps the figure at or above one', () => {
    expect(formatBytes(0, 'en')).toBe('0 bytes')
    expect(formatBytes(999, 'en')).toBe('999 bytes')
    expect(formatBytes(1_000, 'en')).toBe('1 kB')
    expect(formatBytes(1_500_000, 'en')).toBe('1.5 MB')
    expect(formatBytes(123_456_789, 'en')).toBe('123 MB')
    expect(plain(formatBytes(2_147_483_648, 'de'))).toBe('2,1 GB')
  })

  test('never read as a thousand of a smaller unit', () => {
    expect(formatBytes(999_600, 'en')).toBe('1.0 MB')
    expect(formatBytes(99_960_000, 'en')).toBe('100 MB')
  })

  test('a speed is a size each second', () => {
    expect(formatSpeed(12_400_000, 'en')).toBe('12.4 MB/s')
    expect(plain(formatSpeed(12_400_000, 'de'))).toBe('12,4 MB/s')
  })

  test('only what is finished reads as a hundred percent', () => {
    expect(formatPercent(0.9999, 'en')).toBe('99%')
    expect(formatPercent(1, 'en')).toBe('100%')
    expect(formatPercent(2, 'en')).toBe('100%')
  })
})

describe('spans', () => {
  test('show one or two units', () => {
    expect(formatSpan(0, 'en')).toBe('0 sec')
    expect(formatSpan(44.2, 'en')).toBe('45 sec')
    expect(formatSpan(61, 'en')).toBe('2 min')
    expect(formatSpan(2 * 3600, 'en')).toBe('2 hr')
    expect(formatSpan(2 * 3600 + 300, 'de')).toBe('2 Std. 5 Min.')
    expect(formatSpan(26 * 3600, 'en')).toBe('1 day 2 hr')
  })

  test('a clock has minutes and seconds, and hours when needed', () => {
    expect(formatClock(5)).toBe('0:05')
    expect(formatClock(760)).toBe('12:40')
    expect(formatClock(3723.9)).toBe('1:02:03')
  })
})

describe('days and moments', () => {
  const now = new Date(2026, 10, 23, 14, 5).getTime()
  const at = (month: number, day: number, hour = 12, year = 2026): number => new Date(year, month, day, hour).getTime()

  test('a heading names near days and dates far ones', () => {
    expect(formatDay(at(10, 23, 0), now, 'en')).toBe('Today')
    expect(formatDay(at(10, 22, 23), now, 'de')).toBe('Gestern')
    expect(formatDay(at(10, 18), now, 'en')).toBe('Wednesday')
    expect(formatDay(at(9, 12), now, 'de')).toBe('Montag, 12. Oktober')
    expect(formatDay(at(9, 12, 12, 2024), now, 'en-GB')).toBe('Saturday, 12 October 2024')
  })

  test('a list shows the shortest form that is still clear', () => {
    expect(formatMoment(now, now, 'de')).toBe('14:05')
    expect(formatMoment(at(10, 22, 0), now, 'en')).toBe('Yesterday')
    expect(formatMoment(at(10, 19), now, 'de')).toBe('Do')
    expect(formatMoment(at(9, 12), now, 'en-GB')).toBe('12 Oct')
    expect(formatMoment(at(9, 12, 12, 2024), now, 'de')).toBe('12.10.24')
  })

  test('a clock that runs ahead still gives a date', () => {
    expect(formatDay(at(10, 25), now, 'de')).toBe('Mittwoch, 25. November')
  })

  test('the time follows the locale', () => {
    expect(plain(formatTime(now, 'en'))).toBe('2:05 PM')
    expect(formatTime(now, 'de')).toBe('14:05')
  })
})
