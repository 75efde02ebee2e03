/** A folder from which the relay can be started again: its keys, and the store without what must not come back. */
import { copyFile, mkdir, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import type { RelayContext } from '../context.ts'
import { isMissing } from '../private-file.ts'
import { Refusal } from '../refusal.ts'
import { keysFile } from '../secrets.ts'
import { storeFile } from '../storage/sqlite/sqlite-store.ts'
import { tlsKeyFile } from '../tls.ts'

/**
 * @param folder Absolute; it must not be there yet.
 * @throws Refusal `invalid-input` where it is, or where the store is PostgreSQL.
 */
export async function backUp(
  { settings, store }: Pick<RelayContext, 'settings' | 'store'>,
  folder: string,
): Promise<void> {
  // Under another name until it is complete.
  const part = `${folder}.part`
  await rm(part, { recursive: true, force: true })
  await mkdir(part, { recursive: true, mode: 0o700 })
  try {
    await store.backup(path.join(part, storeFile))
    for (const name of [keysFile, tlsKeyFile]) {
      await copyFile(path.join(settings.data, name), path.join(part, name)).catch((error) => {
        if (!isMissing(error)) throw error
      })
    }
    await rename(part, folder)
  } catch (error) {
    await rm(part, { recursive: true, force: true })
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOTEMPTY' || code === 'EEXIST' || code === 'ENOTDIR') {
      throw new Refusal('invalid-input', `${folder} is there already`)
    }
    throw error
  }
}
