/** The Signal protocol over the profile's database. Has no knowledge of relays, contacts or what contents mean. */

export { beginAnew } from './anew.ts'
export { certificateGraceMs, isCertificateTrusted } from './certificate.ts'
export { protocolMigrations } from './migrations.ts'
export { maxContentBytes } from './padding.ts'
export {
  addLongLivedPrekeys,
  addOneTimePrekeys,
  currentLongLivedPrekeys,
  dropRetiredPrekeys,
  takePrekeyIds,
  unusedPrekeys,
} from './prekeys.ts'
export { createProtocol, type ProtocolOptions } from './protocol.ts'
export { resendReference } from './resend.ts'
export type {
  AccountBundle,
  Address,
  CertificateTrust,
  DeviceBundle,
  Hint,
  LocalIdentity,
  Opened,
  OpenFailure,
  OpenOptions,
  Protocol,
  Sealed,
  SealedForDevice,
  SealOptions,
  TrustRoots,
  UnitOfWork,
} from './types.ts'
