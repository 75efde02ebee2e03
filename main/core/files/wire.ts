/** File messages as protobuf. What comes in is parsed here once; nothing behind this file sees unchecked values. */
import { create, type MessageInitShape } from '@bufbuild/protobuf'
import { parse as uuidBytes } from 'uuid'
import { z } from 'zod'
import type { ErrorCode } from '../../../shared/errors.ts'
import { TransferId } from '../../../shared/ids.ts'
import { parseRelayAddress } from '../../../shared/invite/index.ts'
import {
  FileEnd_Reason,
  FileMessageSchema,
  type MediaSchema,
  type Media as WireMedia,
  type FileMessage as WireMessage,
  type Text as WireText,
} from '../../../shared/wire/gen/content_pb.js'
import { chunkSize, keyBytes, maxFileSize } from './chunk.ts'
import { maxEntries, maxManifestBytes } from './folder/limits.ts'
import type { SharedFile } from './sharing/table.ts'

/** How a transfer ends for both sides. `complete` is the receiver's word, the source's fate the sender's. */
export type EndReason = 'complete' | 'cancelled' | 'file-changed' | 'file-vanished' | 'disk-full' | 'transfer-corrupt'

const reasons: Record<EndReason, FileEnd_Reason> = {
  complete: FileEnd_Reason.COMPLETE,
  cancelled: FileEnd_Reason.CANCELLED,
  'file-changed': FileEnd_Reason.SOURCE_CHANGED,
  'file-vanished': FileEnd_Reason.SOURCE_VANISHED,
  'disk-full': FileEnd_Reason.DISK_FULL,
  'transfer-corrupt': FileEnd_Reason.CORRUPT,
}
const reasonOf = new Map(Object.entries(reasons).map(([name, value]) => [value, name as EndReason]))

/** Unlike the library's it takes any bytes: whether they are a UUID is for the schema to say. */
const uuidForm = (value: Uint8Array): string =>
  Buffer.from(value)
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')

const bytes = (length: number) => z.instanceof(Uint8Array).refine((value) => value.length === length)

const Message = z.object({
  transferId: bytes(16).transform(uuidForm).pipe(TransferId),
  body: z.discriminatedUnion('case', [
    z.object({
      case: z.literal('offer'),
      value: z.object({
        name: z.string().max(1024),
        size: z.bigint().max(BigInt(maxFileSize)).transform(Number),
        chunkSize: z.literal(chunkSize),
        key: bytes(keyBytes),
        caption: z.custom<WireText>().optional(),
        /** See media-wire.ts. */
        media: z.custom<WireMedia>().optional(),
        stores: z.boolean(),
        folder: z
          .object({
            files: z.int().max(maxEntries),
            folders: z.int().max(maxEntries),
            leftOut: z.int(),
            manifestId: bytes(16).transform(uuidForm).pipe(TransferId),
            manifestKey: bytes(keyBytes),
            manifestSize: z.bigint().min(1n).max(BigInt(maxManifestBytes)).transform(Number),
            stores: z.boolean(),
          })
          .optional(),
        /** What does not hold is as if it were not there: the sender has the file too. */
        shared: z
          .object({
            relayUrl: z.string().max(512).transform(parseRelayAddress),
            relayPin: bytes(32)
              .or(bytes(0))
              .transform((pin) => (pin.length === 0 ? null : pin)),
            share: z.string().max(128),
            transferId: bytes(16),
            key: bytes(keyBytes),
            hashes: z.instanceof(Uint8Array),
          })
          .optional()
          .catch(undefined),
      }),
    }),
    z.object({
      case: z.literal('answer'),
      value: z.discriminatedUnion('accepted', [
        z.object({
          accepted: z.literal(true),
          /** Empty, as the capability is: the one that the sender has opened. */
          blobId: z.string().max(128),
          writeCapability: bytes(32).or(bytes(0)),
          directSecret: bytes(32)
            .or(bytes(0))
            .transform((secret) => (secret.length === 0 ? null : secret)),
          unwanted: z.bigint().max(BigInt(maxFileSize)).transform(Number),
        }),
        z.object({ accepted: z.literal(false) }),
      ]),
    }),
    z.object({
      case: z.literal('stored'),
      value: z.union([
        z.object({ blobId: z.string().min(1).max(128), readCapability: bytes(32) }),
        z.object({ blobId: z.literal(''), readCapability: bytes(0) }),
      ]),
    }),
    z.object({
      case: z.literal('reach'),
      value: z.object({
        places: z.array(z.string().max(64)).max(64),
        udpPlaces: z.array(z.string().max(64)).max(64),
        answer: z.boolean(),
      }),
    }),
    z.object({ case: z.literal('end'), value: z.object({ reason: z.int() }) }),
  ]),
})
export type FileMessage = z.infer<typeof Message>

