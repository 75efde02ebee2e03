/** Whether nothing has been touched for a while, so that what covers the picture may go. */
import { type RefObject, useEffect, useState } from 'react'

const restsAfterMs = 4_000

/** @param may false: never. */
export function useResting(element: RefObject<HTMLElement | null>, may: boolean): boolean {
  const [resting, setResting] = useState(false)
  useEffect(() => {
    const watched = element.current
    if (watched === null || !may) {
      setResting(false)
      return
    }
    const ended = new AbortController()
    let timer: ReturnType<typeof setTimeout> | undefined
    const wake = () => {
      setResting(false)
      clearTimeout(timer)
      timer = setTimeout(() => setResting(true), restsAfterMs)
    }
    wake()
    for (const type of ['pointermove', 'pointerdown', 'keydown', 'focusin'])
      watched.addEventListener(type, wake, { signal: ended.signal })
    return () => {
      ended.abort()
      clearTimeout(timer)
    }
  }, [element, may])
  return resting
}
