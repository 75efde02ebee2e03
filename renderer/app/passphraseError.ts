/** What went wrong with a passphrase, in words; counts down where one has to wait. */
import { useEffect, useState } from 'react'
import { errorCodeIn, useErrorText, useT } from '../i18n/index.ts'

export interface PassphraseError {
  /** Null when nothing is wrong, or no longer. */
  readonly words: string | null
  /** The next attempt would be refused unheard. */
  readonly waiting: boolean
}

export function usePassphraseError(error: unknown): PassphraseError {
  const t = useT()
  const errorText = useErrorText()
  const seconds = useCountdown(error)
  if (error === null) return { words: null, waiting: false }
  if (waitOf(error) === null) return { words: errorText(error), waiting: false }
  // Not counted yet.
  if (seconds === null) return { words: null, waiting: true }
  return { words: seconds > 0 ? t('security.wait', { seconds }) : null, waiting: seconds > 0 }
}

/** Seconds that are left of the wait that `error` asks for; null where it asks for none. */
function useCountdown(error: unknown): number | null {
  const [left, setLeft] = useState<number | null>(null)
  useEffect(() => {
    const wait = waitOf(error)
    if (wait === null) return setLeft(null)
    const until = performance.now() + wait
    const look = () => setLeft(Math.max(0, Math.ceil((until - performance.now()) / 1000)))
    look()
    const timer = setInterval(look, 500)
    return () => clearInterval(timer)
  }, [error])
  return left
}

function waitOf(error: unknown): number | null {
  if (errorCodeIn(error) !== 'rate-limited') return null
  const data = (error as { data?: { retryAfterMs?: unknown } }).data
  return typeof data?.retryAfterMs === 'number' ? data.retryAfterMs : null
}
