/** What people and keychains open slots with, and which slots follow from it. Has no knowledge of the file. */
import { AppError } from '../../../../shared/errors.ts'
import type { KeySlot } from './key-slots.ts'
import {
  type Keychain,
  makeKeychainSlot,
  makePassphraseSlot,
  openPassphraseSlot,
  openRecoverySlot,
} from './slot-kinds.ts'

/** Raises `wrong-passphrase`. */
export async function keyByPassphrase(slots: readonly KeySlot[], passphrase: string): Promise<Uint8Array> {
  for (const slot of slots) {
    const key = slot.kind === 'passphrase' ? await openPassphraseSlot(slot, passphrase) : null
    if (key !== null) return key
  }
  throw new AppError('wrong-passphrase')
}

/** Raises `wrong-recovery-phrase`. */
export async function keyByRecoveryPhrase(slots: readonly KeySlot[], phrase: string): Promise<Uint8Array> {
  for (const slot of slots) {
    const key = slot.kind === 'recovery' ? await openRecoverySlot(slot, phrase) : null
    if (key !== null) return key
  }
  throw new AppError('wrong-recovery-phrase')
}

/** After the recovery phrase has opened it. Raises `passphrase-needed`, `keychain-unavailable`. */
export async function renewedSlots(
  slots: readonly KeySlot[],
  key: Uint8Array,
  keychain: Keychain | null,
  newPassphrase: string | undefined,
): Promise<KeySlot[]> {
  if (hasPassphrase(slots) && newPassphrase === undefined) throw new AppError('passphrase-needed')
  const renewed = await accessSlots(key, keychain, newPassphrase)
  return [...slots.filter((old) => !isReplacedBy(renewed, old)), ...renewed]
}

export const hasPassphrase = (slots: readonly KeySlot[]) => slots.some(({ kind }) => kind === 'passphrase')

/** What opens a profile day by day: a passphrase alone where there is one, for a keychain asks nobody. */
export async function accessSlots(key: Uint8Array, keychain: Keychain | null, passphrase?: string): Promise<KeySlot[]> {
  if (passphrase !== undefined) return [await makePassphraseSlot(key, passphrase)]
  if (keychain === null) throw new AppError('passphrase-needed')
  return [await makeKeychainSlot(key, keychain)]
}

/** A keychain's slot leaves those of other keychains alone; a passphrase takes the place of all. */
function isReplacedBy(renewed: readonly KeySlot[], old: KeySlot): boolean {
  if (old.kind === 'recovery') return false
  return renewed.some((slot) => slot.kind !== 'keychain' || old.kind !== 'keychain' || slot.backend === old.backend)
}
