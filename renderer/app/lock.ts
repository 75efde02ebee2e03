/** The lock as the page sees it: locking at once, and telling the core that somebody is there. */
import { useCallback, useEffect } from 'react'
import type { ProfileState } from '../../shared/contract/index.ts'
import { detach } from '../../shared/errors.ts'
import { useErrorText } from '../i18n/index.ts'
import { showToast } from '../ui/index.ts'
import { useCore } from './client.ts'
import { useProfile, useSettings } from './streams.ts'

export type Protection = Extract<ProfileState, { state: 'open' }>['protection']

const unprotected: Protection = { passphrase: false, keychain: false }

export function useProtection(): Protection {
  const profile = useProfile()
  return profile?.state === 'open' ? profile.protection : unprotected
}

/** Gives the function that locks at once; null where nothing would be asked for afterwards. */
export function useLock(): (() => void) | null {
  const core = useCore()
  const errorText = useErrorText()
  const { passphrase } = useProtection()
  const lock = useCallback(
    () => detach(core.profile.lock(), (error) => showToast({ tone: 'danger', text: errorText(error) })),
    [core, errorText],
  )
  return passphrase ? lock : null
}

/** Use is told again after this time at the earliest, in milliseconds. */
const toldEveryMs = 10_000

const signs = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'focus'] as const

/** Tells the core of each sign of use, while it waits for their absence or others are told of them. */
export function useActivity(): void {
  const core = useCore()
  const { passphrase } = useProtection()
  const settings = useSettings()
  const waits = (passphrase && (settings?.lockAfterMinutes ?? null) !== null) || (settings?.presence ?? false)
  useEffect(() => {
    if (!waits) return
    let told = Number.NEGATIVE_INFINITY
    const touch = () => {
      if (performance.now() - told < toldEveryMs) return
      told = performance.now()
      // A core that cannot be reached locks a little early.
      detach(core.profile.touch(), () => {})
    }
    touch()
    for (const sign of signs) window.addEventListener(sign, touch, { capture: true, passive: true })
    return () => {
      for (const sign of signs) window.removeEventListener(sign, touch, { capture: true })
    }
  }, [core, waits])
}
