/** A damaged profile goes on with what can be read of it. SPEC.md S-8. */
import { rmSync } from 'node:fs'
import path from 'node:path'
import { AppError, errorCodeOf } from '../../shared/errors.ts'
import { loadIdentity } from './identity/index.ts'
import { mending } from './mending.ts'
import { migrations } from './migrations.ts'
import { type ProfileFolder, repairDatabase, type Store } from './store/index.ts'
import { takeOver } from './take-over.ts'

export interface RepairingOptions {
  readonly folder: ProfileFolder
  /** Absolute path. */
  readonly profileFolder: string
  readonly key: Uint8Array
  readonly openDatabase: (file: string) => Store
  readonly sqliteBinding?: string
}

/** Gives whether nothing was lost. Raises `profile-damaged` where too much was: then everything is as it was. */
export async function repairProfile(options: RepairingOptions): Promise<boolean> {
  const { folder, profileFolder, key, openDatabase, sqliteBinding } = options
  const into = path.join(profileFolder, 'repaired.db')
  try {
    const binding = sqliteBinding === undefined ? {} : { sqliteBinding }
    const complete = await repairDatabase({ file: folder.databaseFile, key, into, migrations, mending, ...binding })
    makeUsable(openDatabase(into), complete)
    folder.replaceDatabase(into)
    return complete
  } finally {
    for (const suffix of ['', '-wal', '-shm']) rmSync(`${into}${suffix}`, { force: true })
  }
}

function makeUsable(store: Store, complete: boolean): void {
  try {
    const identity = loadIdentity(store.db)
    if (identity === null) throw new AppError('profile-damaged', 'the account is gone')
    // Sessions and keys may be among what was lost: nobody is to seal for the ones of before.
    if (!complete) store.transaction((tx) => takeOver(tx, identity))
  } finally {
    store.close()
  }
}

export async function isSound(store: Store): Promise<boolean> {
  try {
    await store.assertSound()
    return true
  } catch (error) {
    if (errorCodeOf(error) === 'profile-damaged') return false
    throw error
  }
}
