/** Where the user is: section and open conversation. Has no knowledge of what is shown there. */
import { create } from 'zustand'
import type { ConversationId } from '../../shared/ids.ts'

export type Section = 'chats' | 'transfers' | 'settings'

export interface Navigation {
  readonly section: Section
  /** The chat that is open, or was before another section; null for none. */
  readonly conversation: ConversationId | null
  readonly newChat: {
    readonly open: boolean /** What the field begins with, such as an opened invite link. */
    readonly text: string
  }
  readonly show: (section: Section) => void
  readonly openConversation: (id: ConversationId) => void
  /** Back to the list, where there is room for one pane only. */
  readonly closeConversation: () => void
  readonly openNewChat: (text?: string) => void
  readonly closeNewChat: () => void
}

export const useNavigation = create<Navigation>()((set) => ({
  section: 'chats',
  conversation: null,
  newChat: { open: false, text: '' },
  show: (section) => set({ section }),
  openConversation: (conversation) => set({ section: 'chats', conversation, newChat: { open: false, text: '' } }),
  closeConversation: () => set({ conversation: null }),
  openNewChat: (text = '') => set({ section: 'chats', newChat: { open: true, text } }),
  closeNewChat: () => set({ newChat: { open: false, text: '' } }),
}))
