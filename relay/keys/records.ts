/** Prekeys as records of fixed length: the store gives out one-time keys by cutting them from a page. */
import type { EcPrekey, KyberPrekey, SignedEcPrekey } from '../../shared/relay-api/index.ts'
import { fromBase64url, toBase64url } from '../encoding.ts'

const idBytes = 4
const ecBytes = 33
const kyberBytes = 1569
const signatureBytes = 64

export const ecRecordBytes = idBytes + ecBytes
export const kyberRecordBytes = idBytes + kyberBytes + signatureBytes

function record(id: number, ...parts: readonly string[]): Uint8Array<ArrayBuffer> {
  const head = Buffer.alloc(idBytes)
  head.writeUInt32BE(id)
  return Uint8Array.from(Buffer.concat([head, ...parts.map(fromBase64url)]))
}

function fields(bytes: Uint8Array, keyBytes: number) {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return {
    id: buffer.readUInt32BE(0),
    publicKey: toBase64url(buffer.subarray(idBytes, idBytes + keyBytes)),
    signature: toBase64url(buffer.subarray(idBytes + keyBytes)),
  }
}

export const ecRecord = ({ id, publicKey }: EcPrekey) => record(id, publicKey)
export const signedRecord = ({ id, publicKey, signature }: SignedEcPrekey | KyberPrekey) =>
  record(id, publicKey, signature)

export function readEcRecord(bytes: Uint8Array): EcPrekey {
  const { id, publicKey } = fields(bytes, ecBytes)
  return { id, publicKey }
}
export const readSignedRecord = (bytes: Uint8Array): SignedEcPrekey => fields(bytes, ecBytes)
export const readKyberRecord = (bytes: Uint8Array): KyberPrekey => fields(bytes, kyberBytes)

/** The id of a record of any kind. */
export const recordId = (bytes: Uint8Array): number => new DataView(bytes.buffer, bytes.byteOffset).getUint32(0)

export const page = (records: readonly Uint8Array[]): Uint8Array<ArrayBuffer> => Uint8Array.from(Buffer.concat(records))
