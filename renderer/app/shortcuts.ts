/** The application's keyboard shortcuts. In a browser some belong to the browser itself; then the second one stands in. */
import { useEffect } from 'react'
import type { Conversation, ShellInfo } from '../../shared/contract/index.ts'
import { useSearch } from '../search/index.ts'
import { type Navigation, useNavigation } from './navigation.ts'

interface Combination {
  /** As `KeyboardEvent.key` says it, letters in lower case. */
  readonly key: string
  /** Control, on a Mac Command. */
  readonly mod?: true
  readonly alt?: true
  /** `either`: where the sign stands differs from keyboard to keyboard. */
  readonly shift?: true | 'either'
}

/** In the order in which they are listed; the first combination of each is the one that is shown. */
const combinations = {
  'new-chat': [
    { key: 'k', mod: true },
    { key: 'n', mod: true },
  ],
  find: [{ key: 'f', mod: true }],
  search: [{ key: 'f', mod: true, shift: true }],
  'previous-chat': [{ key: 'ArrowUp', alt: true }],
  'next-chat': [{ key: 'ArrowDown', alt: true }],
  settings: [{ key: ',', mod: true }],
  shortcuts: [{ key: '/', mod: true, shift: 'either' }],
  lock: [{ key: 'l', mod: true, shift: true }],
} as const satisfies Record<string, readonly Combination[]>

export type ShortcutAction = keyof typeof combinations

const all = Object.entries(combinations) as [ShortcutAction, readonly Combination[]][]

export interface Shortcut {
  readonly action: ShortcutAction
  /** As written on keys: `Ctrl+K`. */
  readonly keys: string
}

/** What stands on the keys that are held: where it is not a Mac, `control` and `shift` are their words. */
export function heldKeys(platform: ShellInfo['platform'], control: string, shift: string) {
  return platform === 'darwin'
    ? { mod: '⌘', alt: '⌥', shift: '⇧' }
    : { mod: `${control}+`, alt: 'Alt+', shift: `${shift}+` }
}

const signs: Readonly<Record<string, string>> = { ArrowUp: '↑', ArrowDown: '↓' }

/** What the list of shortcuts shows. */
export function shortcutsFor(platform: ShellInfo['platform'], control: string, shift: string): readonly Shortcut[] {
  const held = heldKeys(platform, control, shift)
  return all.flatMap(([action, [shown]]) => {
    if (shown === undefined) return []
    const { key, mod, alt, shift: shifted } = shown
    const parts = [mod ? held.mod : '', alt ? held.alt : '', shifted === true ? held.shift : '']
    return [{ action, keys: `${parts.join('')}${signs[key] ?? key.toUpperCase()}` }]
  })
}

export type Keys = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>

/** The action of a key press, or null. */
export function actionOf(event: Keys, platform: ShellInfo['platform']): ShortcutAction | null {
  const { key, ctrlKey, metaKey, altKey, shiftKey } = event
  const [mod, other] = platform === 'darwin' ? [metaKey, ctrlKey] : [ctrlKey, metaKey]
  if (other) return null
  const pressed = key.length === 1 ? key.toLowerCase() : key
  const isPressed = (one: Combination) =>
    one.key === pressed &&
    (one.mod ?? false) === mod &&
    (one.alt ?? false) === altKey &&
    (one.shift === 'either' || (one.shift ?? false) === shiftKey)
  return all.find(([, ways]) => ways.some(isPressed))?.[0] ?? null
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
      if (action === 'shortcuts') return navigation.showShortcuts(true)
      if (action === 'search' || action === 'find') return searchFrom(action)
      const next = neighbour(list(), navigation.conversation, action === 'next-chat' ? 1 : -1)
      if (next) navigation.openConversation(next)
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [platform, list, lock])
}
