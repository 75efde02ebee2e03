/** Chooses the driver of `BlobStore`. That of S3 is read only where it is asked for. */
import path from 'node:path'
import type { Settings } from '../settings.ts'
import type { BlobStore } from './blob-store.ts'
import { openFolderBlobStore } from './folder/folder-blob-store.ts'

/** @throws Error in words for whoever runs the relay. */
export async function openBlobStore({ s3, blobs, data, postgres }: Settings): Promise<BlobStore> {
  if (s3 === undefined) return openFolderBlobStore(blobs ?? path.join(data, 'blobs'), postgres !== undefined)
  const { openS3BlobStore } = await import('./s3/s3-blob-store.ts')
  return openS3BlobStore(s3)
}
