/** Rows of the relays at which the account was before: its mailbox there still forwards. SQL only. SPEC.md I-17. */
import type { Database } from 'better-sqlite3'
import { prepared, type Tx } from '../store/index.ts'
import type { HomeRelay } from './account.ts'

export interface FormerHome extends HomeRelay {
  /** The account's name there. */
  readonly username: string
  /** Milliseconds since the epoch when the account there is deleted; null for a relay of this computer, which the user ends. */
  readonly until: number | null
}

interface Row extends Omit<FormerHome, 'own'> {
  readonly own: number
}

/** The latest first. */
export function readFormerHomes(db: Database): FormerHome[] {
  const sql = `SELECT relay_url AS url, relay_host AS host, relay_pin AS pin, sender_trust_root AS senderTrustRoot,
    own_relay AS own, username, until FROM former_home ORDER BY left_at DESC`
  return prepared<[], Row>(db, sql)
    .all()
    .map((row) => ({ ...row, own: row.own === 1 }))
}

/** Also one that is there already, when its address has changed. `now`: milliseconds since the epoch. */
export function writeFormerHome({ db }: Tx, home: FormerHome, now: number): void {
  const { url, host, pin, senderTrustRoot, own, username, until } = home
  const sql = `
    INSERT INTO former_home (sender_trust_root, relay_url, relay_host, relay_pin, own_relay, username, until, left_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET relay_url = excluded.relay_url, relay_host = excluded.relay_host, relay_pin = excluded.relay_pin`
  prepared(db, sql).run(senderTrustRoot, url, host, pin, own ? 1 : 0, username, until, now)
}

export function deleteFormerHome({ db }: Tx, senderTrustRoot: Uint8Array): void {
  prepared(db, 'DELETE FROM former_home WHERE sender_trust_root = ?').run(senderTrustRoot)
}
