/** Which dialog about a contact is open, whatever room asks for it. */
import { create } from 'zustand'
import type { AccountId } from '../../shared/ids.ts'

export interface Asked {
  readonly question: 'nickname' | 'share'
  readonly id: AccountId
}

export const useAsked = create<{ readonly asked: Asked | null }>(() => ({ asked: null }))

export const askForNickname = (id: AccountId): void => useAsked.setState({ asked: { question: 'nickname', id } })
/** Asks with whom a contact is shared. */
export const askToShare = (id: AccountId): void => useAsked.setState({ asked: { question: 'share', id } })
