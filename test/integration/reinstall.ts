/** Over the database of a person who is not at the application. */
import type { ProfileFolder, Store } from '../../main/core/store/index.ts'
import { reinstallProfile, withProfile } from '../fixtures/reinstall.ts'
import { keychain, type Person } from './person.ts'

async function unlock(folder: ProfileFolder): Promise<Uint8Array> {
  const unlocked = await folder.unlock(keychain)
  if (unlocked.state !== 'open') throw new Error('locked')
  return unlocked.key
}

/** Runs `work` over the database of a closed profile. */
export const withDatabase = <T>(person: Person, work: (store: Store) => T | Promise<T>): Promise<T> =>
  withProfile(person.folder, unlock, work)

/** Closes the person; when opened again they have the same account with a new identity, and nothing else. */
export async function reinstall(person: Person): Promise<void> {
  await person.close()
  await reinstallProfile(person.folder, unlock)
}
