/** Where chunks lie, if that is neither a folder nor on this computer. */
import type { Settings } from '../../settings.ts'
import { type Finding, fault, ok, wordsOf } from './finding.ts'

export async function checkChunks({ s3 }: Pick<Settings, 's3'>): Promise<Finding[]> {
  if (s3 === undefined) return []
  const what = 'Store of chunks'
  try {
    const { openS3BlobStore } = await import('../../storage/s3/s3-blob-store.ts')
    await openS3BlobStore(s3)
    return [ok(what, `${s3.endpoint} takes chunks`)]
  } catch (error) {
    return [fault(what, wordsOf(error), 'see that it runs, and that "s3" is right')]
  }
}
