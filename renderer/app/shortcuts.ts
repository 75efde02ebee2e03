/** The application's keyboard shortcuts. In a browser some belong to the browser itself; then the second one stands in. */
import { useEffect } from 'react'
import type { Conversation, ShellInfo } from '../../shared/contract/index.ts'
import { useSearch } from '../search/index.ts'
import { type Navigation, useNavigation } from './navigation.ts'

export type ShortcutAction = 'new-chat' | 'find' | 'search' | 'next-chat' | 'previous-chat' | 'settings' | 'lock'

export interface Shortcut {
  readonly action: ShortcutAction
  /** As written on keys: `Ctrl+K`. */
  readonly keys: string
}

/** What the settings list. `controlKey` and `shiftKey`: what stands on those keys where it is not a Mac. */
export function shortcutsFor(
  platform: ShellInfo['platform'],
  controlKey: string,
  shiftKey: string,
): readonly Shortcut[] {
  const [mod, alt, shift] = platform === 'darwin' ? ['⌘', '⌥', '⇧'] : [`${controlKey}+`, 'Alt+', `${shiftKey}+`]
  return [
    { action: 'new-chat', keys: `${mod}K` },
    { action: 'find', keys: `${mod}F` },
    { action: 'search', keys: platform === 'darwin' ? `${shift}${mod}F` : `${mod}${shift}F` },
    { action: 'previous-chat', keys: `${alt}↑` },
    { action: 'next-chat', keys: `${alt}↓` },
    { action: 'settings', keys: `${mod},` },
    { action: 'lock', keys: `${mod}${shift}L` },
  ]
}

export type Keys = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>

const shifted: Readonly<Record<string, ShortcutAction>> = { f: 'search', l: 'lock' }

/** The action of a key press, or null. */
export function actionOf(event: Keys, platform: ShellInfo['platform']): ShortcutAction | null {
  const { key, ctrlKey, metaKey, altKey, shiftKey } = event
  const [mod, other] = platform === 'darwin' ? [metaKey, ctrlKey] : [ctrlKey, metaKey]
  if (other) return null
  if (shiftKey) return mod && !altKey ? (shifted[key.toLowerCase()] ?? null) : null
  if (mod && !altKey) {
    if (key === ',') return 'settings'
    if (key.toLowerCase() === 'f') return 'find'
    if (key.toLowerCase() === 'k' || key.toLowerCase() === 'n') return 'new-chat'
  }
  if (altKey && !mod) {
    if (key === 'ArrowUp') return 'previous-chat'
    if (key === 'ArrowDown') return 'next-chat'
  }
  return null
}

/** The chat above or below the open one in the list; the list does not wrap around. */
export function neighbour(
  list: readonly Pick<Conversation, 'id'>[],
  open: Navigation['conversation'],
  step: 1 | -1,
): Conversation['id'] | null {
  const at = list.findIndex(({ id }) => id === open)
  const next = at < 0 ? (step === 1 ? list[0] : list.at(-1)) : list[at + step]
  return next?.id ?? null
}

/** One pane at a time: House.module.css. */
const onePane = '(max-width: 719px)'

/** In the open chat, or in all of them. */
function searchFrom(action: 'find' | 'search'): void {
  const { section, conversation, show, closeConversation } = useNavigation.getState()
  if (action === 'find' && section === 'chats' && conversation !== null) {
    useSearch.getState().searchIn(conversation)
    return
  }
  show('chats')
  if (window.matchMedia(onePane).matches) closeConversation()
  useSearch.getState().searchAll()
}

/** A dialog that is not just fading away. */
const openDialog = ':is([role=dialog], [role=alertdialog]):not([data-exiting] *)'

/** `lock`: null where there is nothing to lock with. */
export function useShortcuts(
  platform: ShellInfo['platform'],
  list: () => readonly Conversation[],
  lock: (() => void) | null,
): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const action = actionOf(event, platform)
      // Whoever wants to hide something is in a hurry: this one does not wait for a dialog.
      if (action === 'lock' && lock) {
        event.preventDefault()
        lock()
        return
      }
      // An open dialog has the keyboard to itself.
      if (!action || action === 'lock' || document.querySelector(openDialog)) return
      event.preventDefault()
      const navigation = useNavigation.getState()
      if (action === 'settings') return navigation.show('settings')
      if (action === 'new-chat') return navigation.openNewChat()
      if (action === 'search' || action === 'find') return searchFrom(action)
      const next = neighbour(list(), navigation.conversation, action === 'next-chat' ? 1 : -1)
      if (next) navigation.openConversation(next)
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [platform, list, lock])
}
