/** How long a text is on the wire. */
import { maxTextBytes } from '../../../shared/contract/conversations.ts'

const encoder = new TextEncoder()

/** UTF-8 bytes by which `text` is longer than a message may be; 0 when it fits. */
export function bytesTooMany(text: string): number {
  // A UTF-16 code unit takes at most 3 bytes: short texts need no encoding at each key press.
  if (text.length * 3 <= maxTextBytes) return 0
  return Math.max(0, encoder.encode(text).length - maxTextBytes)
}
