/** Changes settings; a failure is said in a toast. */
import { useCallback } from 'react'
import type { SettingsChange } from '../../shared/contract/index.ts'
import { useCore } from '../app/client.ts'
import { useErrorText } from '../i18n/index.ts'
import { showToast } from '../ui/index.ts'

/** Gives the function that runs something that may fail and says so if it does. */
export function useAttempt(): (work: () => Promise<unknown>) => Promise<boolean> {
  const errorText = useErrorText()
  return useCallback(
    async (work) => {
      try {
        await work()
        return true
      } catch (error) {
        showToast({ tone: 'danger', text: errorText(error) })
        return false
      }
    },
    [errorText],
  )
}

export function useChangeSettings(): (change: SettingsChange) => void {
  const core = useCore()
  const attempt = useAttempt()
  return useCallback((change) => void attempt(() => core.settings.change(change)), [core, attempt])
}
