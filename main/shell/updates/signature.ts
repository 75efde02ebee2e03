/** Whether a package comes from who may publish this program. */
import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { type UpdateStatement, updateStatement } from '../../../shared/update-statement.ts'

/** DER of a SubjectPublicKeyInfo with an Ed25519 key, without the key (RFC 8410, section 4). */
const prefix = Buffer.from('302a300506032b6570032100', 'hex')

/** `keys`: 32 bytes each, base64. One that is no key counts for nothing. */
export function publicKeys(keys: readonly string[]): readonly KeyObject[] {
  return keys
    .map((key) => Buffer.from(key, 'base64'))
    .filter((key) => key.length === 32)
    .map((key) => createPublicKey({ key: Buffer.concat([prefix, key]), format: 'der', type: 'spki' }))
}

/** `signature`: 64 bytes, base64, by one of the keys. */
export function isSigned(statement: UpdateStatement, signature: unknown, keys: readonly KeyObject[]): boolean {
  if (typeof signature !== 'string') return false
  const bytes = Buffer.from(signature, 'base64')
  return bytes.length === 64 && keys.some((key) => verify(null, updateStatement(statement), key, bytes))
}

/** SHA-512, base64. Raises what the disk raises. */
export async function sha512Of(file: string): Promise<string> {
  const hash = createHash('sha512')
  await pipeline(createReadStream(file), hash)
  return hash.digest('base64')
}
