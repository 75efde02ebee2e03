/** The keyboard's way through the list. Has no knowledge of components. */

/** The index that a key leads to in a list of `length`, or null where the key means nothing. The list has ends. */
export function indexAfterKey(key: string, index: number, length: number): number | null {
  if (length === 0) return null
  switch (key) {
    case 'ArrowDown':
      return Math.min(length - 1, index + 1)
    case 'ArrowUp':
      return Math.max(0, index - 1)
    case 'Home':
      return 0
    case 'End':
      return length - 1
    default:
      return null
  }
}
