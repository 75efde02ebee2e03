import { expect, test } from 'vitest'
import { formatOf, keysOf } from './format-keys.ts'

const press = (key: string, held: Partial<Parameters<typeof formatOf>[0]> = {}) => ({
  ...{ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false },
  ...held,
})

test('a format has its keys, on a Mac with Command', () => {
  expect(formatOf(press('b', { ctrlKey: true }), 'linux')).toBe('bold')
  expect(formatOf(press('B', { ctrlKey: true, shiftKey: true }), 'win32')).toBe('spoiler')
  expect(formatOf(press('i', { metaKey: true }), 'darwin')).toBe('italic')
})

test('other keys format nothing', () => {
  expect(formatOf(press('b'), 'linux')).toBeNull()
  expect(formatOf(press('b', { ctrlKey: true, altKey: true }), 'linux')).toBeNull()
  expect(formatOf(press('b', { ctrlKey: true }), 'darwin')).toBeNull()
  expect(formatOf(press('q', { ctrlKey: true }), 'linux')).toBeNull()
})

test('the keys can be written down', () => {
  expect(keysOf('spoiler', 'Ctrl+', 'Shift+')).toBe('Ctrl+Shift+B')
  expect(keysOf('bold', '⌘', '⇧')).toBe('⌘B')
  expect(keysOf('quote', '⌘', '⇧')).toBeUndefined()
})
