/**
 * Lets a second start of a profile open a page of the first one again, for a user who has closed it. What the second
 * start needs to know lies in a file of the profile that this user alone can read.
 */
import { randomBytes } from 'node:crypto'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'

const Offer = z.object({ origin: z.string(), key: z.string() })

const offerFile = (profile: string) => path.join(profile, 'browser-shell.json')

/** Bytes; too many to guess. */
const keyLength = 32

export const newReopenKey = (): string => randomBytes(keyLength).toString('base64url')

/** Writes the file, mode 0600. Returns what removes it. */
export function offerReopening(profile: string, origin: string, key: string): () => void {
  const file = offerFile(profile)
  // A file that is there already would keep its mode.
  rmSync(file, { force: true })
  writeFileSync(file, JSON.stringify({ origin, key } satisfies z.infer<typeof Offer>), { mode: 0o600 })
  return () => rmSync(file, { force: true })
}

/** Asks the running shell for a page. False where there is none that could. */
export async function askToReopen(profile: string): Promise<boolean> {
  try {
    const { origin, key } = Offer.parse(JSON.parse(readFileSync(offerFile(profile), 'utf8')))
    const answer = await fetch(`${origin}/open`, {
      method: 'POST',
      headers: { origin, authorization: `Bearer ${key}` },
    })
    return answer.ok
  } catch {
    return false
  }
}
