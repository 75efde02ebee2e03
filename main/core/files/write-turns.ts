/**
 * Lets one thread at a time write to one file. The system does the same, but threads that wait there for another one's turn
 * burn the processor meanwhile: two writers of one file took more than twice as long as one after the other.
 */

/** Files share them; that two files wait for each other now and then does no harm. */
const places = 16

const [free, taken] = [0, 1]

export type WriteTurns = SharedArrayBuffer

export const newWriteTurns = (): WriteTurns => new SharedArrayBuffer(places * Int32Array.BYTES_PER_ELEMENT)

/** Runs `write` when it is this thread's turn. For worker threads: it blocks. */
export function inTurn<T>(turns: WriteTurns, descriptor: number, write: () => T): T {
  const states = new Int32Array(turns)
  const at = descriptor % places
  while (Atomics.compareExchange(states, at, free, taken) !== free) Atomics.wait(states, at, taken)
  try {
    return write()
  } finally {
    Atomics.store(states, at, free)
    Atomics.notify(states, at, 1)
  }
}
