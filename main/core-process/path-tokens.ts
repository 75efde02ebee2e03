/** Opaque tokens for the local files and folders that the user chose. They are good for this session alone. */
import { randomBytes } from 'node:crypto'
import { PathToken } from '../../shared/contract/index.ts'
import { AppError } from '../../shared/errors.ts'
import type { ChosenPath } from '../core/host.ts'

/** Bytes; too many to guess. */
const tokenLength = 32

export class PathTokens {
  readonly #paths = new Map<PathToken, ChosenPath>()

  add(path: ChosenPath): PathToken {
    const token = PathToken.parse(randomBytes(tokenLength).toString('base64url'))
    this.#paths.set(token, path)
    return token
  }

  /** Raises `not-found`. */
  resolve(token: PathToken): ChosenPath {
    const path = this.#paths.get(token)
    if (!path) throw new AppError('not-found', 'no such file was chosen in this session')
    return path
  }
}
