/**
 * From a backup to the profile of this computer: it is taken apart beside the profile, checked, made this computer's, and
 * only then moved to its place. SPEC.md S-4, S-5.
 */
import { existsSync, renameSync, rmSync } from 'node:fs'
import path from 'node:path'
import type { BackupInfo, PathToken, RestoreEvent } from '../../shared/contract/index.ts'
import { AppError } from '../../shared/errors.ts'
import { backupKeyOf, type OpenBackup, openBackup, restoreBackup } from './backup/index.ts'
import { removeSpooled } from './files/index.ts'
import type { ChosenPath } from './host.ts'
import { loadIdentity } from './identity/index.ts'
import type { PassphraseAttempts } from './lock/index.ts'
import { forgetComputer } from './settings/index.ts'
import { type Keychain, PortableSlots, type ProfileFolder, type Store, type UnlockSecret } from './store/index.ts'
import { takeOver } from './take-over.ts'

export interface RestoringOptions {
  readonly folder: ProfileFolder
  readonly attempts: PassphraseAttempts
  /** Absolute path. */
  readonly profileFolder: string
  readonly keychain: Keychain | null
  readonly resolvePath: (token: PathToken) => Promise<ChosenPath>
  readonly openDatabase: (file: string, key: Uint8Array) => Store
}

export class Restoring {
  readonly #options: RestoringOptions
  readonly #staging: string

  constructor(options: RestoringOptions) {
    this.#options = options
    this.#staging = path.join(options.profileFolder, 'restoring')
  }

  /** What an attempt has left that was cut off. */
  clear(): void {
    rmSync(this.#staging, { recursive: true, force: true })
  }

  async inspect(token: PathToken): Promise<BackupInfo> {
    const { path: file } = await this.#options.resolvePath(token)
    const backup = await openBackup(file)
    await backup.close()
    const { createdAt, keys } = backup.head
    return { createdAt, passphrase: new PortableSlots(keys).hasPassphrase }
  }

  /** Gives the database key of the profile that is there then. See `profile.restore`. */
  async *restore(
    token: PathToken,
    secret: UnlockSecret,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<RestoreEvent, Uint8Array> {
    const { resolvePath, attempts, keychain } = this.#options
    const chosen = await resolvePath(token)
    const backup = await openBackup(chosen.path)
    try {
      const slots = new PortableSlots(backup.head.keys)
      const opened =
        secret.with === 'passphrase'
          ? await attempts.run(() => slots.open(secret, keychain))
          : await slots.open(secret, keychain)
      yield* this.#unpack(backup, opened.key, signal)
      await this.#makeOurs(opened.key)
      this.#moveIn(opened.slots)
      if (chosen.spooled) await removeSpooled(chosen.path)
      return opened.key
    } finally {
      await backup.close()
      this.clear()
    }
  }

  async *#unpack(backup: OpenBackup, key: Uint8Array, signal: AbortSignal | undefined): AsyncGenerator<RestoreEvent> {
    const ended = signal ?? new AbortController().signal
    for await (const progress of restoreBackup(backup, backupKeyOf(key), this.#staging, ended)) {
      yield { type: 'progress', ...progress }
    }
  }

  async #makeOurs(key: Uint8Array): Promise<void> {
    const store = this.#options.openDatabase(path.join(this.#staging, 'profile.db'), key)
    try {
      await store.assertSound()
      const identity = loadIdentity(store.db)
      if (identity === null) throw new AppError('backup-damaged', 'there is no account in it')
      store.transaction((tx) => {
        forgetComputer(tx)
        takeOver(tx, identity)
      })
    } finally {
      store.close()
    }
  }

  /** The database comes last: without it there is no profile. */
  #moveIn(slots: Parameters<ProfileFolder['adopt']>[1]): void {
    const { folder, profileFolder } = this.#options
    for (const name of ['media', 'relay']) {
      const target = path.join(profileFolder, name)
      rmSync(target, { recursive: true, force: true })
      const source = path.join(this.#staging, name)
      if (existsSync(source)) renameSync(source, target)
    }
    folder.adopt(path.join(this.#staging, 'profile.db'), slots)
  }
}
