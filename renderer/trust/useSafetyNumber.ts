/** The safety number with somebody, fetched when asked for and again when it may have changed. */
import { useCallback, useEffect, useState } from 'react'
import type { AccountId } from '../../shared/ids.ts'
import { useCore } from '../app/client.ts'
import { useContact } from './useContact.ts'

export interface SafetyNumberView {
  readonly number: { readonly digits: string; readonly code: string } | null
  readonly error: unknown
  readonly reload: () => void
}

/** Twelve groups of five digits. */
export function digitGroups(digits: string): string[] {
  return digits.match(/\d{5}/gu) ?? []
}

export function useSafetyNumber(contact: AccountId): SafetyNumberView {
  const core = useCore()
  const known = useContact(contact)
  const [view, setView] = useState<Omit<SafetyNumberView, 'reload'>>({ number: null, error: null })
  const [attempt, setAttempt] = useState(0)
  const reload = useCallback(() => setAttempt((before) => before + 1), [])

  // biome-ignore lint/correctness/useExhaustiveDependencies: another identity is another number; an attempt is another look
  useEffect(() => {
    let current = true
    core.contacts.safetyNumber({ id: contact }).then(
      (number) => {
        if (current) setView({ number, error: null })
      },
      (error: unknown) => {
        if (current) setView({ number: null, error })
      },
    )
    return () => {
      current = false
    }
  }, [core, contact, known?.identityChanged, known?.verified, attempt])

  return { ...view, reload }
}
