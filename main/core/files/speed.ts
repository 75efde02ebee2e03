/** Mean speed of the last seconds. Has no knowledge of what is counted. */

const spanMs = 5000
/** Values closer together than this are one. */
const stepMs = 200

interface Mark {
  readonly at: number
  readonly bytes: number
}

export class Speed {
  /** Oldest first; the first may be older than the span. */
  readonly #marks: Mark[] = []
  readonly #now: () => number

  /** @param now milliseconds of a clock that never goes back. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now
  }

  /** @param bytes the count so far, which only grows. */
  record(bytes: number): void {
    const at = this.#now()
    if (at - (this.#marks.at(-2)?.at ?? Number.NEGATIVE_INFINITY) < stepMs) this.#marks.pop()
    this.#marks.push({ at, bytes })
    while (at - (this.#marks[1]?.at ?? at) > spanMs) this.#marks.shift()
  }

  /** Bytes per second over the last five seconds; 0 when nothing moved in them. */
  get bytesPerSecond(): number {
    const [first] = this.#marks
    const last = this.#marks.at(-1)
    if (first === undefined || last === undefined) return 0
    const now = this.#now()
    if (now - last.at > spanMs) return 0
    const elapsed = now - first.at
    return elapsed <= 0 ? 0 : ((last.bytes - first.bytes) / elapsed) * 1000
  }

  /** Milliseconds since the count last grew, or since the first value. */
  get stillMs(): number {
    const bytes = this.#marks.at(-1)?.bytes
    const since = this.#marks.find((mark) => mark.bytes === bytes)?.at
    return since === undefined ? 0 : this.#now() - since
  }
}
