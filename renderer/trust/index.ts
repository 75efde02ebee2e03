/** Whom one trusts: safety numbers, changed identities, and who is blocked. */
export { BlockButton } from './BlockButton.tsx'
export { BlockedBar } from './BlockedBar.tsx'
export { askToBlock, showSafetyNumber } from './dialogs.ts'
export { IdentityBar } from './IdentityBar.tsx'
export { TrustDialogs } from './TrustDialogs.tsx'
export { useContact } from './useContact.ts'
export { digitGroups, useSafetyNumber } from './useSafetyNumber.ts'
export { useUnblock } from './useUnblock.ts'
