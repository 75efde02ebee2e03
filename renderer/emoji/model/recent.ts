/** The emoji that were used last. Has no knowledge of where they are kept. */

export const mostRecent = 24

/** The list after one more use. */
export function afterUse(recent: readonly string[], emoji: string): string[] {
  return [emoji, ...recent.filter((other) => other !== emoji)].slice(0, mostRecent)
}
