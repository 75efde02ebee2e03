/** Receives a file from where it is stored for somebody else. Has no knowledge of messages. */
import { AppError, type ErrorCode } from '../../../../shared/errors.ts'
import type { Blobs } from '../../relay/index.ts'
import { type IncomingWork, receiveOnce } from '../incoming.ts'
import { SharedReceivingPath } from '../paths/shared.ts'
import { deleteShared, findShared } from './table.ts'

/** It is not there any more, or is not what was promised. */
const over = new Set<ErrorCode>(['transfer-gone', 'transfer-corrupt', 'not-found', 'relay-refused', 'invalid-input'])
/** This computer's own: another way would not help. */
const own = new Set<ErrorCode>(['cancelled', 'disk-full', 'folder-unwritable', 'profile-damaged'])

/**
 * Gives the path of the whole file; null where nothing is shared, or it cannot be had now: then it has to come from its
 * sender. Raises `disk-full`, `folder-unwritable`.
 */
export async function receiveShared(
  work: Omit<IncomingWork, 'pathFor' | 'sealing'>,
  blobs: Pick<Blobs, 'getShared'>,
  signal: AbortSignal,
): Promise<string | null> {
  const { row, store } = work
  const shared = findShared(store.db, row.id)
  if (shared === null) return null
  try {
    const pathFor: IncomingWork['pathFor'] = async (have) => new SharedReceivingPath(blobs, shared, have)
    return await receiveOnce({ ...work, sealing: shared.sealing, pathFor }, signal)
  } catch (error) {
    if (signal.aborted || !(error instanceof AppError) || own.has(error.code)) throw error
    if (over.has(error.code)) store.transaction(({ db }) => deleteShared(db, row.id))
    return null
  }
}
