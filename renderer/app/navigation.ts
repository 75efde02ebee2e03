/** Where the user is: section and open conversation. Has no knowledge of what is shown there. */
import { create } from 'zustand'
import type { ConversationId, MessageId } from '../../shared/ids.ts'

export type Section = 'chats' | 'calls' | 'transfers' | 'settings'

/** A way to one message of a conversation, for whoever shows that to go. */
export interface Jump {
  readonly conversation: ConversationId
  readonly message: MessageId
  /** What led there: its words are marked in the message. */
  readonly query: string
}

export interface Navigation {
  readonly section: Section
  /** The chat that is open, or was before another section; null for none. */
  readonly conversation: ConversationId | null
  readonly newChat: {
    readonly open: boolean /** What the field begins with, such as an opened invite link. */
    readonly text: string
  }
  /** Whether the list of keyboard shortcuts is open. */
  readonly shortcuts: boolean
  /** The chat that stands beside a call, and alone there; null for none. */
  readonly besideCall: ConversationId | null
  readonly showBesideCall: (conversation: ConversationId | null) => void
  readonly showShortcuts: (shown: boolean) => void
  readonly show: (section: Section) => void
  readonly jump: Jump | null
  readonly openConversation: (id: ConversationId) => void
  /** Opens the chat at a message. */
  readonly openMessage: (conversation: ConversationId, message: MessageId, query?: string) => void
  /** Whoever goes a way takes it: it is gone once. */
  readonly takeJump: () => void
  /** Back to the list, where there is room for one pane only. */
  readonly closeConversation: () => void
  readonly openNewChat: (text?: string) => void
  readonly closeNewChat: () => void
}

export const useNavigation = create<Navigation>()((set) => ({
  section: 'chats',
  conversation: null,
  jump: null,
  newChat: { open: false, text: '' },
  shortcuts: false,
  besideCall: null,
  showBesideCall: (besideCall) =>
    set(besideCall === null ? { besideCall } : { besideCall, section: 'chats', conversation: besideCall, jump: null }),
  showShortcuts: (shortcuts) => set({ shortcuts }),
  show: (section) => set({ section }),
  openConversation: (conversation) =>
    set({ section: 'chats', conversation, jump: null, newChat: { open: false, text: '' } }),
  openMessage: (conversation, message, query = '') =>
    set({
      ...{ section: 'chats', conversation, newChat: { open: false, text: '' } },
      jump: { conversation, message, query },
    }),
  takeJump: () => set({ jump: null }),
  closeConversation: () => set({ conversation: null }),
  openNewChat: (text = '') => set({ section: 'chats', newChat: { open: true, text } }),
  closeNewChat: () => set({ newChat: { open: false, text: '' } }),
}))
