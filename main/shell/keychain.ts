/** The keychain of the operating system, of this Electron. */
import { safeStorage } from 'electron'
import type { Keychain } from '../core/host.ts'
import { keychainOf } from './safe-storage.ts'

/** Null where there is none that protects. Call it when the app is ready. */
export const systemKeychain = (): Promise<Keychain | null> => keychainOf(safeStorage, process.platform)
