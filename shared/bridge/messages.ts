/** What the two ends of a bridge say: calls, results, and streams with credits. [SPEC.md, section B] */
import { z } from 'zod'
import { ErrorSchema } from '../contract/error.ts'

/** Values of one stream that may be on their way or unread at the client. */
export const streamWindow = 32

/** Bytes of one stream that may be on their way or unread, unless a single value is larger. */
export const streamWindowBytes = 1024 * 1024

/** Calls and streams of one channel that may be open. */
export const maxOpenCalls = 8192

const id = z.int().nonnegative()

export const ClientMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('call'), id, path: z.array(z.string()).max(8).readonly(), input: z.unknown().optional() }),
  /** Ends a call or a stream; nothing is answered. */
  z.object({ type: z.literal('cancel'), id }),
  /** So many values of the stream have been read. */
  z.object({ type: z.literal('credit'), id, values: z.int().min(1).max(streamWindow) }),
])
export type ClientMessage = z.infer<typeof ClientMessage>

export const ServerMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('result'), id, value: z.unknown().optional() }),
  /** Ends a call or a stream. */
  z.object({ type: z.literal('error'), id, error: ErrorSchema }),
  /** The call's result is a stream, whose values follow. */
  z.object({ type: z.literal('stream'), id }),
  z.object({ type: z.literal('value'), id, value: z.unknown().optional() }),
  z.object({ type: z.literal('end'), id, value: z.unknown().optional() }),
])
export type ServerMessage = z.infer<typeof ServerMessage>
