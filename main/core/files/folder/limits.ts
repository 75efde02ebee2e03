/** What one transfer of a folder may hold. */
import { chunkSize } from '../chunk.ts'
import { windowChunks } from '../send-plan.ts'

/** Files and folders. */
export const maxEntries = 1_000_000
/** Bytes of a packed manifest: one window, which fits into one look. */
export const maxManifestBytes = windowChunks * chunkSize
