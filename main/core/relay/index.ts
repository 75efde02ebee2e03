/** The way to relays: the own one with its account, others without; what goes out and what comes in. */
export { fullJitter, Pause } from './backoff.ts'
export type { BlobPlace, BlobShare, Blobs, HeldChunks, NewBlob } from './blobs.ts'
export { accountIdOf, idBytes, messageIdOf } from './contents.ts'
export type { Access, AfterRefusal, Directory, IdentityJudgement, Peer, Stranger } from './directory.ts'
export type { FormerPlace } from './former-mailboxes.ts'
export { checkRelay, connectionRouter } from './handlers.ts'
export { RelayHttp } from './http.ts'
export { type FoundPerson, fetchInfo, findPerson, findStun } from './lookup.ts'
export type {
  BodyOf,
  ContentBody,
  ContentCase,
  ContentHandler,
  EnqueueOptions,
  ExpiryRule,
  Incoming,
  IncomingHead,
  Messaging,
  Outcome,
  Sender,
  Unreadable,
} from './messaging.ts'
export { relayMigrations } from './migrations.ts'
export { unsealEverything } from './outbox-table.ts'
export { onAddressesChanged } from './own-addresses.ts'
export { type ProxyFor, straight } from './proxy.ts'
export { type RelayPlace, Relays } from './relays.ts'
export { createRelayRoom, type RelayRoom, type RelayRoomOptions } from './room.ts'
export { fingerprintOf } from './sealer.ts'
