/** Where the user searches at the moment. What was searched for is kept nowhere. */
import { create } from 'zustand'
import type { ConversationId } from '../../shared/ids.ts'

export interface SearchState {
  /** Somebody wishes to search in all chats: the field takes the focus, once it is there. */
  readonly wished: boolean
  /** The chat that is searched in; null for none. */
  readonly find: ConversationId | null
  /** Grows with each wish to search in the chat: the field takes the focus, also where it is there already. */
  readonly findWished: number
  readonly searchAll: () => void
  readonly takeWish: () => void
  readonly searchIn: (conversation: ConversationId) => void
  readonly endFind: () => void
}

export const useSearch = create<SearchState>()((set) => ({
  wished: false,
  find: null,
  findWished: 0,
  searchAll: () => set({ wished: true }),
  takeWish: () => set({ wished: false }),
  searchIn: (find) => set(({ findWished }) => ({ find, findWished: findWished + 1 })),
  endFind: () => set({ find: null }),
}))
