/** A transfer as the user interface gets it. */
import { toPayload } from '../../../shared/bridge/errors.ts'
import type { Transfer } from '../../../shared/contract/transfers.ts'
import { AppError } from '../../../shared/errors.ts'
import { conversationWith } from '../../../shared/ids.ts'
import type { Progress } from './run.ts'
import type { TransferRow } from './table.ts'

/**
 * @param progress of the work on it; null where there is none.
 * @param beyond whether the receiver's relay has no room for it.
 */
export function shown(row: TransferRow, progress: Progress | null, beyond = false): Transfer {
  const { id, direction, name, folder, createdAt, finishedAt } = row
  // What is not wanted of a folder counts as neither missing nor done.
  const unwanted = folder?.unwanted ?? 0
  const away = awayOf(row, beyond)
  const working = row.state === 'active' && away !== 'stored' ? progress : null
  const size = row.size - unwanted
  const confirmed = row.state === 'done' ? size : Math.max(0, (working?.confirmed ?? row.confirmed) - unwanted)
  const sent = row.state === 'done' || away === 'stored' ? size : Math.max(confirmed, (working?.sent ?? 0) - unwanted)
  const bytesPerSecond = working?.bytesPerSecond ?? 0
  const error = working?.error ?? (row.error === null ? null : new AppError(row.error))
  return {
    id,
    conversationId: conversationWith(row.account),
    direction,
    name,
    size,
    media: row.vault,
    away,
    folder:
      folder === null
        ? null
        : { files: folder.files, leftOut: folder.leftOut, partial: unwanted > 0 || folder.choice !== null },
    state: row.state === 'active' ? (working?.phase ?? 'waiting') : row.state,
    confirmed,
    sent,
    bytesPerSecond: Math.round(bytesPerSecond),
    secondsLeft: bytesPerSecond > 0 ? Math.ceil((size - confirmed) / bytesPerSecond) : null,
    path: working?.path ?? null,
    error: error === null ? null : toPayload(error),
    createdAt,
    finishedAt,
  }
}

/** What becomes of an own file that its receiver has not accepted. */
function awayOf(
  { direction, state, stores, stored, answered, vault, sharedFrom }: TransferRow,
  beyond: boolean,
): Transfer['away'] {
  if (direction !== 'outgoing' || vault || answered) return null
  if (state === 'offered' && sharedFrom !== null) return 'stored'
  if (state === 'offered') return beyond ? 'beyond' : null
  if (!stores || (state !== 'active' && state !== 'paused')) return null
  return stored ? 'stored' : 'storing'
}
