/** The keychain as Electron's safeStorage offers it: its async calls where the runtime has them, else the sync ones. */
import { AppError } from '../../shared/errors.ts'
import type { Keychain } from '../core/host.ts'

/** Electron 33 has the second half alone, later versions will have the first alone; what one wraps the other unwraps. */
export interface SafeStorage {
  isAsyncEncryptionAvailable?(): Promise<boolean>
  encryptStringAsync?(text: string): Promise<Buffer>
  decryptStringAsync?(bytes: Buffer): Promise<{ readonly result: string; readonly shouldReEncrypt: boolean }>
  isEncryptionAvailable?(): boolean
  encryptString?(text: string): Buffer
  decryptString?(bytes: Buffer): string
  /** Linux only. */
  getSelectedStorageBackend(): string
}

/**
 * Null where there is none, or where it would be no protection (Linux: `basic_text`, a key that stands in the program).
 * Call it when the app is ready.
 */
export async function keychainOf(storage: SafeStorage, platform: NodeJS.Platform): Promise<Keychain | null> {
  const backend = platform === 'linux' ? storage.getSelectedStorageBackend() : platform
  if (backend === 'basic_text' || backend === 'unknown') return null
  if (!(await isAvailable(storage)) || (platform === 'linux' && !(await protects(storage)))) return null
  return {
    backend,
    wrap: (plain) => attempt(() => encrypt(storage, Buffer.from(plain).toString('base64'))),
    unwrap: (wrapped) =>
      attempt(async () => {
        const { result, shouldReEncrypt } = await decrypt(storage, Buffer.from(wrapped))
        return { plain: Buffer.from(result, 'base64'), renew: shouldReEncrypt }
      }),
  }
}

async function isAvailable(storage: SafeStorage): Promise<boolean> {
  try {
    return (await storage.isAsyncEncryptionAvailable?.()) ?? storage.isEncryptionAvailable?.() ?? false
  } catch {
    return false
  }
}

/** Chromium's mark on what it has encrypted on Linux under the key that stands in the program (os_crypt). */
const unprotected = Buffer.from('v10')

/** Not where a keyring was chosen, and then could not be had: Chromium goes on with a key that everybody knows. */
async function protects(storage: SafeStorage): Promise<boolean> {
  try {
    return !(await encrypt(storage, 'probe')).subarray(0, unprotected.length).equals(unprotected)
  } catch {
    return false
  }
}

async function encrypt(storage: SafeStorage, text: string): Promise<Buffer> {
  if (storage.encryptStringAsync) return storage.encryptStringAsync(text)
  if (storage.encryptString) return storage.encryptString(text)
  throw new Error('no way to encrypt')
}

async function decrypt(storage: SafeStorage, bytes: Buffer) {
  if (storage.decryptStringAsync) return storage.decryptStringAsync(bytes)
  if (storage.decryptString) return { result: storage.decryptString(bytes), shouldReEncrypt: false }
  throw new Error('no way to decrypt')
}

async function attempt<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    throw new AppError('keychain-unavailable', 'the keychain refused', {}, { cause })
  }
}
