/** The names of people: what a relay gives out, and what they call themselves. Has no knowledge of where they stand. */

/** The lower-case form of the names that relays give out (`Username` of relay-api). */
export const usernameForm = /^[a-z][a-z0-9._-]{1,31}$/

/** Characters of a display name; the contract's own bound. */
const maxNameLength = 64

export const cleanDisplayName = (name: string): string => cleanLine(name, maxNameLength)

/** One line, without characters that turn the direction of what stands around it; the first `max` characters of it. */
export function cleanLine(text: string, max: number): string {
  const visible = text.replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, ' ').replace(/\s+/g, ' ')
  return [...visible.trim()].slice(0, max).join('')
}
