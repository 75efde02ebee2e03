/** Which dialog about a chat is open, whatever room asks for it. */
import { create } from 'zustand'
import type { ConversationId } from '../../../shared/ids.ts'

export interface Asked {
  readonly question: 'delete' | 'timer' | 'export'
  readonly id: ConversationId
}

export const useAsked = create<{ readonly asked: Asked | null }>(() => ({ asked: null }))

/** Asks before a chat is deleted. */
export function askToDelete(id: ConversationId): void {
  useAsked.setState({ asked: { question: 'delete', id } })
}

/** Asks for any time after which messages disappear. */
export function askForTimer(id: ConversationId): void {
  useAsked.setState({ asked: { question: 'timer', id } })
}

/** Asks how a chat is copied for reading elsewhere. */
export function askToExport(id: ConversationId): void {
  useAsked.setState({ asked: { question: 'export', id } })
}
