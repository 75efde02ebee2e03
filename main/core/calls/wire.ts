/** Call messages as protobuf. What comes in is parsed here once; nothing behind this file sees unchecked values. */
import { create, type MessageInitShape } from '@bufbuild/protobuf'
import { parse as uuidBytes } from 'uuid'
import { PeerSignal } from '../../../shared/contract/calls.ts'
import { unreachable } from '../../../shared/errors.ts'
import { CallId } from '../../../shared/ids.ts'
import {
  CallHangup_Reason,
  CallMessageSchema,
  type CallMessage as WireMessage,
  type CallSignal as WireSignal,
} from '../../../shared/wire/gen/content_pb.js'
import type { CallBody, CallMessage, HangupReason, NumberedSignal } from './model.ts'
import { type Signal, signalsKept } from './signals.ts'

const reasons: Record<HangupReason, CallHangup_Reason> = {
  ended: CallHangup_Reason.ENDED,
  declined: CallHangup_Reason.DECLINED,
  busy: CallHangup_Reason.BUSY,
  cancelled: CallHangup_Reason.CANCELLED,
  'no-answer': CallHangup_Reason.NO_ANSWER,
  failed: CallHangup_Reason.FAILED,
  'answered-elsewhere': CallHangup_Reason.ANSWERED_ELSEWHERE,
}
const reasonOf = new Map(Object.entries(reasons).map(([name, value]) => [value, name as HangupReason]))

type WireInit = MessageInitShape<typeof CallMessageSchema>
type SignalInit = NonNullable<WireInit['signals']>[number]

/** Gives null for a message that breaks the protocol. */
export function readMessage({ callId: idBytes, received, signals, body }: WireMessage): CallMessage | null {
  const hex = Buffer.from(idBytes).toString('hex')
  const callId = CallId.safeParse(hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'))
  if (!callId.success || signals.length > signalsKept) return null
  return { callId: callId.data, received, signals: signals.map(readSignal), body: readBody(body) }
}

/** A signal that is not understood keeps its number, so that those behind it are not held up. */
function readSignal({ sequence, body }: WireSignal): NumberedSignal {
  if (body.case === 'devices') {
    const { microphone, camera, screen, recording, onHold: held } = body.value
    return { sequence, signal: { type: 'devices', microphone, camera, screen, recording, held } }
  }
  const parsed = PeerSignal.safeParse(readPeerSignal(body))
  return { sequence, signal: parsed.success ? parsed.data : null }
}

function readPeerSignal(body: Exclude<WireSignal['body'], { case: 'devices' }>): unknown {
  switch (body.case) {
    case 'description':
      return { type: 'description', kind: body.value.kind, sdp: body.value.sdp }
    case 'candidates':
      return { type: 'candidates', candidates: body.value.candidates }
    case 'commitment':
      return { type: 'commitment', hash: Buffer.from(body.value).toString('hex') }
    case 'nonce':
      return { type: 'nonce', nonce: Buffer.from(body.value).toString('hex') }
    case 'reaction':
      return { type: 'reaction', emoji: body.value }
    case undefined:
      return null
    default:
      return unreachable(body)
  }
}

function readBody(body: WireMessage['body']): CallBody {
  switch (body.case) {
    case 'offer':
    case 'answer':
    case 'missed':
      return { type: body.case, media: body.value.video ? 'video' : 'voice' }
    case 'ringing':
      return { type: 'ringing' }
    case 'hangup':
      return { type: 'hangup', reason: reasonOf.get(body.value.reason) ?? 'ended' }
    case undefined:
      return { type: 'none' }
    default:
      return unreachable(body)
  }
}

export function writeMessage({ callId, received, signals, body }: CallMessage): WireMessage {
  return create(CallMessageSchema, {
    callId: uuidBytes(callId),
    received,
    signals: signals.flatMap(({ sequence, signal }) =>
      signal === null ? [] : [{ sequence, body: writeSignal(signal) }],
    ),
    body: writeBody(body),
  })
}

function writeSignal(signal: Signal): NonNullable<SignalInit['body']> {
  switch (signal.type) {
    case 'description':
      return { case: 'description', value: { kind: signal.kind, sdp: signal.sdp } }
    case 'candidates':
      return { case: 'candidates', value: { candidates: [...signal.candidates] } }
    case 'devices': {
      const { microphone, camera, screen, recording, held: onHold } = signal
      return { case: 'devices', value: { microphone, camera, screen, recording, onHold } }
    }
    case 'commitment':
      return { case: 'commitment', value: Buffer.from(signal.hash, 'hex') }
    case 'nonce':
      return { case: 'nonce', value: Buffer.from(signal.nonce, 'hex') }
    case 'reaction':
      return { case: 'reaction', value: signal.emoji }
    default:
      return unreachable(signal)
  }
}

function writeBody(body: CallBody): NonNullable<WireInit['body']> {
  switch (body.type) {
    case 'offer':
    case 'answer':
    case 'missed':
      return { case: body.type, value: { video: body.media === 'video' } }
    case 'ringing':
      return { case: 'ringing', value: {} }
    case 'hangup':
      return { case: 'hangup', value: { reason: reasons[body.reason] } }
    case 'none':
      return { case: undefined }
    default:
      return unreachable(body)
  }
}
