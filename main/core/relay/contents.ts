/** Contents as bytes and back. Has no knowledge of what the bodies mean. */
import { create, fromBinary, type MessageInitShape, toBinary } from '@bufbuild/protobuf'
import { parse as parseUuid, stringify as stringifyUuid, v7 as uuidV7 } from 'uuid'
import { AccountId, MessageId } from '../../../shared/ids.ts'
import { type Content, ContentSchema, type Introduction } from '../../../shared/wire/gen/content_pb.js'
import type { ContentBody } from './messaging.ts'

/** The id as it travels, 16 bytes. */
export const idBytes = (id: string): Uint8Array<ArrayBuffer> => Uint8Array.from(parseUuid(id))

/** An envelope id of its own, for what is not the first envelope of a content. */
export const newEnvelopeId = (): Uint8Array<ArrayBuffer> => idBytes(uuidV7())

/** The id that 16 bytes stand for; null where they are no UUID. */
export const messageIdOf = (bytes: Uint8Array): MessageId | null => idOf(MessageId, bytes)
export const accountIdOf = (bytes: Uint8Array): AccountId | null => idOf(AccountId, bytes)

function idOf<Id>(schema: { parse(text: string): Id }, bytes: Uint8Array): Id | null {
  try {
    return schema.parse(stringifyUuid(bytes))
  } catch {
    return null
  }
}

export interface ContentHead {
  readonly id: MessageId
  /** 0 for what has no place in the order. */
  readonly counter: bigint
  /** Milliseconds since the epoch. */
  readonly sentAt: number
  /** Seconds after reading; null for never. */
  readonly expiresAfter?: number | null
}

/** A Content without introduction and padding. */
export function encodeContent({ id, counter, sentAt, expiresAfter }: ContentHead, body: ContentBody): Uint8Array {
  const head = { id: idBytes(id), counter, sentAt: BigInt(sentAt), expiresAfter: expiresAfter ?? 0 }
  const content: MessageInitShape<typeof ContentSchema> = { ...head, body }
  return toBinary(ContentSchema, create(ContentSchema, content))
}

/** Adds the introduction: protobuf messages that follow each other are read as one. */
export function withIntroduction(content: Uint8Array, introduction: Introduction): Uint8Array {
  const added = toBinary(ContentSchema, create(ContentSchema, { introduction }))
  return Buffer.concat([content, added])
}

/** Says that we have no good delivery token of the recipient. */
export function askingIntroduction(content: Uint8Array): Uint8Array {
  return Buffer.concat([content, toBinary(ContentSchema, create(ContentSchema, { asksIntroduction: true }))])
}

/** Null for what is not a Content. */
export function decodeContent(bytes: Uint8Array): { id: MessageId; content: Content } | null {
  try {
    const content = fromBinary(ContentSchema, bytes)
    const id = messageIdOf(content.id)
    return id === null ? null : { id, content }
  } catch {
    return null
  }
}
