/** What lets this page into the browser shell that served it: one-time token, cookie and secret. [main/browser/session.ts] */
import { z } from 'zod'
import { AppError } from '../../../shared/errors.ts'

/** The cookie is the browser's alone to know; this is the rest. */
const Admission = z.object({
  /** Path of everything behind the session, with `/` at both ends. */
  base: z.string(),
  secret: z.string(),
})
export type Admission = z.infer<typeof Admission>

/** Lives as long as the tab, so that a reload is let in again. */
const storageKey = 'megachat-admission'

/** Raises `page-not-admitted` where the address was used before, in another tab. */
export async function admission(): Promise<Admission> {
  const token = location.hash.slice(1)
  if (token !== '') {
    history.replaceState(null, '', location.pathname)
    const answer = await fetch('/session', { method: 'POST', body: token })
    if (answer.ok) {
      const given = Admission.parse(await answer.json())
      sessionStorage.setItem(storageKey, JSON.stringify(given))
      return given
    }
  }
  const kept = sessionStorage.getItem(storageKey)
  if (kept === null) throw new AppError('page-not-admitted')
  return Admission.parse(JSON.parse(kept))
}
