/** What comparing with the number of the other side has led to. */
import { useCallback, useState } from 'react'
import type { AccountId } from '../../shared/ids.ts'
import { useCore } from '../app/client.ts'

/** `nonsense`: what was given is no safety number. */
export type ComparisonResult = 'none' | 'same' | 'different' | 'nonsense'

export interface ComparisonState {
  readonly result: ComparisonResult
  /** `seen`: digits in any grouping, or the text of a QR code. True where it was a safety number, right or not. */
  readonly compare: (seen: string) => Promise<boolean>
  readonly reset: () => void
}

export function useComparison(contact: AccountId): ComparisonState {
  const core = useCore()
  const [result, setResult] = useState<ComparisonResult>('none')
  const compare = useCallback(
    async (seen: string) => {
      try {
        const { same } = await core.contacts.compareSafetyNumber({ id: contact, seen })
        setResult(same ? 'same' : 'different')
        return true
      } catch {
        setResult('nonsense')
        return false
      }
    },
    [core, contact],
  )
  const reset = useCallback(() => setResult('none'), [])
  return { result, compare, reset }
}
