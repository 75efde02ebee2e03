/**
 * Who may talk to this launch of the browser shell. Has no knowledge of HTTP beyond the cookie's words.
 *
 * [Note: two secrets] Cookies are shared by all ports of 127.0.0.1, so another local server is sent ours, and a page of
 * another site may make the browser send it. So the cookie alone opens nothing: a second secret is asked for, which only
 * the page knows. The page gets both for a one-time token, that stands in the fragment of the address the program
 * prints; browsers send no fragment anywhere. The page keeps its secret in `sessionStorage`, which belongs to one tab
 * and one origin with its port, so that a reload finds it again; after this launch it is worth nothing.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** Bytes; too many to guess. */
const secretLength = 32

const newSecret = () => randomBytes(secretLength).toString('base64url')

export class Session {
  /** Path of everything behind the session, with `/` at both ends; random, so that two launches do not mix cookies. */
  readonly base = `/${randomBytes(12).toString('base64url')}/`
  readonly #cookieName = `megachat-${randomBytes(8).toString('hex')}`
  readonly #cookie = newSecret()
  readonly #secret = newSecret()
  readonly #tokens = new Set<string>()

  /** A new token for the fragment of an address. */
  newToken(): string {
    const token = newSecret()
    this.#tokens.add(token)
    return token
  }

  /** Gives the page its secret and the `Set-Cookie` header for the token, once; null for a wrong or used one. */
  exchange(token: string): { readonly secret: string; readonly setCookie: string } | null {
    const known = [...this.#tokens].find((unused) => same(token, unused))
    if (known === undefined) return null
    this.#tokens.delete(known)
    return {
      secret: this.#secret,
      setCookie: `${this.#cookieName}=${this.#cookie}; Path=${this.base}; HttpOnly; SameSite=Strict`,
    }
  }

  /** Whether a request's `Cookie` header and second secret are both right. */
  admits(cookieHeader: string | undefined, secret: string | undefined): boolean {
    const cookies = (cookieHeader ?? '').split(';').map((cookie) => cookie.trim())
    const cookie = cookies.find((cookie) => cookie.startsWith(`${this.#cookieName}=`))
    const value = cookie?.slice(this.#cookieName.length + 1) ?? ''
    return same(value, this.#cookie) && same(secret ?? '', this.#secret)
  }
}

/** Takes the same time wherever the two differ. */
export function same(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(a), digest(b))
}
