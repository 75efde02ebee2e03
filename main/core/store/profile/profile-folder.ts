/** One person's folder on disk: lock, key slots and database file. Has no knowledge of what the database holds. */
import { randomBytes } from 'node:crypto'
import { chmodSync, mkdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '../../../../shared/errors.ts'
import { databaseKeyBytes } from '../open.ts'
import { type KeySlot, type KeySlots, readKeySlots, writeKeySlots } from './key-slots.ts'
import { checkOf } from './key-wrap.ts'
import { lockProfile } from './profile-lock.ts'
import {
  type Keychain,
  makeKeychainSlot,
  makePassphraseSlot,
  makeRecoverySlot,
  newRecoveryPhrase,
  openKeychainSlot,
  openPassphraseSlot,
  openRecoverySlot,
} from './slot-kinds.ts'

export type Unlocked =
  | { readonly state: 'open'; readonly key: Uint8Array }
  /** Neither a keychain nor anybody at hand can open it: ask. */
  | { readonly state: 'locked'; readonly reason: 'passphrase' | 'keychain-changed' }

export interface ProfileFolder {
  /** Absolute path of the database. */
  readonly databaseFile: string
  /** Whether there is a profile in the folder. One without an account was never finished: `erase` it. */
  readonly exists: boolean
  /**
   * Makes the database key and its slots: keychain (where there is one), passphrase (where given), recovery phrase.
   * Keep the phrase inside the database, so that it can be shown again.
   * Raises `AppError`: `profile-exists`, `passphrase-needed` where there is no keychain, `keychain-unavailable`,
   * `disk-full`.
   */
  create(answers: {
    readonly keychain: Keychain | null
    readonly passphrase?: string | undefined
  }): Promise<{ readonly key: Uint8Array; readonly recoveryPhrase: readonly string[] }>
  /** Opens without asking anybody, if possible. Raises `AppError`: `profile-damaged`, `profile-newer-version`. */
  unlock(keychain: Keychain | null): Promise<Unlocked>
  /** Gives the database key. Raises `AppError` `wrong-passphrase`. */
  unlockWithPassphrase(passphrase: string): Promise<Uint8Array>
  /**
   * Gives the database key and makes the other slots anew: for this keychain, else for `newPassphrase`.
   * Raises `AppError`: `wrong-recovery-phrase`, `passphrase-needed`, `keychain-unavailable`, `disk-full`.
   */
  unlockWithRecoveryPhrase(answers: {
    readonly phrase: string
    readonly keychain: Keychain | null
    readonly newPassphrase?: string | undefined
  }): Promise<Uint8Array>
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

  async create({ keychain, passphrase }: Parameters<ProfileFolder['create']>[0]) {
    if (this.exists) throw new AppError('profile-exists')
    const key = new Uint8Array(randomBytes(databaseKeyBytes))
    const recoveryPhrase = newRecoveryPhrase()
    const slots = [...(await accessSlots(key, keychain, passphrase)), await makeRecoverySlot(key, recoveryPhrase)]
    writeKeySlots(this.#slotsFile, { check: checkOf(key), slots })
    return { key, recoveryPhrase }
  }

  async unlock(keychain: Keychain | null): Promise<Unlocked> {
    const { check, slots } = this.#read()
    for (const slot of slots) {
      if (slot.kind !== 'keychain' || slot.backend !== keychain?.backend) continue
      const key = await openKeychainSlot(slot, keychain, check)
      if (key !== null) return { state: 'open', key }
    }
    const hasPassphrase = slots.some((slot) => slot.kind === 'passphrase')
    return { state: 'locked', reason: hasPassphrase ? 'passphrase' : 'keychain-changed' }
  }

  async unlockWithPassphrase(passphrase: string): Promise<Uint8Array> {
    for (const slot of this.#read().slots) {
      const key = slot.kind === 'passphrase' ? await openPassphraseSlot(slot, passphrase) : null
      if (key !== null) return key
    }
    throw new AppError('wrong-passphrase')
  }

  async unlockWithRecoveryPhrase({
    phrase,
    keychain,
    newPassphrase,
  }: Parameters<ProfileFolder['unlockWithRecoveryPhrase']>[0]): Promise<Uint8Array> {
    const { check, slots } = this.#read()
    for (const slot of slots) {
      const key = slot.kind === 'recovery' ? await openRecoverySlot(slot, phrase) : null
      if (key === null) continue
      const renewed = await accessSlots(key, keychain, newPassphrase)
      writeKeySlots(this.#slotsFile, {
        check,
        slots: [...slots.filter((old) => !isReplacedBy(renewed, old)), ...renewed],
      })
      return key
    }
    throw new AppError('wrong-recovery-phrase')
  }

  erase(): void {
    // The key goes last: without it a half-erased database could neither be opened nor be told from a damaged one.
    for (const suffix of ['-wal', '-shm', '']) rmSync(`${this.databaseFile}${suffix}`, { force: true })
    rmSync(this.#slotsFile, { force: true })
  }

  #read(): KeySlots {
    const slots = readKeySlots(this.#slotsFile)
    if (slots === null) throw new AppError('profile-damaged', 'the key slots are gone')
    return slots
  }
}

/** The slots that open a profile day by day. */
async function accessSlots(key: Uint8Array, keychain: Keychain | null, passphrase?: string): Promise<KeySlot[]> {
  if (keychain === null && passphrase === undefined) throw new AppError('passphrase-needed')
  const slots: KeySlot[] = []
  if (keychain !== null) slots.push(await makeKeychainSlot(key, keychain))
  if (passphrase !== undefined) slots.push(await makePassphraseSlot(key, passphrase))
  return slots
}

function isReplacedBy(renewed: readonly KeySlot[], old: KeySlot): boolean {
  return renewed.some((slot) =>
    slot.kind === 'keychain' && old.kind === 'keychain' ? slot.backend === old.backend : slot.kind === old.kind,
  )
}
