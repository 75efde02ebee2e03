/** Looks at what stands in the relay field while it is being typed. */
import { useEffect, useState } from 'react'
import type { RelayCheck } from '../../shared/contract/index.ts'
import { useCore } from '../app/client.ts'

/** Quiet time before the relay is asked, in milliseconds. */
const typingPauseMs = 500

export type RelayLook =
  | { readonly state: 'idle' | 'checking' }
  | { readonly state: 'found'; readonly check: RelayCheck }
  | { readonly state: 'failed'; readonly error: unknown }

const idle: RelayLook = { state: 'idle' }

export function useRelayCheck(addressOrInvite: string): RelayLook {
  const core = useCore()
  const text = addressOrInvite.trim()
  const [result, setResult] = useState<{ readonly text: string; readonly look: RelayLook }>({ text: '', look: idle })

  useEffect(() => {
    if (!text) return
    const controller = new AbortController()
    const { signal } = controller
    const say = (look: RelayLook) => {
      if (!signal.aborted) setResult({ text, look })
    }
    const timer = setTimeout(() => {
      say({ state: 'checking' })
      core.connection.check({ addressOrInvite: text }, { signal }).then(
        (check) => say({ state: 'found', check }),
        (error: unknown) => say({ state: 'failed', error }),
      )
    }, typingPauseMs)
    return () => {
      clearTimeout(timer)
      controller.abort()
    }
  }, [core, text])

  return text && result.text === text ? result.look : idle
}
