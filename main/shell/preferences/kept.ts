/** `shell.json` in the profile: what the window needs before anything else is open. Has no secrets, and a broken one is worth no question. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { z } from 'zod'
import { ProxyChoice, zoomSteps } from '../../../shared/contract/index.ts'

const Place = z.object({
  x: z.int(),
  y: z.int(),
  width: z.int().positive(),
  height: z.int().positive(),
  maximized: z.boolean(),
})
/** Of a window, in the coordinates of all displays together. */
export type Place = z.infer<typeof Place>

const Kept = z.object({
  zoom: z.literal(zoomSteps).catch(1),
  spellCheck: z.boolean().catch(true),
  contentProtection: z.boolean().catch(false),
  muteKey: z.string().nullable().catch(null),
  proxy: ProxyChoice.catch({ kind: 'system' }),
  window: Place.nullable().catch(null),
})
export type Kept = z.infer<typeof Kept>

export class KeptFile {
  readonly #file: string
  #value: Kept

  /** `file`: absolute path; it need not be there. */
  constructor(file: string) {
    this.#file = file
    this.#value = Kept.parse(read(file))
  }

  get value(): Kept {
    return this.#value
  }

  /** Whole or not at all. Raises what the disk raises. */
  change(change: Partial<Kept>): void {
    this.#value = { ...this.#value, ...change }
    const beside = `${this.#file}.new`
    writeFileSync(beside, `${JSON.stringify(this.#value, null, 2)}\n`, { mode: 0o600 })
    renameSync(beside, this.#file)
  }
}

function read(file: string): unknown {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'))
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {}
  } catch {
    return {}
  }
}
