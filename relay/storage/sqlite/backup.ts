/** A copy for the worst case, made while the relay serves. */
import { closeSync, openSync } from 'node:fs'
import type { Database as Connection } from 'better-sqlite3'
import Database from 'better-sqlite3'

/** Places in mailboxes that may have been given out after the copy was made. */
const placesAhead = 2 ** 24

/**
 * @param file New.
 * @throws Error when it is there already, or there is no room.
 */
export async function backup(db: Connection, file: string): Promise<void> {
  closeSync(openSync(file, 'wx', 0o600))
  await db.backup(file)
  const copy = new Database(file)
  try {
    copy.pragma('journal_mode = DELETE')
    copy.pragma('secure_delete = ON')
    copy.transaction(() => {
      // Given out since, perhaps: devices are known without them, and send others.
      copy.exec('UPDATE prekey_page SET idx = n')
      copy.exec(`UPDATE device SET seq = seq + ${placesAhead}`)
      // Their bytes are not in the copy; who sends them begins again.
      copy.exec('DELETE FROM chunk; DELETE FROM blob; UPDATE account SET blob_bytes = 0')
    })()
    if (copy.pragma('integrity_check', { simple: true }) !== 'ok') throw new Error('the copy is damaged')
  } finally {
    copy.close()
  }
}
