/** Contract of calls: the core signals and decides, the renderer holds the peer connection. */
import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { CallId, ConversationId } from '../ids.ts'
import { oneEmoji } from '../one-emoji.ts'

export const CallMedia = z.enum(['voice', 'video'])
export type CallMedia = z.infer<typeof CallMedia>

export const CallEnd = z.enum([
  'hung-up',
  'declined',
  'busy',
  'no-answer',
  'missed',
  'cancelled',
  'failed',
  'unavailable',
  'answered-elsewhere',
])
export type CallEnd = z.infer<typeof CallEnd>

/** What one side does at the moment, as it says itself. */
export const CallDevices = z.object({
  microphone: z.boolean(),
  camera: z.boolean(),
  screen: z.boolean(),
  /** It keeps what it sees and hears. */
  recording: z.boolean(),
})
export type CallDevices = z.infer<typeof CallDevices>

export const Call = z.object({
  id: CallId,
  conversationId: ConversationId,
  name: z.string(),
  direction: z.enum(['outgoing', 'incoming']),
  media: CallMedia,
  phase: z.enum(['calling', 'ringing', 'connecting', 'active', 'ended']),
  end: CallEnd.nullable(),
  startedAt: z.number(),
  /** When media began to flow; null before. */
  activeSince: z.number().nullable(),
  /** On hold: the user talks to somebody else meanwhile. */
  held: z.boolean(),
  /** The other side has put it on hold. */
  heldThere: z.boolean(),
  remote: CallDevices,
  /** The same of this side, once it is known. */
  own: CallDevices.nullable(),
})
export type Call = z.infer<typeof Call>

/** 32 bytes as hexadecimal digits. */
const Bytes32 = z.string().regex(/^[0-9a-f]{64}$/)

/** What one peer connection tells the other; it travels as a Signal message, so its DTLS fingerprint is authenticated. */
export const PeerSignal = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('description'),
    kind: z.enum(['offer', 'answer', 'rollback']),
    sdp: z.string().max(65_536),
  }),
  z.object({ type: z.literal('candidates'), candidates: z.array(z.string().max(4096)).max(64) }),
  /** What the symbols to compare are made of (SPEC C-20). */
  z.object({ type: z.literal('commitment'), hash: Bytes32 }),
  z.object({ type: z.literal('nonce'), nonce: Bytes32 }),
  /** One emoji, for a moment. */
  z.object({ type: z.literal('reaction'), emoji: z.string().regex(oneEmoji) }),
])
export type PeerSignal = z.infer<typeof PeerSignal>

export const IceServer = z.object({
  urls: z.array(z.string()),
  username: z.string().optional(),
  credential: z.string().optional(),
})
export type IceServer = z.infer<typeof IceServer>

export const CallEvent = z.discriminatedUnion('type', [
  /** The calls at hand, in the order in which they began; first event and on every change. */
  z.object({ type: z.literal('calls'), calls: z.array(Call) }),
  /** From the other side's peer connection, in its order. */
  z.object({ type: z.literal('signal'), callId: CallId, signal: PeerSignal }),
  /** This computer is at another address: the ways found so far may be gone. */
  z.object({ type: z.literal('network-changed'), callId: CallId }),
])
export type CallEvent = z.infer<typeof CallEvent>

export const calls = {
  watch: oc.output(eventIterator(CallEvent)),
  start: oc.input(z.object({ conversationId: ConversationId, media: CallMedia })).output(z.object({ callId: CallId })),
  /** Another call that goes on is put on hold. */
  accept: oc.input(z.object({ callId: CallId, media: CallMedia })).output(z.void()),
  decline: oc.input(z.object({ callId: CallId })).output(z.void()),
  end: oc.input(z.object({ callId: CallId })).output(z.void()),
  /** Puts a call on hold, or goes on with it and puts the other one on hold. */
  hold: oc.input(z.object({ callId: CallId, held: z.boolean() })).output(z.void()),
  signal: oc.input(z.object({ callId: CallId, signal: PeerSignal })).output(z.void()),
  /** The renderer's media flow, broke, or cannot be had. */
  reportMedia: oc
    .input(z.object({ callId: CallId, state: z.enum(['connected', 'interrupted', 'failed']) }))
    .output(z.void()),
  /** What this side sends, for the other side's display. */
  setDevices: oc.input(CallDevices.extend({ callId: CallId })).output(z.void()),
  iceConfiguration: oc
    .input(z.object({ callId: CallId }))
    .output(z.object({ servers: z.array(IceServer), relayOnly: z.boolean() })),
}
