/** How fast each transfer has been: the stream of transfers says only how fast it is. Pure. */
import type { Transfer } from '../../shared/contract/index.ts'
import type { TransferId } from '../../shared/ids.ts'

/** Milliseconds from one value to the next. */
const stepMs = 1000
/** Values that are kept of each transfer: a minute. */
export const speedsKept = 60

export interface SpeedHistory {
  /** Bytes per second, the newest last; of transfers that are not over. */
  readonly speeds: ReadonlyMap<TransferId, readonly number[]>
  /** When the last values came, on the clock of {@link withSpeeds}. */
  readonly at: number
}

const moving = (state: Transfer['state']): boolean => ['running', 'waiting', 'paused'].includes(state)

/** The same as `before` as long as no step is over. @param now milliseconds of a clock that never goes back. */
export function withSpeeds(
  before: SpeedHistory | undefined,
  transfers: readonly Transfer[],
  now: number,
): SpeedHistory {
  if (before !== undefined && now - before.at < stepMs) return before
  const speeds = new Map<TransferId, readonly number[]>()
  for (const { id, state, bytesPerSecond } of transfers) {
    const known = before?.speeds.get(id) ?? []
    // Nothing has moved yet: its line begins where it does.
    if (moving(state) && (known.length > 0 || bytesPerSecond > 0))
      speeds.set(id, [...known, bytesPerSecond].slice(-speedsKept))
  }
  return { speeds, at: now }
}
