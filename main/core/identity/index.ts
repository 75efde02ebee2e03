/** Who we are: account, keys, prekeys, safety numbers. */
export type { Account, HomeRelay } from './account.ts'
export type { FormerHome } from './former-homes.ts'
export { createIdentity, Identity, loadIdentity, type NewAccount } from './identity.ts'
export { identityMigrations } from './migrations.ts'
export type { HeldPrekeys } from './prekeys.ts'
export type { SafetyNumber } from './safety-number.ts'
