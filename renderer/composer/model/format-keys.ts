/** The keys that format what is selected. */
import type { ShellInfo } from '../../../shared/contract/shell.ts'
import type { Format } from './markup/index.ts'

interface FormatKey {
  readonly format: Format
  readonly key: string
  readonly shift: boolean
}

export const formatKeys: readonly FormatKey[] = [
  { format: 'bold', key: 'b', shift: false },
  { format: 'italic', key: 'i', shift: false },
  { format: 'strikethrough', key: 'x', shift: true },
  { format: 'monospace', key: 'e', shift: false },
  { format: 'spoiler', key: 'b', shift: true },
  { format: 'code-block', key: 'e', shift: true },
]

type Keys = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>

/** As written on keys; undefined where there are none. `mod` and `shift`: what stands before the letter. */
export function keysOf(format: Format, mod: string, shift: string): string | undefined {
  const known = formatKeys.find((other) => other.format === format)
  return known && `${mod}${known.shift ? shift : ''}${known.key.toUpperCase()}`
}

/** The format that a key press asks for, or null. */
export function formatOf(event: Keys, platform: ShellInfo['platform']): Format | null {
  const { key, ctrlKey, metaKey, altKey, shiftKey } = event
  const [mod, other] = platform === 'darwin' ? [metaKey, ctrlKey] : [ctrlKey, metaKey]
  if (!mod || other || altKey) return null
  const pressed = formatKeys.find((known) => known.key === key.toLowerCase() && known.shift === shiftKey)
  return pressed?.format ?? null
}
