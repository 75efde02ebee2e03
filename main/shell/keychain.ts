/** The keychain of the operating system through Electron's safeStorage, with its async calls where the runtime has them. */
import { safeStorage } from 'electron'
import { AppError } from '../../shared/errors.ts'
import type { Keychain } from '../core/host.ts'

/** Electron 33, which tests can have, lacks the async calls. */
type Storage = Omit<typeof safeStorage, 'encryptStringAsync' | 'decryptStringAsync' | 'isAsyncEncryptionAvailable'> &
  Partial<Pick<typeof safeStorage, 'encryptStringAsync' | 'decryptStringAsync' | 'isAsyncEncryptionAvailable'>>

/** Null where there is none, or where it would be no protection (Linux: `basic_text`). Call it when the app is ready. */
export async function systemKeychain(storage: Storage = safeStorage): Promise<Keychain | null> {
  const backend = process.platform === 'linux' ? storage.getSelectedStorageBackend() : process.platform
  if (backend === 'basic_text' || backend === 'unknown') return null
  const available = (await storage.isAsyncEncryptionAvailable?.()) ?? storage.isEncryptionAvailable()
  if (!available) return null
  return {
    backend,
    async wrap(plain) {
      const text = Buffer.from(plain).toString('base64')
      return attempt(async () => (await storage.encryptStringAsync?.(text)) ?? storage.encryptString(text))
    },
    async unwrap(wrapped) {
      const bytes = Buffer.from(wrapped)
      const text = await attempt(
        async () => (await storage.decryptStringAsync?.(bytes))?.result ?? storage.decryptString(bytes),
      )
      return Buffer.from(text, 'base64')
    },
  }
}

async function attempt<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    throw new AppError('keychain-unavailable', 'the keychain refused', {}, { cause })
  }
}
