/** The store: one encrypted database per profile, opened with a key that the profile's key slots hold. */
export type { Migration } from './migrations.ts'
export { databaseKeyBytes, openStore, type StoreOptions } from './open.ts'
export { type NewSlots, PortableSlots, type UnlockSecret } from './profile/portable-slots.ts'
export { claimProfile, type ProfileFolder, type Unlocked } from './profile/profile-folder.ts'
export type { Keychain } from './profile/slot-kinds.ts'
export { prepared } from './statements.ts'
export type { Attempt, Store, Tx } from './store.ts'
