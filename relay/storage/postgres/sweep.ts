/** Drops what has expired, a few rows at a time: nobody waits long for a lock, and several relays may sweep at once. */
import type { BlobKey, Store } from '../store.ts'
import type { Database } from './database.ts'

/** Rows of one statement. */
const together = 1000

const statements = {
  envelopes: {
    name: 'sweep-envelopes',
    text: `SELECT acknowledge(account, device, seqs) FROM (
        SELECT account, device, array_agg(seq) AS seqs
        FROM (SELECT account, device, seq FROM mailbox WHERE expires <= $1 LIMIT $2) AS expired
        GROUP BY account, device ORDER BY account, device
      ) AS mailboxes`,
  },
  tokens: { name: 'sweep-request-tokens', text: 'DELETE FROM request_token WHERE expires <= $1' },
  nonces: { name: 'sweep-nonces', text: 'DELETE FROM used_nonce WHERE expires <= $1' },
  registrationTokens: { name: 'sweep-registration-tokens', text: 'DELETE FROM registration_token WHERE expires <= $1' },
  blobs: { name: 'sweep-blobs', text: 'SELECT account, blob FROM blob WHERE expires <= $1 ORDER BY account LIMIT $2' },
}

export function sweepOperation(db: Database, { deleteBlob }: Pick<Store, 'deleteBlob'>): Store['sweep'] {
  return async (now) => {
    let mailboxes: readonly object[]
    do mailboxes = await db.rows(statements.envelopes, [now, together])
    while (mailboxes.length > 0)
    await db.rows(statements.tokens, [now])
    await db.rows(statements.nonces, [now])
    await db.rows(statements.registrationTokens, [now])
    const gone = await db.rows<BlobKey>(statements.blobs, [now, together])
    for (const key of gone) await deleteBlob(key)
    return gone
  }
}
