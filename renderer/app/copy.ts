/** Text to the clipboard. */
import { useCallback } from 'react'
import { detach } from '../../shared/errors.ts'
import { useErrorText } from '../i18n/index.ts'
import { showToast } from '../ui/index.ts'
import { useShell } from './client.ts'

/** Gives the function that copies; a failure is said in a toast. */
export function useCopy(): (text: string) => void {
  const shell = useShell()
  const errorText = useErrorText()
  return useCallback(
    (text) => detach(shell.copyText({ text }), (error) => showToast({ tone: 'danger', text: errorText(error) })),
    [shell, errorText],
  )
}
