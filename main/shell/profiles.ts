/** Several people, or several lives of one, at the same computer: each profile has a folder and a window of its own. */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import type { Profile } from '../../shared/contract/index.ts'
import { AppError } from '../../shared/errors.ts'
import type { Start } from './preferences/index.ts'

/** More than anybody has use for. */
const most = 20

export interface ProfilesOptions {
  /** Absolute path of the first profile's folder; the others lie beside it. */
  readonly first: string
  /** Absolute path of the one that is open. */
  readonly current: string
  readonly start: (profile: string) => Start
}

export class Profiles {
  readonly #options: ProfilesOptions

  constructor(options: ProfilesOptions) {
    this.#options = options
  }

  /** Those that were used before, and the one that is open. */
  list(): Profile[] {
    const { first, current } = this.#options
    const numbers = Array.from({ length: most }, (_, i) => i + 1)
    return numbers
      .map((number) => ({ number, folder: folderOf(first, number) }))
      .filter(({ folder }) => folder === current || existsSync(path.join(folder, 'keys.json')))
      .map(({ number, folder }) => ({ number, current: folder === current }))
  }

  /** Opens a window of another one, or of a new one for null. Raises `not-found`. */
  open(number: number | null): void {
    const { first, start } = this.#options
    const known = this.list().map((profile) => profile.number)
    const wanted = number ?? Array.from({ length: most }, (_, i) => i + 1).find((one) => !known.includes(one))
    if (wanted === undefined || (number !== null && !known.includes(number)))
      throw new AppError('not-found', 'no such profile')
    const { program, args } = start(folderOf(first, wanted))
    spawn(program, [...args], { detached: true, stdio: 'ignore' }).unref()
  }
}

const folderOf = (first: string, number: number): string => (number === 1 ? first : `${first}-${number}`)
