/** Says in a toast what went wrong. */
import { useCallback } from 'react'
import { useErrorText } from '../i18n/index.ts'
import { showToast } from '../ui/index.ts'

export function useReport(): (error: unknown) => void {
  const errorText = useErrorText()
  return useCallback((error) => showToast({ text: errorText(error), tone: 'danger' }), [errorText])
}
