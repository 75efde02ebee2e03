/** What one transfer of a folder may hold. */
import { leftBlobBytes } from '../../../../shared/relay-api/index.ts'
import { maxSealedBytes } from '../chunk.ts'

/** Files and folders. */
export const maxEntries = 1_000_000
/** Bytes of a packed manifest: what may be left at the receiver's relay while nobody is there. */
export const maxManifestBytes = leftBlobBytes - maxSealedBytes
