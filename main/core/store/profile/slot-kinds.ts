/** How each kind of slot is made and opened. Has no knowledge of the file or of when which slot is asked. */
import { hkdf as hkdfWithCallback, randomBytes } from 'node:crypto'
import { promisify } from 'node:util'
import { hashRaw } from '@node-rs/argon2'
import { generateMnemonic, mnemonicToEntropy } from '@scure/bip39'
import { wordlist } from '@scure/bip39/wordlists/english.js'
import type { KeychainSlot, PassphraseSlot, RecoverySlot } from './key-slots.ts'
import { checkOf, unwrap, wrap } from './key-wrap.ts'

const hkdf = promisify(hkdfWithCallback)

/** The operating system's keychain, as the host hands it in; the core itself reaches none. */
export interface Keychain {
  /** Names the kind of keychain: a slot is for one of them. */
  readonly backend: string
  /** Wraps up to 1 KiB. Raises `keychain-unavailable`. */
  wrap(plain: Uint8Array): Promise<Uint8Array>
  /** Raises `keychain-unavailable` when the keychain refuses, is another one, or has lost its key. */
  unwrap(wrapped: Uint8Array): Promise<{ readonly plain: Uint8Array; readonly renew: boolean }>
}

export async function makeKeychainSlot(key: Uint8Array, keychain: Keychain): Promise<KeychainSlot> {
  return { kind: 'keychain', backend: keychain.backend, wrapped: await keychain.wrap(key) }
}

/** Gives the key, and whether the slot is to be made anew; null where this keychain does not hold it (any more). */
export async function openKeychainSlot(
  slot: KeychainSlot,
  keychain: Keychain,
  check: Uint8Array,
): Promise<{ readonly key: Uint8Array; readonly renew: boolean } | null> {
  try {
    const { plain, renew } = await keychain.unwrap(slot.wrapped)
    return Buffer.compare(checkOf(plain), check) === 0 ? { key: plain, renew } : null
  } catch {
    return null
  }
}

/** argon2id, RFC 9106 §4, second recommended option: 3 passes, 64 MiB, 4 lanes, 16 bytes of salt. */
const argon2 = { memoryKib: 64 * 1024, passes: 3, lanes: 4, saltBytes: 16 } as const
/** `Algorithm.Argon2id` of @node-rs/argon2, whose const enum does not exist at run time. */
const argon2id = 2

const passphraseContext = 'MegaChat key slot 1: passphrase'

export async function makePassphraseSlot(key: Uint8Array, passphrase: string): Promise<PassphraseSlot> {
  const { memoryKib, passes, lanes } = argon2
  const salt = randomBytes(argon2.saltBytes)
  const wrapping = await stretch(passphrase, { salt, memoryKib, passes, lanes })
  return { kind: 'passphrase', salt, memoryKib, passes, lanes, wrapped: wrap(key, wrapping, passphraseContext) }
}

/** Gives the key; null for another passphrase. */
export async function openPassphraseSlot(slot: PassphraseSlot, passphrase: string): Promise<Uint8Array | null> {
  return unwrap(slot.wrapped, await stretch(passphrase, slot), passphraseContext)
}

async function stretch(
  passphrase: string,
  { salt, memoryKib, passes, lanes }: Pick<PassphraseSlot, 'salt' | 'memoryKib' | 'passes' | 'lanes'>,
): Promise<Uint8Array> {
  // The same passphrase comes in different code points from different keyboards.
  return await hashRaw(passphrase.normalize('NFKC'), {
    algorithm: argon2id,
    memoryCost: memoryKib,
    timeCost: passes,
    parallelism: lanes,
    outputLen: 32,
    salt,
  })
}

const recoveryContext = 'MegaChat key slot 1: recovery phrase'

/** 24 words of 256 random bits (BIP 39, English list). */
export function newRecoveryPhrase(): string[] {
  return generateMnemonic(wordlist, 256).split(' ')
}

export async function makeRecoverySlot(key: Uint8Array, phrase: readonly string[]): Promise<RecoverySlot> {
  const salt = randomBytes(32)
  const wrapping = await recoveryKey(mnemonicToEntropy(phrase.join(' '), wordlist), salt)
  return { kind: 'recovery', salt, wrapped: wrap(key, wrapping, recoveryContext) }
}

/** Gives the key; null for another phrase or for words that are no phrase. Case and spaces do not count. */
export async function openRecoverySlot(slot: RecoverySlot, phrase: string): Promise<Uint8Array | null> {
  const entropy = entropyOf(phrase)
  return entropy === null ? null : unwrap(slot.wrapped, await recoveryKey(entropy, slot.salt), recoveryContext)
}

/** HKDF-SHA-256 (RFC 5869): the entropy is a full key already and needs no stretching. */
async function recoveryKey(entropy: Uint8Array, salt: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(await hkdf('sha256', entropy, salt, recoveryContext, 32))
}

function entropyOf(phrase: string): Uint8Array | null {
  const words = phrase.normalize('NFKD').toLowerCase().split(/\s+/).filter(Boolean)
  try {
    const entropy = mnemonicToEntropy(words.join(' '), wordlist)
    return entropy.length === 32 ? entropy : null
  } catch {
    return null
  }
}
