/** How far long work is, told now and then. */

/** Bytes. */
export interface Progress {
  readonly done: number
  readonly total: number
}

const everyMs = 100

/** Takes the bytes of each step; gives what is to be told, or null. */
export function reporter(total: number): (bytes: number) => Progress | null {
  let done = 0
  let toldAt = Number.NEGATIVE_INFINITY
  return (bytes) => {
    done += bytes
    if (performance.now() - toldAt < everyMs) return null
    toldAt = performance.now()
    return { done: Math.min(done, total), total }
  }
}
