/** Bytes that may be held at once; whoever needs more waits, first come first served. */
export class MemoryBudget {
  #free: number
  readonly #waiting: { readonly bytes: number; readonly go: () => void }[] = []

  constructor(bytes: number) {
    this.#free = bytes
  }

  /** Resolves when they are there. At most what the whole budget is. */
  take(bytes: number): Promise<void> {
    return new Promise((go) => {
      this.#waiting.push({ bytes, go })
      this.#serve()
    })
  }

  give(bytes: number): void {
    this.#free += bytes
    this.#serve()
  }

  #serve(): void {
    for (let next = this.#waiting[0]; next !== undefined && next.bytes <= this.#free; next = this.#waiting[0]) {
      this.#waiting.shift()
      this.#free -= next.bytes
      next.go()
    }
  }
}
