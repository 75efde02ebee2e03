/** Words for whatever was thrown or reported. */
import { useCallback } from 'react'
import { type ErrorCode, errorCodes } from '../../shared/errors.ts'
import { useT } from './provider.tsx'

const known: ReadonlySet<string> = new Set(errorCodes)

/** The code of an error that crossed the bridge; `internal` for anything else. */
export function errorCodeIn(error: unknown): ErrorCode {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
  return typeof code === 'string' && known.has(code) ? (code as ErrorCode) : 'internal'
}

/** Gives the function that turns an error into a sentence for the user. */
export function useErrorText(): (error: unknown) => string {
  const t = useT()
  return useCallback((error) => t(`error.${errorCodeIn(error)}`), [t])
}
