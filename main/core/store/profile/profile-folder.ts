/** One person's folder on disk: lock, key slots and database file. Has no knowledge of what the database holds. */
import { randomBytes } from 'node:crypto'
import { chmodSync, copyFileSync, existsSync, linkSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { AppError } from '../../../../shared/errors.ts'
import { databaseKeyBytes } from '../open.ts'
import { encodeKeySlots, type KeySlot, type KeySlots, readKeySlots, syncFolder, writeKeySlots } from './key-slots.ts'
import { checkOf } from './key-wrap.ts'
import type { NewSlots } from './portable-slots.ts'
import { lockProfile } from './profile-lock.ts'
import { type Keychain, makeKeychainSlot, makeRecoverySlot, newRecoveryPhrase, openKeychainSlot } from './slot-kinds.ts'
import { accessSlots, hasPassphrase, keyByPassphrase, keyByRecoveryPhrase, renewedSlots } from './slot-secrets.ts'

export type Unlocked =
  | { readonly state: 'open'; readonly key: Uint8Array }
  /** Neither a keychain nor anybody at hand can open it: ask. */
  | { readonly state: 'locked'; readonly reason: 'passphrase' | 'keychain-changed' }

export interface ProfileFolder {
  /** Absolute path of the database. */
  readonly databaseFile: string
  /** Whether there is a profile in the folder. One without an account was never finished: `erase` it. */
  readonly exists: boolean
  /** Whether a passphrase is asked for. */
  readonly hasPassphrase: boolean
  /**
   * Makes the database key and its slots: the passphrase where one is given, else the keychain; the recovery phrase.
   * Keep the phrase inside the database, so that it can be shown again.
   * Raises `AppError`: `profile-exists`, `passphrase-needed` where there is no keychain, `keychain-unavailable`,
   * `disk-full`.
   */
  create(answers: {
    readonly keychain: Keychain | null
    readonly passphrase?: string | undefined
  }): Promise<{ readonly key: Uint8Array; readonly recoveryPhrase: readonly string[] }>
  /**
   * Opens without asking anybody, if possible: never where there is a passphrase.
   * Raises `AppError`: `profile-damaged`, `profile-newer-version`.
   */
  unlock(keychain: Keychain | null): Promise<Unlocked>
  /** Gives the database key. Raises `AppError` `wrong-passphrase`. */
  unlockWithPassphrase(passphrase: string): Promise<Uint8Array>
  /**
   * Sets, changes or (`next` null) takes away the passphrase. With one, no keychain opens the profile any more; without
   * one, this keychain does. `current`: the passphrase there is.
   * Raises `AppError`: `wrong-passphrase`, `passphrase-needed` where there is no keychain to go back to,
   * `keychain-unavailable`, `disk-full`.
   */
  setPassphrase(answers: {
    readonly current?: string | undefined
    readonly next: string | null
    readonly keychain: Keychain | null
  }): Promise<void>
  /**
   * Gives the database key and makes the other slots anew: for `newPassphrase`, which a profile with a passphrase needs,
   * else for this keychain.
   * Raises `AppError`: `wrong-recovery-phrase`, `passphrase-needed`, `keychain-unavailable`, `disk-full`.
   */
  unlockWithRecoveryPhrase(answers: {
    readonly phrase: string
    readonly keychain: Keychain | null
    readonly newPassphrase?: string | undefined
  }): Promise<Uint8Array>
  /** What opens the database on any computer, as JSON: the slots but for those of keychains. */
  portableSlots(): unknown
  /**
   * Takes a closed database of this file system as its own, where there is no profile yet. `slots`: from
   * {@link PortableSlots.open}.
   */
  adopt(database: string, slots: NewSlots): void
  /**
   * Puts `database`, a closed one of this file system, in the place of the one there is, which goes to `set-aside/`; so do its
   * log files.
   */
  replaceDatabase(database: string): void
  /** Moves database and slots to `set-aside/`, with those of `others` (names in this folder) that are there: there is no profile then. */
  setAside(others: readonly string[]): void
  /** Removes database and key, after the store was closed: the folder is as if there had never been a profile. */
  erase(): void
  /** Gives the profile up to other processes. */
  release(): void
}

/** Makes the folder (mode 0700) where there is none and takes it for this process. Raises `AppError` `profile-in-use`. */
export function claimProfile(folder: string, options: { readonly sqliteBinding?: string } = {}): ProfileFolder {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  chmodSync(folder, 0o700)
  const release = lockProfile(join(folder, 'profile.lock'), options.sqliteBinding)
  return new ClaimedProfile(join(folder, 'profile.db'), join(folder, 'keys.json'), release)
}

class ClaimedProfile implements ProfileFolder {
  readonly databaseFile: string
  readonly release: () => void
  readonly #slotsFile: string

  constructor(databaseFile: string, slotsFile: string, release: () => void) {
    this.databaseFile = databaseFile
    this.#slotsFile = slotsFile
    this.release = release
  }

  get exists(): boolean {
    return (statSync(this.databaseFile, { throwIfNoEntry: false })?.size ?? 0) > 0
  }

  get hasPassphrase(): boolean {
    return hasPassphrase(this.#read().slots)
  }

  async create({ keychain, passphrase }: Parameters<ProfileFolder['create']>[0]) {
    if (this.exists) throw new AppError('profile-exists')
    const key = new Uint8Array(randomBytes(databaseKeyBytes))
    const recoveryPhrase = newRecoveryPhrase()
    const slots = [...(await accessSlots(key, keychain, passphrase)), await makeRecoverySlot(key, recoveryPhrase)]
    writeKeySlots(this.#slotsFile, { check: checkOf(key), slots })
    return { key, recoveryPhrase }
  }

  async unlock(keychain: Keychain | null): Promise<Unlocked> {
    // Whoever has set a passphrase wants to be asked, whatever a keychain holds.
    if (hasPassphrase(this.#read().slots)) return { state: 'locked', reason: 'passphrase' }
    const key = keychain === null ? null : await this.#keyIn(keychain)
    return key === null ? { state: 'locked', reason: 'keychain-changed' } : { state: 'open', key }
  }

  unlockWithPassphrase(passphrase: string): Promise<Uint8Array> {
    return keyByPassphrase(this.#read().slots, passphrase)
  }

  async setPassphrase({ current, next, keychain }: Parameters<ProfileFolder['setPassphrase']>[0]): Promise<void> {
    const { check, slots } = this.#read()
    const asked = hasPassphrase(slots)
    if (!asked && next === null) return
    if (next === null && keychain === null) throw new AppError('passphrase-needed')
    const key = asked
      ? await this.unlockWithPassphrase(current ?? '')
      : keychain === null
        ? null
        : await this.#keyIn(keychain)
    if (key === null) throw new AppError('keychain-unavailable')
    const access = await accessSlots(key, keychain, next ?? undefined)
    key.fill(0)
    writeKeySlots(this.#slotsFile, { check, slots: [...slots.filter(({ kind }) => kind === 'recovery'), ...access] })
  }

  async unlockWithRecoveryPhrase({
    phrase,
    keychain,
    newPassphrase,
  }: Parameters<ProfileFolder['unlockWithRecoveryPhrase']>[0]): Promise<Uint8Array> {
    const { check, slots } = this.#read()
    const key = await keyByRecoveryPhrase(slots, phrase)
    writeKeySlots(this.#slotsFile, { check, slots: await renewedSlots(slots, key, keychain, newPassphrase) })
    return key
  }

  portableSlots(): unknown {
    const { check, slots } = this.#read()
    return encodeKeySlots({ check, slots: slots.filter(({ kind }) => kind !== 'keychain') })
  }

  adopt(database: string, slots: NewSlots): void {
    if (this.exists) throw new AppError('profile-exists')
    for (const suffix of ['-wal', '-shm']) rmSync(`${this.databaseFile}${suffix}`, { force: true })
    // The database comes last: without it there is no profile.
    writeKeySlots(this.#slotsFile, slots)
    renameSync(database, this.databaseFile)
    syncFolder(dirname(this.databaseFile))
  }

  replaceDatabase(database: string): void {
    const aside = this.#newAside()
    // The old one has two names for a moment: at no time is there none.
    try {
      linkSync(this.databaseFile, join(aside, basename(this.databaseFile)))
    } catch {
      copyFileSync(this.databaseFile, join(aside, basename(this.databaseFile)))
    }
    this.#moveTo(
      aside,
      ['-wal', '-shm'].map((suffix) => `${basename(this.databaseFile)}${suffix}`),
    )
    renameSync(database, this.databaseFile)
    syncFolder(dirname(this.databaseFile))
  }

  setAside(others: readonly string[]): void {
    const database = basename(this.databaseFile)
    const files = ['', '-wal', '-shm'].map((suffix) => `${database}${suffix}`)
    this.#moveTo(this.#newAside(), [...files, basename(this.#slotsFile), ...others])
    syncFolder(dirname(this.databaseFile))
  }

  #newAside(): string {
    const stamp = new Date().toISOString().replaceAll(/[:.]/g, '-')
    const folder = join(dirname(this.databaseFile), 'set-aside', stamp)
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    return folder
  }

  #moveTo(folder: string, names: readonly string[]): void {
    for (const name of names) {
      const file = join(dirname(this.databaseFile), name)
      if (existsSync(file)) renameSync(file, join(folder, name))
    }
  }

  erase(): void {
    // The key goes last: without it a half-erased database could neither be opened nor be told from a damaged one.
    for (const suffix of ['-wal', '-shm', '']) rmSync(`${this.databaseFile}${suffix}`, { force: true })
    rmSync(this.#slotsFile, { force: true })
  }

  /** Null where this keychain holds it no more. */
  async #keyIn(keychain: Keychain): Promise<Uint8Array | null> {
    const { check, slots } = this.#read()
    for (const slot of slots) {
      if (slot.kind !== 'keychain' || slot.backend !== keychain.backend) continue
      const opened = await openKeychainSlot(slot, keychain, check)
      if (opened === null) continue
      if (opened.renew) await this.#renewSlot(slot, opened.key, keychain)
      return opened.key
    }
    return null
  }

  /** The old slot still opens: that it cannot be made anew is no reason to stay shut, and the next start tries again. */
  async #renewSlot(old: KeySlot, key: Uint8Array, keychain: Keychain): Promise<void> {
    try {
      const fresh = await makeKeychainSlot(key, keychain)
      const { check, slots } = this.#read()
      const kept = slots.filter(({ kind, wrapped }) => kind !== old.kind || Buffer.compare(wrapped, old.wrapped) !== 0)
      writeKeySlots(this.#slotsFile, { check, slots: [...kept, fresh] })
    } catch (error) {
      if (!(error instanceof AppError)) throw error
    }
  }

  #read(): KeySlots {
    const slots = readKeySlots(this.#slotsFile)
    if (slots === null) throw new AppError('profile-damaged', 'the key slots are gone')
    return slots
  }
}
