/** Which of the dialogs about trust is open, whatever room asks for it. */
import { create } from 'zustand'
import type { AccountId } from '../../shared/ids.ts'

export type TrustDialog =
  | { readonly kind: 'safety-number'; readonly contact: AccountId; readonly name: string }
  | {
      readonly kind: 'block'
      readonly contact: AccountId
      readonly name: string
      /** Of whom there is a request alone, which goes with it. */
      readonly isStranger: boolean
    }

export const useTrustDialog = create<{ readonly open: TrustDialog | null }>(() => ({ open: null }))

/** Opens the safety number with somebody. */
export function showSafetyNumber(contact: AccountId, name: string): void {
  useTrustDialog.setState({ open: { kind: 'safety-number', contact, name } })
}

/** Asks before somebody is blocked. */
export function askToBlock(contact: AccountId, name: string, isStranger: boolean): void {
  useTrustDialog.setState({ open: { kind: 'block', contact, name, isStranger } })
}

export function closeTrustDialog(): void {
  useTrustDialog.setState({ open: null })
}
