/** A person who has lost everything but the name: the same account at the relay with a new identity and an empty profile. */
import { randomBytes, randomInt } from 'node:crypto'
import { IdentityKeyPair } from '@signalapp/libsignal-client'
import { newDeviceKey } from '../../main/core/identity/device-key.ts'
import { loadIdentity } from '../../main/core/identity/index.ts'
import { migrations } from '../../main/core/migrations.ts'
import { AccountClient } from '../../main/core/relay/account-client.ts'
import { RelayHttp } from '../../main/core/relay/http.ts'
import { claimProfile, openStore, type Store } from '../../main/core/store/index.ts'
import { routes } from '../../shared/relay-api/index.ts'
import { keychain, type Person } from './person.ts'

/** Runs `work` over the database of a closed profile. */
export async function withDatabase<T>(person: Person, work: (store: Store) => T | Promise<T>): Promise<T> {
  const folder = claimProfile(person.folder)
  try {
    const unlocked = await folder.unlock(keychain)
    if (unlocked.state !== 'open') throw new Error('locked')
    const store = openStore({ file: folder.databaseFile, key: unlocked.key, migrations })
    try {
      return await work(store)
    } finally {
      store.close()
    }
  } finally {
    folder.release()
  }
}

/** Of what a profile keeps, that which has nothing to do with other people. */
const ownTables = new Set(['account', 'setting'])

/** Closes the person, deletes the account at its relay, and leaves a profile that registers it anew when it is opened. */
export async function reinstall(person: Person): Promise<void> {
  await person.close()
  await withDatabase(person, async (store) => {
    const identity = loadIdentity(store.db)
    if (identity === null) throw new Error('no account')
    const { id: account, device, relay } = identity.account
    const sign = (statement: Uint8Array) => identity.signAsDevice(statement)
    const http = new RelayHttp(relay)
    await new AccountClient(http, { account, device, sign }).call(routes.deleteAccount)
    await http.close()
    store.transaction(({ db }) => {
      const sql = "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'"
      const names = db.prepare<[], { name: string }>(sql).all()
      db.pragma('defer_foreign_keys = ON')
      for (const { name } of names) {
        const isForeign = name.startsWith('sqlite_') || name.includes('migration') || name.includes('_fts')
        if (!isForeign && !ownTables.has(name)) db.exec(`DELETE FROM "${name}"`)
      }
      db.prepare(
        `UPDATE account SET identity_key_pair = ?, device_key = ?, delivery_token = ?, registration_id = ?,
          registered_at = NULL`,
      ).run(IdentityKeyPair.generate().serialize(), newDeviceKey(), randomBytes(32), randomInt(1, 16381))
    })
  })
}
