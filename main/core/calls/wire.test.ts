import { create, fromBinary, toBinary } from '@bufbuild/protobuf'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { CallMessageSchema } from '../../../shared/wire/gen/content_pb.js'
import { callId } from './line.ts'
import type { CallMessage } from './model.ts'
import { readMessage, writeMessage } from './wire.ts'

const media = fc.constantFrom('voice', 'video')
const body = fc.oneof(
  fc.record({ type: fc.constantFrom('offer', 'answer', 'missed'), media }),
  fc.record({ type: fc.constant('ringing') }),
  fc.record({ type: fc.constant('none') }),
  fc.record({
    type: fc.constant('hangup'),
    reason: fc.constantFrom('ended', 'declined', 'busy', 'cancelled', 'no-answer', 'failed', 'answered-elsewhere'),
  }),
)
const hex32 = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString('hex'))
const signal = fc.oneof(
  fc.record({
    type: fc.constant('description'),
    kind: fc.constantFrom('offer', 'answer', 'rollback'),
    sdp: fc.string(),
  }),
  fc.record({ type: fc.constant('candidates'), candidates: fc.array(fc.string(), { maxLength: 5 }) }),
  fc.record({ type: fc.constant('commitment'), hash: hex32 }),
  fc.record({ type: fc.constant('nonce'), nonce: hex32 }),
  fc.record({ type: fc.constant('reaction'), emoji: fc.constantFrom('👍', '❤️', '👩🏽‍🚀') }),
  fc.record({
    type: fc.constant('devices'),
    microphone: fc.boolean(),
    camera: fc.boolean(),
    screen: fc.boolean(),
    recording: fc.boolean(),
    held: fc.boolean(),
  }),
)
const message = fc.record({
  callId: fc.nat(1_000_000).map(callId),
  received: fc.nat(),
  signals: fc.array(fc.record({ sequence: fc.nat(), signal }), { maxLength: 5 }),
  body,
}) as fc.Arbitrary<CallMessage>

it('comes back as it was written', () => {
  fc.assert(
    fc.property(message, (written) => {
      const bytes = toBinary(CallMessageSchema, writeMessage(written))
      expect(readMessage(fromBinary(CallMessageSchema, bytes))).toEqual(written)
    }),
  )
})

const id = Uint8Array.from({ length: 16 }, (_, i) => (i === 8 ? 0x84 : 0x44))

it('refuses what breaks the protocol', () => {
  expect(readMessage(create(CallMessageSchema, { callId: id }))).not.toBeNull()
  expect(readMessage(create(CallMessageSchema, { callId: new Uint8Array(16).fill(0x44) }))).toBeNull()
  expect(readMessage(create(CallMessageSchema, { callId: new Uint8Array(15) }))).toBeNull()
  expect(
    readMessage(create(CallMessageSchema, { callId: id, signals: Array.from({ length: 257 }, () => ({})) })),
  ).toBeNull()
})

it('C-21 keeps the number of a signal that it does not understand', () => {
  const signals = [
    { sequence: 1 },
    { sequence: 2, body: { case: 'description', value: { kind: 'pranswer', sdp: '' } } as const },
    { sequence: 3, body: { case: 'description', value: { kind: 'offer', sdp: 'x'.repeat(70_000) } } as const },
    { sequence: 4, body: { case: 'candidates', value: { candidates: Array.from({ length: 65 }, () => '') } } as const },
    { sequence: 5, body: { case: 'reaction', value: 'more than an emoji' } as const },
    { sequence: 6, body: { case: 'nonce', value: new Uint8Array(31) } as const },
  ]
  const read = readMessage(create(CallMessageSchema, { callId: id, signals }))
  expect(read?.signals).toEqual([1, 2, 3, 4, 5, 6].map((sequence) => ({ sequence, signal: null })))
})