/** Gives null for a message that breaks the protocol or belongs to a newer one. */
export function readMessage(message: WireMessage): FileMessage | null {
  const parsed = Message.safeParse(message)
  return parsed.success ? parsed.data : null
}

/** Gives null for a reason that is not known here. */
export const readReason = (reason: number): EndReason | null => reasonOf.get(reason) ?? null

/** The 16 bytes of a transfer's id. */
export const idBytes = (id: TransferId): Uint8Array => uuidBytes(id)

const messageOf = (id: TransferId, body: MessageInitShape<typeof FileMessageSchema>['body']) => ({
  case: 'file' as const,
  value: create(FileMessageSchema, { transferId: idBytes(id), ...(body === undefined ? {} : { body }) }),
})

/** A folder as its offer names it. */
export interface OfferedFolder {
  readonly files: number
  readonly folders: number
  readonly leftOut: number
  readonly manifestId: TransferId
  /** 32 bytes. */
  readonly manifestKey: Uint8Array
  /** Bytes. */
  readonly manifestSize: number
  readonly stores: boolean
}

const folderToWire = ({ manifestId, manifestSize, ...folder }: OfferedFolder) => ({
  ...folder,
  manifestId: idBytes(manifestId),
  manifestSize: BigInt(manifestSize),
})

const sharedToWire = ({ share: { relay, token }, sealing, hashes }: SharedFile) => ({
  relayUrl: relay.url,
  relayPin: relay.pin ?? new Uint8Array(),
  share: token,
  ...sealing,
  hashes,
})

export const offerMessage = (
  id: TransferId,
  offer: {
    name: string
    size: number
    key: Uint8Array
    modifiedNs: bigint
    media?: MessageInitShape<typeof MediaSchema>
    stores?: boolean
    folder?: OfferedFolder
    shared?: SharedFile
    caption?: WireText | undefined
  },
) => {
  return messageOf(id, {
    case: 'offer',
    value: {
      name: offer.name,
      size: BigInt(offer.size),
      chunkSize,
      key: offer.key,
      modifiedAt: offer.modifiedNs < 0n ? 0n : offer.modifiedNs / 1_000_000n,
      ...(offer.media === undefined ? {} : { media: offer.media }),
      stores: offer.stores ?? false,
      ...(offer.folder === undefined ? {} : { folder: folderToWire(offer.folder) }),
      ...(offer.shared === undefined ? {} : { shared: sharedToWire(offer.shared) }),
      ...(offer.caption === undefined ? {} : { caption: offer.caption }),
    },
  })
}

export interface Acceptance {
  /** Null for the one that the sender has opened. */
  readonly blob: { readonly id: string; readonly writeCapability: Uint8Array } | null
  /** Null where no direct connection is wanted. */
  readonly directSecret: Uint8Array | null
  /** Bytes of the chunks that are not wanted. */
  readonly unwanted: number
}

export const acceptMessage = (id: TransferId, { blob, directSecret, unwanted }: Acceptance) =>
  messageOf(id, {
    case: 'answer',
    value: {
      accepted: true,
      ...(blob === null ? {} : { blobId: blob.id, writeCapability: blob.writeCapability }),
      directSecret: directSecret ?? new Uint8Array(),
      unwanted: BigInt(unwanted),
    },
  })

export const reachMessage = (
  id: TransferId,
  { places, udpPlaces }: { readonly places: readonly string[]; readonly udpPlaces: readonly string[] },
  answer: boolean,
) => messageOf(id, { case: 'reach', value: { places: [...places], udpPlaces: [...udpPlaces], answer } })

/** Null: no blob can be had there. */
export const storedMessage = (id: TransferId, blob: { id: string; readCapability: Uint8Array } | null) =>
  messageOf(id, {
    case: 'stored',
    value: blob === null ? {} : { blobId: blob.id, readCapability: blob.readCapability },
  })

export const declineMessage = (id: TransferId) => messageOf(id, { case: 'answer', value: { accepted: false } })

export const endMessage = (id: TransferId, reason: EndReason) =>
  messageOf(id, { case: 'end', value: { reason: reasons[reason] } })

/** A local failure as the other side is told it; null where there is nothing to tell. */
export function reasonFor(code: ErrorCode): EndReason {
  if (code === 'file-changed' || code === 'transfer-corrupt' || code === 'disk-full') return code
  // Whether it cannot be found or cannot be read is nobody else's business.
  return 'file-vanished'
}
