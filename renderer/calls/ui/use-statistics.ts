/** Looks at the statistics of a call again and again. */
import { useEffect, useState } from 'react'
import { detach } from '../../../shared/errors.ts'
import type { CallStatistics } from '../media/statistics.ts'

/** Milliseconds between two looks: what changes faster nobody can read, and what nobody reads can wait. */
const everyMs = { read: 1_000, unread: 3_000 } as const

export type ReadStatistics = () => Promise<CallStatistics | null>

/** Null before the first look, and while `active` is false. @param shown whether somebody reads them. */
export function useStatistics(read: ReadStatistics, active: boolean, shown: boolean): CallStatistics | null {
  const [statistics, setStatistics] = useState<CallStatistics | null>(null)
  useEffect(() => {
    if (!active) return
    let over = false
    const look = () =>
      detach(
        read().then((now) => {
          if (!over) setStatistics(now)
        }),
        // The call has ended meanwhile.
        () => {},
      )
    look()
    const timer = setInterval(look, shown ? everyMs.read : everyMs.unread)
    return () => {
      over = true
      clearInterval(timer)
    }
  }, [read, active, shown])
  return active ? statistics : null
}
