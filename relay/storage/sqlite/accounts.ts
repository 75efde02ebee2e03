/** Accounts, devices and the tokens that let others reach them. */
import { timingSafeEqual } from 'node:crypto'
import type { Database } from 'better-sqlite3'
import type { Access, BlobKey, Denied, DeviceRecord } from '../store.ts'
import type { Operations } from './operations.ts'

type AccountOperations = Pick<
  Operations,
  | 'register'
  | 'findByName'
  | 'device'
  | 'replaceDevice'
  | 'spendNonce'
  | 'deleteAccount'
  | 'setDeliveryToken'
  | 'putRequestToken'
  | 'deleteRequestToken'
>

interface AccountRow {
  readonly username: string
  readonly identityKey: Uint8Array
  readonly deliveryHash: Uint8Array
}

const same = (a: Uint8Array, b: Uint8Array) => Buffer.compare(a, b) === 0

export function accountOperations(db: Database): AccountOperations {
  const account = db.prepare<[string], AccountRow>(
    'SELECT username, identity_key AS identityKey, delivery_hash AS deliveryHash FROM account WHERE account = ?',
  )
  const byName = db.prepare<[string], { account: string; identityKey: Uint8Array }>(
    'SELECT account, identity_key AS identityKey FROM account WHERE username = ?',
  )
  const device = db.prepare<[string, number], Omit<DeviceRecord, 'blocked'> & { blocked: number }>(
    `SELECT blocked, registration_id AS registrationId, auth_key AS authKey, identity_key AS identityKey
     FROM device JOIN account USING (account) WHERE account = ? AND device = ?`,
  )
  const replaceDevice = db.prepare<[number, Uint8Array, string, number, number, Uint8Array]>(
    `UPDATE device SET registration_id = ?, auth_key = ?, signed_prekey = NULL, last_resort_prekey = NULL
     WHERE account = ? AND device = ? AND (registration_id <> ? OR auth_key <> ?)`,
  )
  const dropPages = db.prepare<[string, number]>('DELETE FROM prekey_page WHERE account = ? AND device = ?')
  const spendNonce = db.prepare<[Uint8Array, number]>('INSERT OR IGNORE INTO used_nonce VALUES (?, ?)')
  const insertAccount = db.prepare(
    'INSERT INTO account (account, username, identity_key, delivery_hash) VALUES (?, ?, ?, ?)',
  )
  const insertDevice = db.prepare('INSERT INTO device (account, device, registration_id, auth_key) VALUES (?, ?, ?, ?)')
  const blobs = db.prepare<[string], BlobKey>('SELECT account, blob FROM blob WHERE account = ?')
  const deletions = ['account', 'device', 'request_token', 'prekey_page', 'mailbox', 'blob', 'chunk'].map((table) =>
    db.prepare<[string]>(`DELETE FROM ${table} WHERE account = ?`),
  )
  const setHash = db.prepare<[Uint8Array, string]>('UPDATE account SET delivery_hash = ? WHERE account = ?')
  const countTokens = db
    .prepare<[string, Uint8Array], number>('SELECT count(*) FROM request_token WHERE account = ? AND hash <> ?')
    .pluck()
  const putToken = db.prepare<[string, Uint8Array, number]>('INSERT OR REPLACE INTO request_token VALUES (?, ?, ?)')
  const deleteToken = db.prepare<[string, Uint8Array]>('DELETE FROM request_token WHERE account = ? AND hash = ?')

  return {
    register(asked) {
      const known = account.get(asked.account)
      if (known !== undefined) {
        const knownDevice = device.get(asked.account, asked.device.id)
        const repeated =
          known.username === asked.username &&
          same(known.identityKey, asked.identityKey) &&
          same(known.deliveryHash, asked.deliveryTokenHash) &&
          knownDevice?.registrationId === asked.device.registrationId &&
          same(knownDevice.authKey, asked.device.authKey)
        return repeated ? 'same' : 'account-taken'
      }
      if (byName.get(asked.username) !== undefined) return 'username-taken'
      insertAccount.run(asked.account, asked.username, asked.identityKey, asked.deliveryTokenHash)
      insertDevice.run(asked.account, asked.device.id, asked.device.registrationId, asked.device.authKey)
      return 'registered'
    },
    findByName: (username) => byName.get(username) ?? null,
    device(address) {
      const row = device.get(address.account, address.device)
      return row === undefined ? null : { ...row, blocked: row.blocked === 1 }
    },
    replaceDevice({ account, device }, { registrationId, authKey }) {
      const keys = [registrationId, authKey] as const
      if (replaceDevice.run(...keys, account, device, ...keys).changes > 0) dropPages.run(account, device)
    },
    spendNonce: (nonce, expiresAt) => spendNonce.run(nonce, expiresAt).changes === 1,
    deleteAccount(id) {
      const gone = blobs.all(id)
      for (const deletion of deletions) deletion.run(id)
      return gone
    },
    setDeliveryToken: (id, hash) => void setHash.run(hash, id),
    putRequestToken(id, hash, expiresAt, limit) {
      if ((countTokens.get(id, hash) ?? 0) >= limit) return false
      putToken.run(id, hash, expiresAt)
      return true
    },
    deleteRequestToken: (id, hash) => void deleteToken.run(id, hash),
  }
}

/** Decides by what right somebody reaches an account. The same work for a wrong token and for an unknown account. */
export function accessCheck(db: Database): (account: string, access: Access, now: number) => Denied | 'granted' {
  const deliveryHash = db.prepare<[string], Uint8Array>('SELECT delivery_hash FROM account WHERE account = ?').pluck()
  const tokenExpiry = db
    .prepare<[string, Uint8Array], number>('SELECT expires FROM request_token WHERE account = ? AND hash = ?')
    .pluck()
  const nobody = new Uint8Array(32)

  return (account, access, now) => {
    switch (access.kind) {
      case 'delivery': {
        const hash = deliveryHash.get(account)
        const right = timingSafeEqual(hash ?? nobody, access.hash)
        return right && hash !== undefined ? 'granted' : 'unauthorized'
      }
      case 'request':
        return (tokenExpiry.get(account, access.hash) ?? 0) > now ? 'granted' : 'unauthorized'
      case 'stranger':
        return deliveryHash.get(account) === undefined ? 'not-found' : 'granted'
    }
  }
}
