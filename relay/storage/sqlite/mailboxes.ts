/** Mailboxes: what waits for each device, until it is acknowledged or expires. */
import type { Database } from 'better-sqlite3'
import type { Mismatch, Recipient, StoredEnvelope } from '../store.ts'
import { accessCheck } from './accounts.ts'
import type { Operations } from './operations.ts'

type MailboxOperations = Pick<Operations, 'admit' | 'enqueue' | 'fetch' | 'acknowledge'>

interface DeviceRow extends Recipient {
  readonly waiting: number
  readonly waitingBytes: number
}

export function mailboxOperations(db: Database): MailboxOperations {
  const access = accessCheck(db)
  const devicesOf = db.prepare<[string], DeviceRow>(
    `SELECT device, registration_id AS registrationId, waiting, waiting_bytes AS waitingBytes
     FROM device WHERE account = ? ORDER BY device`,
  )
  const waits = db
    .prepare<[string, number, Uint8Array], number>(
      'SELECT 1 FROM mailbox WHERE account = ? AND device = ? AND envelope_id = ?',
    )
    .pluck()
  const nextSeq = db
    .prepare<[number, string, number], number>(
      `UPDATE device SET seq = seq + 1, waiting = waiting + 1, waiting_bytes = waiting_bytes + ?
       WHERE account = ? AND device = ? RETURNING seq`,
    )
    .pluck()
  const insert = db.prepare('INSERT INTO mailbox VALUES (?, ?, ?, ?, ?, ?, ?)')
  const columns = 'seq, envelope_id AS id, received AS receivedAt, envelope AS ciphertext'
  const waiting = `SELECT ${columns} FROM mailbox WHERE account = ? AND device = ? AND expires > ?`
  const oldest = db.prepare<[string, number, number, number], StoredEnvelope>(`${waiting} ORDER BY seq LIMIT ?`)
  const oldestBut = db.prepare<[string, number, number, string, number], StoredEnvelope>(
    `${waiting} AND seq NOT IN (SELECT value FROM json_each(?)) ORDER BY seq LIMIT ?`,
  )
  const remove = db
    .prepare<[string, number, number], number>(
      'DELETE FROM mailbox WHERE account = ? AND device = ? AND seq = ? RETURNING length(envelope)',
    )
    .pluck()
  const lighten = db.prepare<[number, number, string, number]>(
    'UPDATE device SET waiting = waiting - ?, waiting_bytes = waiting_bytes - ? WHERE account = ? AND device = ?',
  )

  return {
    admit(account, right, recipients, now) {
      const decision = access(account, right, now)
      if (decision !== 'granted') return decision
      return mismatch(devicesOf.all(account), recipients) ?? 'admitted'
    },
    enqueue(account, right, envelope, limits) {
      const decision = access(account, right, envelope.receivedAt)
      if (decision !== 'granted') return decision
      const devices = devicesOf.all(account)
      const wrong = mismatch(devices, envelope.ciphertexts)
      if (wrong !== null) return wrong
      const fresh = envelope.ciphertexts.filter(({ device }) => waits.get(account, device, envelope.id) === undefined)
      const full = fresh.some(({ device, ciphertext }) => {
        const row = devices.find((other) => other.device === device)
        if (row === undefined) return true
        return row.waiting >= limits.envelopes || row.waitingBytes + ciphertext.length > limits.bytes
      })
      if (full) return 'full'
      for (const { device, ciphertext } of fresh) {
        const seq = nextSeq.get(ciphertext.length, account, device)
        insert.run(account, device, seq, envelope.id, envelope.receivedAt, envelope.expiresAt, ciphertext)
      }
      return 'stored'
    },
    fetch({ account, device }, { now, limit, bytes, except }) {
      const found: StoredEnvelope[] = []
      let size = 0
      const rows =
        except.length === 0
          ? oldest.iterate(account, device, now, limit)
          : oldestBut.iterate(account, device, now, JSON.stringify(except), limit)
      for (const envelope of rows) {
        found.push(envelope)
        size += envelope.ciphertext.length
        if (size >= bytes) break
      }
      return found
    },
    acknowledge({ account, device }, seqs) {
      let count = 0
      let size = 0
      for (const seq of seqs) {
        const removed = remove.get(account, device, seq)
        if (removed === undefined) continue
        count += 1
        size += removed
      }
      if (count > 0) lighten.run(count, size, account, device)
    },
  }
}

/** Null where the sender means exactly the devices that there are. */
function mismatch(devices: readonly Recipient[], meant: readonly Recipient[]): Mismatch | null {
  const known = new Map(devices.map(({ device, registrationId }) => [device, registrationId]))
  const named = new Set(meant.map(({ device }) => device))
  const missing = [...known.keys()].filter((device) => !named.has(device))
  const extra = [...named].filter((device) => !known.has(device))
  if (missing.length > 0 || extra.length > 0) return { kind: 'mismatched', missing, extra }
  const stale = meant.filter(({ device, registrationId }) => known.get(device) !== registrationId)
  return stale.length > 0 ? { kind: 'stale', stale: stale.map(({ device }) => device) } : null
}
