/** The day of what is in sight, shown while one scrolls through the past. */
import { type RefObject, useCallback, useEffect, useRef, useState } from 'react'
import type { VirtualizerHandle } from 'virtua'
import { useFormats } from '../i18n/index.ts'
import { classes } from '../ui/index.ts'
import styles from './MessageList.module.css'
import type { Row } from './model/rows.ts'

/** How long it stays after the last scroll, in milliseconds. */
const shownForMs = 1200

export interface FloatingDayState {
  /** Any time of the day in sight; null before the first scroll. */
  readonly time: number | null
  readonly shown: boolean
  readonly update: () => void
}

/** `update` is called after each scroll by the user. */
export function useFloatingDay(rows: readonly Row[], list: RefObject<VirtualizerHandle | null>): FloatingDayState {
  const [time, setTime] = useState<number | null>(null)
  const [shown, setShown] = useState(false)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])

  const update = useCallback(() => {
    const { current } = list
    if (!current) return
    const row = rows[current.findItemIndex(current.scrollOffset)]
    // A heading at the top needs no second one above it.
    if (row?.kind !== 'message') return setShown(false)
    // The same value for the whole day: each scroll would draw the list once more.
    setTime(new Date(row.message.sentAt).setHours(0, 0, 0, 0))
    setShown(true)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => setShown(false), shownForMs)
  }, [rows, list])
  return { time, shown, update }
}

export function FloatingDay({ time, shown }: Pick<FloatingDayState, 'time' | 'shown'>) {
  const formats = useFormats()
  if (time === null) return null
  return (
    <div className={classes(styles.floatingDay, shown && styles.floatingShown)} aria-hidden>
      {formats.day(time)}
    </div>
  )
}
