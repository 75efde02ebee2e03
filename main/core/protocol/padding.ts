/**
 * Hides the exact length of contents. A content is a protobuf message whose field 100 (bytes) is padding, so padding
 * is appended without a look inside and every protobuf reader skips it. Has no knowledge of any other field.
 */
import { AppError } from '../../../shared/errors.ts'

/** Contents up to this length are padded to a multiple of {@link stepBytes}. */
const evenBytes = 4096
const stepBytes = 256
/** Longer contents are padded to a multiple of 1/16 of the power of two below them: at most 6.25 % more. */
const stepsPerPowerOfTwo = 16

/** Longest padded content: an envelope of 96 KiB holds it with everything that libsignal adds. */
export const maxContentBytes = 64 * 1024

/** Field 100, length-delimited: 100 << 3 | 2 as a varint. */
const paddingTag = [0xa2, 0x06]
/** The tag and a length of three bytes. */
const headBytes = 5

/** The length that a content of `length` bytes, the head of its padding included, is padded to. */
export function paddedLength(length: number): number {
  const step = length <= evenBytes ? stepBytes : 2 ** Math.floor(Math.log2(length - 1)) / stepsPerPowerOfTwo
  return Math.ceil(length / step) * step
}

/** Gives `content` (serialized protobuf without padding) with its padding. Raises `AppError` `too-large`. */
export function pad(content: Uint8Array): Uint8Array<ArrayBuffer> {
  const total = paddedLength(content.length + headBytes)
  if (total > maxContentBytes) throw new AppError('too-large', 'the content is too long for one message')
  const zeros = total - content.length - headBytes
  const padded = new Uint8Array(total)
  padded.set(content)
  // The length is written in a fixed number of varint bytes, so that every total can be reached exactly.
  padded.set([...paddingTag, ...fixedVarint(zeros)], content.length)
  return padded
}

/** `value` below 2^21 as a varint of exactly three bytes; leading groups may be zero (protobuf encoding, "Base 128 Varints"). */
function fixedVarint(value: number): number[] {
  return [(value & 0x7f) | 0x80, ((value >> 7) & 0x7f) | 0x80, value >> 14]
}
