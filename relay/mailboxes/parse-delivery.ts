/** Reads the body of a delivery, which anybody may send. Has no knowledge of who it is for. */
import { fromBinary } from '@bufbuild/protobuf'
import { BinaryReader, WireType } from '@bufbuild/protobuf/wire'
import { type DeliveryRequest, DeliveryRequestSchema } from '../../shared/relay-api/gen/delivery_pb.js'
import type { Limits } from '../../shared/relay-api/index.ts'
import { Refusal } from '../refusal.ts'

const envelopeIdBytes = 16
/** Of one device: three, and room for what a later version may add. */
const maxDeviceFields = 16
/** libsignal numbers devices from 1 to 127. */
const maxFields = 127 + maxDeviceFields

/** @throws Refusal `invalid-input` or `too-large`. */
export function parseDelivery(body: unknown, limits: Limits): DeliveryRequest {
  const invalid = (message: string) => new Refusal('invalid-input', message)
  if (!(body instanceof Uint8Array)) throw invalid('the body is no protobuf')
  let delivery: DeliveryRequest | null
  try {
    // Copied: what crosses to the store's thread takes its whole buffer along.
    delivery = isModest(body, maxFields) ? fromBinary(DeliveryRequestSchema, Uint8Array.from(body)) : null
  } catch {
    throw invalid('the body is no DeliveryRequest')
  }
  if (delivery === null) throw invalid('too many fields')
  if (delivery.envelopeId.length !== envelopeIdBytes) throw invalid('the envelope id has another length')
  if (delivery.devices.length === 0) throw invalid('no devices')
  if (new Set(delivery.devices.map(({ device }) => device)).size < delivery.devices.length)
    throw invalid('a device twice')
  for (const { ciphertext } of delivery.devices) {
    if (ciphertext.length === 0) throw invalid('an empty ciphertext')
    if (ciphertext.length > limits.envelopeBytes) {
      throw new Refusal('too-large', 'a ciphertext is too large', { limit: limits.envelopeBytes })
    }
  }
  return delivery
}

/**
 * Whether there are at most `most` fields, and few in each of the messages inside. An object is made for each of them, and
 * a million take the relay half a second.
 */
function isModest(message: Uint8Array, most: number): boolean {
  const reader = new BinaryReader(message)
  for (let count = 0; reader.pos < reader.len; count += 1) {
    const [field, type] = reader.tag()
    if (count === most || type === WireType.StartGroup) return false
    if (most === maxFields && field === DeliveryRequestSchema.field.devices.number) {
      if (!isModest(reader.bytes(), maxDeviceFields)) return false
    } else reader.skip(type, field)
  }
  return true
}
