/** Rows of what people show of themselves, and of whom we have told what we show. SQL only. */
import type { Database } from 'better-sqlite3'
import type { Picture } from '../../../shared/contract/index.ts'
import type { AccountId, MessageId } from '../../../shared/ids.ts'
import { prepared, type Tx } from '../store/index.ts'

export interface OwnProfile {
  /** Grows with each change; 0 where nothing was ever shown. */
  readonly version: number
  readonly about: string
  readonly picture: Picture | null
}

export function readOwnProfile(db: Database): OwnProfile {
  const sql = 'SELECT version, about, picture_type AS type, picture AS bytes FROM own_profile'
  const row = prepared<[], Omit<OwnProfile, 'picture'> & Nullable<Picture>>(db, sql).get()
  if (row === undefined) return { version: 0, about: '', picture: null }
  const { version, about, type, bytes } = row
  return { version, about, picture: type === null || bytes === null ? null : { type, bytes } }
}

type Nullable<Of> = { readonly [Key in keyof Of]: Of[Key] | null }

export function writeOwnProfile({ db }: Tx, { version, about, picture }: OwnProfile): void {
  const sql = 'INSERT OR REPLACE INTO own_profile (only, version, about, picture_type, picture) VALUES (1, ?, ?, ?, ?)'
  prepared(db, sql).run(version, about, picture?.type ?? null, picture?.bytes ?? null)
}

export function readPicture(db: Database, account: AccountId): Picture | null {
  const sql = 'SELECT type, bytes FROM contact_picture WHERE account = ?'
  return prepared<[string], Picture>(db, sql).get(account) ?? null
}

export function writePicture({ db }: Tx, account: AccountId, picture: Picture | null): void {
  if (picture === null) prepared(db, 'DELETE FROM contact_picture WHERE account = ?').run(account)
  else {
    const sql = 'INSERT OR REPLACE INTO contact_picture (account, type, bytes) VALUES (?, ?, ?)'
    prepared(db, sql).run(account, picture.type, picture.bytes)
  }
}

export interface Told {
  readonly account: AccountId
  /** What carries the version that they were told last; null where they were told nothing. */
  readonly message: MessageId | null
}

/** The contacts, neither blocked nor unconfirmed, who have not been told this version. */
export function readUntold(db: Database, version: number): Told[] {
  const sql = `SELECT contact.account, profile_told.message FROM contact
    LEFT JOIN profile_told USING (account) LEFT JOIN contact_trust USING (account)
    WHERE contact.state = 'accepted' AND coalesce(profile_told.version, 0) < ?
    AND contact_trust.blocked_at IS NULL AND coalesce(contact_trust.unconfirmed, 0) = 0`
  return prepared<[number], Told>(db, sql).all(version)
}

export function writeTold({ db }: Tx, account: AccountId, version: number, message: MessageId): void {
  const sql = 'INSERT OR REPLACE INTO profile_told (account, version, message) VALUES (?, ?, ?)'
  prepared(db, sql).run(account, version, message)
}

/** They are told again. `message`: only where it is the one that told them. */
export function deleteTold({ db }: Tx, account: AccountId, message: MessageId | null = null): void {
  prepared(db, 'DELETE FROM profile_told WHERE account = @account AND message = coalesce(@message, message)').run({
    account,
    message,
  })
}
