/** What the core says to one question, once. */
import { useEffect, useState } from 'react'
import { detach } from '../../../shared/errors.ts'
import { useReport } from '../../app/report.ts'

/** Null until it has answered. `ask` must stay the same for as long as the question does. */
export function useAnswer<T>(ask: () => Promise<T>): T | null {
  const report = useReport()
  const [answer, setAnswer] = useState<T | null>(null)
  useEffect(() => {
    let left = false
    detach(
      ask().then((value) => {
        if (!left) setAnswer(value)
      }),
      report,
    )
    return () => {
      left = true
    }
  }, [ask, report])
  return answer
}
