/** The Signal protocol over the profile's database. Has no knowledge of relays, contacts or what contents mean. */
export type {
  AccountBundle,
  Address,
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
