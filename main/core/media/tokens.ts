/** Names under which the page may fetch a file, for this session and a while. Has no knowledge of files or of HTTP. */
import { randomBytes } from 'node:crypto'
import type { FileToken } from '../../../shared/contract/index.ts'

/** Milliseconds after its last use when a token ends. */
const lifetimeMs = 60 * 60 * 1000
/** More than a page shows; the ones that were not used for longest go first. */
const mostTokens = 20_000
/** Bytes; too many to guess. */
const tokenLength = 32

export class FileTokens<Target> {
  readonly #now: () => number
  readonly #byToken = new Map<string, { readonly name: string; readonly target: Target; usedAt: number }>()
  readonly #byName = new Map<string, FileToken>()

  /** @param now milliseconds since the epoch. */
  constructor(now: () => number = Date.now) {
    this.#now = now
  }

  /** The same token for the same `name` while it is good: a page that draws it anew has the picture already. */
  issue(name: string, target: Target): FileToken {
    const known = this.#byName.get(name)
    if (known !== undefined && this.resolve(known) !== null) return known
    const token = randomBytes(tokenLength).toString('base64url') as FileToken
    this.#byToken.set(token, { name, target, usedAt: this.#now() })
    this.#byName.set(name, token)
    if (this.#byToken.size > mostTokens) this.#forgetOldest()
    return token
  }

  /** Null for a token that is none or has ended. */
  resolve(token: string): Target | null {
    const entry = this.#byToken.get(token)
    if (entry === undefined) return null
    if (this.#now() - entry.usedAt > lifetimeMs) {
      this.#drop(token, entry.name)
      return null
    }
    entry.usedAt = this.#now()
    // The last in order is the last that was used.
    this.#byToken.delete(token)
    this.#byToken.set(token, entry)
    return entry.target
  }

  #forgetOldest(): void {
    const oldest = this.#byToken.entries().next().value
    if (oldest !== undefined) this.#drop(oldest[0], oldest[1].name)
  }

  #drop(token: string, name: string): void {
    this.#byToken.delete(token)
    if (this.#byName.get(name) === token) this.#byName.delete(name)
  }
}
