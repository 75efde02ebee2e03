/** The keychain of the operating system without Electron, through `@napi-rs/keyring`. Has no knowledge of what is wrapped. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { AsyncEntry } from '@napi-rs/keyring'
import { AppError } from '../../shared/errors.ts'
import type { Keychain, Unwrapped } from '../core/host.ts'

const service = 'MegaChat'

/** The Secret Service only: keys of the Linux kernel's own store are gone after a restart. */
const entryOptions = { linux: { store: 'secret-service' } } as const

/**
 * A keychain that has not answered after this time counts as none, in milliseconds. A locked one asks the user for its
 * password; where nobody sits, nobody would answer.
 */
const patience = { attended: 60_000, unattended: 3000 }

// What `wrap` gives: id of the entry, nonce, ciphertext, tag.
const idLength = 16
const nonceLength = 12
const tagLength = 16
const keyLength = 32

/** Null where an entry cannot be written, read and removed again. */
export async function systemKeyring(presence: keyof typeof patience): Promise<Keychain | null> {
  return (await works(patience[presence])) ? { backend: 'keyring', wrap, unwrap } : null
}

async function works(timeout: number): Promise<boolean> {
  const signal = AbortSignal.timeout(timeout)
  const late = new Promise<boolean>((resolve) => signal.addEventListener('abort', () => resolve(false)))
  return Promise.race([probe(signal).catch(() => false), late])
}

async function probe(signal: AbortSignal): Promise<boolean> {
  const entry = entryOf(`probe ${randomBytes(8).toString('hex')}`)
  const secret = randomBytes(keyLength)
  await entry.setSecret(secret, signal)
  const read = await entry.getSecret(signal)
  return (await entry.deleteCredential(signal)) && read !== null && secret.equals(Uint8Array.from(read))
}

const entryOf = (name: string) => new AsyncEntry(service, name, entryOptions)
const entryOfKey = (id: Uint8Array) => entryOf(`key ${Buffer.from(id).toString('hex')}`)

/** A new AES-256-GCM key for each value; the key lies in the keychain, the rest in what is given back. */
async function wrap(plain: Uint8Array): Promise<Uint8Array> {
  const id = randomBytes(idLength)
  const key = randomBytes(keyLength)
  const nonce = randomBytes(nonceLength)
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: tagLength }).setAAD(id)
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()])
  await attempt(() => entryOfKey(id).setSecret(key))
  return Buffer.concat([id, nonce, sealed, cipher.getAuthTag()])
}

async function unwrap(wrapped: Uint8Array): Promise<Unwrapped> {
  const id = wrapped.subarray(0, idLength)
  const nonce = wrapped.subarray(idLength, idLength + nonceLength)
  const key = await attempt(() => entryOfKey(id).getSecret())
  return attempt(async () => {
    if (key === null) throw new Error('the keychain has lost the key')
    const decipher = createDecipheriv('aes-256-gcm', Uint8Array.from(key), nonce, { authTagLength: tagLength })
    decipher.setAAD(id).setAuthTag(wrapped.subarray(-tagLength))
    const sealed = wrapped.subarray(idLength + nonceLength, -tagLength)
    // The entry's key is for this value alone and never replaced.
    return { plain: Buffer.concat([decipher.update(sealed), decipher.final()]), renew: false }
  })
}

async function attempt<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    throw new AppError('keychain-unavailable', 'the keychain refused', {}, { cause })
  }
}
