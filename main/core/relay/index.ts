/** The way to relays: the own one with its account, others without; what goes out and what comes in. */
export type { BlobPlace, Blobs, HeldChunks, NewBlob } from './blobs.ts'
export type {
  BodyOf,
  ContentBody,
  ContentCase,
  ContentHandler,
  EnqueueOptions,
  Incoming,
  Messaging,
  Outcome,
  Sender,
} from './messaging.ts'
export type { RelayPlace } from './relays.ts'
