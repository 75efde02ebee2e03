/** Counts the starts in a row that did not go well, so that a program which fails again and again comes up in another way. */
import { readFileSync, writeFileSync } from 'node:fs'
import { z } from 'zod'

/** After so many that did not go well the next start is a careful one. */
export const troubledAfter = 2

const Kept = z.object({ unwell: z.int().min(0) })

export class Starts {
  readonly #file: string

  /** @param file Absolute path; it need not be there. */
  constructor(file: string) {
    this.#file = file
  }

  /** A start begins. Gives whether those before it ended badly. */
  begin(): boolean {
    const unwell = read(this.#file)
    this.#write(unwell + 1)
    return unwell >= troubledAfter
  }

  /** It has run for a while, or was ended in good order. */
  wentWell(): void {
    this.#write(0)
  }

  #write(unwell: number): void {
    try {
      writeFileSync(this.#file, `${JSON.stringify({ unwell } satisfies z.infer<typeof Kept>)}\n`, { mode: 0o600 })
    } catch {
      // A full disk: nothing is counted then, and nothing else depends on it.
    }
  }
}

function read(file: string): number {
  try {
    return Kept.parse(JSON.parse(readFileSync(file, 'utf8'))).unwell
  } catch {
    return 0
  }
}
