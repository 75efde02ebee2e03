import { expect, test } from 'vitest'
import { conversationWith, newAccountId } from '../../shared/ids.ts'
import { actionOf, type Keys, neighbour, shortcutsFor } from './shortcuts.ts'

const keys = (key: string, held: Partial<Keys> = {}): Keys => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
})

test('the modifier follows the platform', () => {
  expect(actionOf(keys('k', { ctrlKey: true }), 'linux')).toBe('new-chat')
  expect(actionOf(keys('k', { metaKey: true }), 'darwin')).toBe('new-chat')
  expect(actionOf(keys('k', { ctrlKey: true }), 'darwin')).toBeNull()
  expect(actionOf(keys(',', { ctrlKey: true }), 'win32')).toBe('settings')
  expect(actionOf(keys('ArrowDown', { altKey: true }), 'linux')).toBe('next-chat')
  expect(actionOf(keys('L', { ctrlKey: true, shiftKey: true }), 'linux')).toBe('lock')
  expect(actionOf(keys('l', { metaKey: true, shiftKey: true }), 'darwin')).toBe('lock')
})

test('searching in the chat and in all chats', () => {
  expect(actionOf(keys('f', { ctrlKey: true }), 'linux')).toBe('find')
  expect(actionOf(keys('F', { ctrlKey: true, shiftKey: true }), 'linux')).toBe('search')
  expect(actionOf(keys('f', { metaKey: true, shiftKey: true }), 'darwin')).toBe('search')
})

test('the list says what the keys do, for each platform', () => {
  expect(shortcutsFor('linux', 'Strg', 'Umschalt').map(({ keys }) => keys)).toEqual([
    ...['Strg+K', 'Strg+F', 'Strg+Umschalt+F', 'Alt+↑', 'Alt+↓', 'Strg+,', 'Strg+/', 'Strg+Umschalt+L'],
  ])
  expect(shortcutsFor('darwin', 'Ctrl', 'Shift')[2]?.keys).toBe('⌘⇧F')
})

test('a sign is found wherever it stands on the keyboard', () => {
  expect(actionOf(keys('/', { ctrlKey: true }), 'linux')).toBe('shortcuts')
  expect(actionOf(keys('/', { ctrlKey: true, shiftKey: true }), 'linux')).toBe('shortcuts')
})

test('plain typing is nobody’s shortcut', () => {
  expect(actionOf(keys('k'), 'linux')).toBeNull()
  expect(actionOf(keys('K', { ctrlKey: true, shiftKey: true }), 'linux')).toBeNull()
  expect(actionOf(keys('k', { ctrlKey: true, altKey: true }), 'linux')).toBeNull()
  expect(actionOf(keys('l', { ctrlKey: true }), 'linux')).toBeNull()
  expect(actionOf(keys('L', { ctrlKey: true, shiftKey: true, altKey: true }), 'linux')).toBeNull()
})

test('going through the chats ends at both ends of the list', () => {
  const [a, b] = [conversationWith(newAccountId()), conversationWith(newAccountId())]
  const list = [{ id: a }, { id: b }]
  expect(neighbour(list, a, 1)).toBe(b)
  expect(neighbour(list, b, 1)).toBeNull()
  expect(neighbour(list, a, -1)).toBeNull()
  expect(neighbour(list, null, 1)).toBe(a)
  expect(neighbour([], null, 1)).toBeNull()
})
