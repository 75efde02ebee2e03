/** How good a passphrase looks. An estimate for a hint, never a gate beyond the shortest length. */

/** The shortest passphrase taken, in characters. */
export const shortestPassphrase = 8

export type PassphraseStrength = 'short' | 'weak' | 'fair' | 'strong'

/** Guessing entropy that argon2id makes expensive enough to count as fair or strong, in bits. */
const fairBits = 40
const strongBits = 60

/** Rates by length, kinds of characters and variety; repeated characters count little. */
export function passphraseStrength(passphrase: string): PassphraseStrength {
  const characters = [...passphrase]
  if (characters.length < shortestPassphrase) return 'short'
  const kinds = [
    [/\p{Ll}/u, 26],
    [/\p{Lu}/u, 26],
    [/\p{N}/u, 10],
    [/[^\p{L}\p{N}]/u, 20],
  ] as const
  const alphabet = kinds.reduce((sum, [kind, size]) => sum + (kind.test(passphrase) ? size : 0), 0)
  const distinct = new Set(characters).size
  // Words are far from random letters: count half of what random ones would give.
  const bits = Math.min(characters.length, distinct * 2) * Math.log2(Math.max(alphabet, 2)) * 0.5
  if (bits < fairBits) return 'weak'
  return bits < strongBits ? 'fair' : 'strong'
}
