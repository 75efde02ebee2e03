/** Takes back that somebody is blocked, and says so. */
import { useCallback } from 'react'
import type { AccountId } from '../../shared/ids.ts'
import { useCore } from '../app/client.ts'
import { useErrorText, useT } from '../i18n/index.ts'
import { showToast } from '../ui/index.ts'

export function useUnblock(): (contact: AccountId, name: string) => void {
  const core = useCore()
  const t = useT()
  const errorText = useErrorText()
  return useCallback(
    (contact, name) => {
      core.contacts.unblock({ id: contact }).then(
        () => showToast({ tone: 'success', text: t('trust.unblocked-done', { name }) }),
        (error: unknown) => showToast({ tone: 'danger', text: errorText(error) }),
      )
    },
    [core, t, errorText],
  )
}
