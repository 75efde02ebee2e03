/** Looks at the statistics of a call again and again. */
import { useEffect, useState } from 'react'
import { detach } from '../../../shared/errors.ts'
import type { CallStatistics } from '../media/statistics.ts'

/** Milliseconds between two looks: what changes faster nobody can read. */
const everyMs = 1_000

export type ReadStatistics = () => Promise<CallStatistics | null>

/** Null before the first look, and while `active` is false. */
export function useStatistics(read: ReadStatistics, active: boolean): CallStatistics | null {
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
    const timer = setInterval(look, everyMs)
    return () => {
      over = true
      clearInterval(timer)
    }
  }, [read, active])
  return active ? statistics : null
}
