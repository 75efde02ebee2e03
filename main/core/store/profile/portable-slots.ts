/** The slots that go with a backup: what opens it on a computer that has never seen the profile. */
import { type KeySlots, parseKeySlots } from './key-slots.ts'
import type { Keychain } from './slot-kinds.ts'
import { hasPassphrase, keyByPassphrase, keyByRecoveryPhrase, renewedSlots } from './slot-secrets.ts'

/** What somebody opens a profile with who is asked. */
export type UnlockSecret =
  | { readonly with: 'passphrase'; readonly passphrase: string }
  | { readonly with: 'recovery'; readonly phrase: string; readonly newPassphrase?: string | undefined }

export type NewSlots = Omit<KeySlots, 'version'>

export class PortableSlots {
  readonly #slots: KeySlots

  /** @param json from {@link ProfileFolder.portableSlots}. Raises `profile-newer-version`, `profile-damaged`. */
  constructor(json: unknown) {
    this.#slots = parseKeySlots(json)
  }

  get hasPassphrase(): boolean {
    return hasPassphrase(this.#slots.slots)
  }

  /**
   * Gives the database key, and the slots for this computer. With the recovery phrase it is opened by `newPassphrase` from
   * then on, which a profile with a passphrase needs, else by this keychain.
   * Raises `AppError`: `wrong-passphrase`, `wrong-recovery-phrase`, `passphrase-needed`, `keychain-unavailable`.
   */
  async open(
    secret: UnlockSecret,
    keychain: Keychain | null,
  ): Promise<{ readonly key: Uint8Array; readonly slots: NewSlots }> {
    const { check, slots } = this.#slots
    if (secret.with === 'passphrase') {
      return { key: await keyByPassphrase(slots, secret.passphrase), slots: { check, slots } }
    }
    const key = await keyByRecoveryPhrase(slots, secret.phrase)
    return { key, slots: { check, slots: await renewedSlots(slots, key, keychain, secret.newPassphrase) } }
  }
}
