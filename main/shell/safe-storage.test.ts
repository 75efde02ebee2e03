/** Both ways of safeStorage against stand-ins of it: the sync one runs for real in Electron's tests, the async one has no runtime there. */
import { expect, test } from 'vitest'
import { keychainOf, type SafeStorage } from './safe-storage.ts'

const prefix = Buffer.from('v11')
const encrypted = (text: string) => Buffer.concat([prefix, Buffer.from(text).reverse()])
function decrypted(bytes: Buffer): string {
  if (!bytes.subarray(0, 3).equals(prefix)) throw new Error('Error while decrypting the ciphertext')
  return Buffer.from(bytes.subarray(3)).reverse().toString()
}

const backend = (name: string) => ({ getSelectedStorageBackend: () => name })
const sync = {
  isEncryptionAvailable: () => true,
  encryptString: encrypted,
  decryptString: decrypted,
}
const async = {
  isAsyncEncryptionAvailable: async () => true,
  encryptStringAsync: async (text: string) => encrypted(text),
  decryptStringAsync: async (bytes: Buffer) => ({ result: decrypted(bytes), shouldReEncrypt: false }),
}
const never = (): never => {
  throw new Error('the sync call was used')
}
const unused = { isEncryptionAvailable: never, encryptString: never, decryptString: never }

const secret = new Uint8Array([0, 1, 2, 254, 255])

test.each<[string, SafeStorage]>([
  ['the sync calls of Electron 33', { ...backend('gnome_libsecret'), ...sync }],
  ['the async calls before the sync ones', { ...backend('gnome_libsecret'), ...unused, ...async }],
  ['the async calls alone', { ...backend('kwallet6'), ...async }],
])('I-4 wraps and unwraps with %s', async (_, storage) => {
  const keychain = await keychainOf(storage, 'linux')
  if (keychain === null) throw new Error('no keychain')
  expect(keychain.backend).toBe(storage.getSelectedStorageBackend())
  const wrapped = await keychain.wrap(secret)
  const { plain, renew } = await keychain.unwrap(wrapped)
  expect(Uint8Array.from(plain)).toEqual(secret)
  expect(renew).toBe(false)
  await expect(keychain.unwrap(wrapped.slice(1))).rejects.toMatchObject({ code: 'keychain-unavailable' })
})

test('what the sync calls have wrapped, the async ones unwrap', async () => {
  const before = await keychainOf({ ...backend('gnome_libsecret'), ...sync }, 'linux')
  const after = await keychainOf({ ...backend('gnome_libsecret'), ...async }, 'linux')
  const wrapped = (await before?.wrap(secret)) ?? new Uint8Array()
  expect(Uint8Array.from((await after?.unwrap(wrapped))?.plain ?? [])).toEqual(secret)
})

test('I-11 says when the keychain asks to wrap anew', async () => {
  const storage = {
    ...async,
    decryptStringAsync: async (bytes: Buffer) => ({ result: decrypted(bytes), shouldReEncrypt: true }),
  }
  const keychain = await keychainOf({ ...backend(''), ...storage }, 'darwin')
  expect(keychain?.backend).toBe('darwin')
  expect(await keychain?.unwrap(await keychain.wrap(secret))).toMatchObject({ renew: true })
})

test.each<[string, SafeStorage, NodeJS.Platform]>([
  ['basic_text', { ...backend('basic_text'), ...sync }, 'linux'],
  ['an unknown backend', { ...backend('unknown'), ...async }, 'linux'],
  [
    'a keychain that is not there',
    { ...backend('gnome_libsecret'), ...sync, isEncryptionAvailable: () => false },
    'linux',
  ],
  [
    'the same, asked the async way',
    { ...backend(''), ...async, isAsyncEncryptionAvailable: async () => false },
    'win32',
  ],
  [
    'one that fails when asked',
    { ...backend(''), ...async, isAsyncEncryptionAvailable: async () => never() },
    'darwin',
  ],
  [
    'a keyring in name only',
    { ...backend('gnome_libsecret'), ...async, encryptStringAsync: async () => Buffer.from('v10x') },
    'linux',
  ],
  ['nothing to ask', backend('gnome_libsecret'), 'linux'],
])('I-4 %s is no keychain', async (_, storage, platform) => {
  expect(await keychainOf(storage, platform)).toBeNull()
})
