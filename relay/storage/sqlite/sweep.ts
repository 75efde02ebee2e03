/** Drops what has expired. */
import type { Database } from 'better-sqlite3'
import type { Address, BlobKey } from '../store.ts'
import type { Operations } from './operations.ts'

export function sweepOperation(
  db: Database,
  operations: Pick<Operations, 'acknowledge' | 'deleteBlob'>,
): Operations['sweep'] {
  const envelopes = db.prepare<[number], Address & { seq: number }>(
    'SELECT account, device, seq FROM mailbox WHERE expires <= ?',
  )
  const forgotten = ['request_token', 'used_nonce', 'registration_token'].map((table) =>
    db.prepare<[number]>(`DELETE FROM ${table} WHERE expires <= ?`),
  )
  const blobs = db.prepare<[number], BlobKey>('SELECT account, blob FROM blob WHERE expires <= ?')

  return (now) => {
    for (const { account, device, seq } of envelopes.all(now)) operations.acknowledge({ account, device }, [seq])
    for (const forget of forgotten) forget.run(now)
    const gone = blobs.all(now)
    for (const key of gone) operations.deleteBlob(key)
    return gone
  }
}
