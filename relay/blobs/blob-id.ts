/** A blob's id names its account too, since the account leads every key of the store: 16 bytes each, base64url. */
import { randomBytes } from 'node:crypto'
import { toBase64url } from '../encoding.ts'
import type { BlobKey } from '../storage/store.ts'

export const newBlobKey = (account: string): BlobKey => ({ account, blob: randomBytes(16).toString('hex') })

export const formatBlobId = ({ account, blob }: BlobKey): string =>
  toBase64url(Buffer.from(account.replaceAll('-', '') + blob, 'hex'))

/** @param id 32 bytes in base64url. */
export function parseBlobId(id: string): BlobKey {
  const hex = Buffer.from(id, 'base64url').toString('hex')
  const account = [0, 8, 12, 16, 20].map((start, index, starts) => hex.slice(start, starts[index + 1] ?? 32)).join('-')
  return { account, blob: hex.slice(32) }
}
