/** What is in an offered folder, fetched piece by piece. */
import { useEffect, useState } from 'react'
import type { FolderEntry } from '../../../shared/contract/transfers.ts'
import type { TransferId } from '../../../shared/ids.ts'
import { useCore } from '../../app/client.ts'
import { type FolderList, listOf } from './choice.ts'

export interface Entries {
  /** Null until all are here. */
  readonly list: FolderList | null
  readonly error: unknown
  readonly retry: () => void
}

export function useEntries(transferId: TransferId): Entries {
  const { transfers } = useCore()
  const [list, setList] = useState<FolderList | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [attempt, setAttempt] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt begins anew
  useEffect(() => {
    const ended = new AbortController()
    const { signal } = ended
    const fetchAll = async () => {
      const entries: FolderEntry[] = []
      for (;;) {
        const some = await transfers.entries({ transferId, from: entries.length }, { signal })
        entries.push(...some.entries)
        if (entries.length >= some.total || some.entries.length === 0) break
      }
      setList(listOf(entries))
    }
    setError(null)
    fetchAll().catch((thrown: unknown) => {
      if (!signal.aborted) setError(thrown)
    })
    return () => ended.abort()
  }, [transfers, transferId, attempt])
  return { list, error, retry: () => setAttempt((before) => before + 1) }
}
