/** Looking at a backup and bringing it back, one step after the other. */
import { useEffect, useRef, useState } from 'react'
import type { BackupInfo, PathToken } from '../../shared/contract/index.ts'
import { useClients } from '../app/client.ts'
import type { secretOf } from './secret.ts'

export interface ChosenBackup extends BackupInfo {
  readonly token: PathToken
  readonly name: string
}

export type RestoreState =
  | { readonly phase: 'choosing' }
  /** `share`: of a copy that has to be made first; null where nobody knows. */
  | { readonly phase: 'looking'; readonly share: number | null }
  | { readonly phase: 'chosen'; readonly backup: ChosenBackup }
  | { readonly phase: 'restoring'; readonly backup: ChosenBackup; readonly share: number | null }

export function useRestore() {
  const { core, grantFile } = useClients()
  const [state, setState] = useState<RestoreState>({ phase: 'choosing' })
  const [error, setError] = useState<unknown>(null)
  const working = useRef<AbortController>(null)
  useEffect(() => () => working.current?.abort(), [])

  const begin = (): AbortSignal => {
    working.current?.abort()
    working.current = new AbortController()
    setError(null)
    return working.current.signal
  }

  /** A file that is none leaves what was chosen before. */
  const look = async (file: File) => {
    const before = state
    const signal = begin()
    setState({ phase: 'looking', share: null })
    try {
      const onProgress = (share: number) => setState({ phase: 'looking', share })
      const { token, name } = await grantFile(file, { signal, onProgress })
      const info = await core.profile.inspectBackup({ file: token })
      setState({ phase: 'chosen', backup: { ...info, token, name } })
    } catch (failure) {
      if (signal.aborted) return
      setState(before)
      setError(failure)
    }
  }

  const restore = async (backup: ChosenBackup, secret: ReturnType<typeof secretOf>) => {
    const signal = begin()
    setState({ phase: 'restoring', backup, share: null })
    try {
      for await (const event of await core.profile.restore({ file: backup.token, secret }, { signal })) {
        // With the last one the profile is open, and this page goes.
        if (event.type === 'progress') setState({ phase: 'restoring', backup, share: event.done / event.total })
      }
    } catch (failure) {
      setState({ phase: 'chosen', backup })
      if (!signal.aborted) setError(failure)
    }
  }

  return { state, error, clearError: () => setError(null), look, restore, cancel: () => working.current?.abort() }
}
