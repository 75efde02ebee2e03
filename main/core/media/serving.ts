/** What of the media the page may fetch, and under which token. Has no knowledge of HTTP. */
import type { FileToken, MediaProblem, MediaState, OpenedMedia } from '../../../shared/contract/index.ts'
import { AppError } from '../../../shared/errors.ts'
import type { TransferId } from '../../../shared/ids.ts'
import type { Files, MediaFile } from '../files/index.ts'
import type { ServedFile } from '../host.ts'
import { FileTokens } from './tokens.ts'

interface Target {
  readonly id: TransferId
  readonly part: 'file' | 'thumbnail'
}

export class Serving {
  readonly #files: Pick<Files, 'media'>
  readonly #tokens = new FileTokens<Target>()

  constructor(files: Pick<Files, 'media'>) {
    this.#files = files
  }

  /** Raises `not-found`. */
  open(id: TransferId): OpenedMedia {
    const found = this.#files.media.file(id)
    if (found === null) throw new AppError('not-found')
    const token = (part: Target['part']) => this.#tokens.issue(`${part} ${id}`, { id, part })
    return {
      state: stateOf(found),
      problem: problemOf(found),
      file: found.sealed === null ? null : token('file'),
      thumbnail: found.thumbnail === null ? null : token('thumbnail'),
    }
  }

  /** Looked up anew each time: what was deleted is not given any more, whatever the token. */
  serve(token: FileToken): ServedFile | null {
    const target = this.#tokens.resolve(token)
    const found = target === null ? null : this.#files.media.file(target.id)
    if (target === null || found === null) return null
    const { name, thumbnail, sealed, type } = found
    if (target.part === 'file') return sealed === null ? null : { kind: 'sealed', type, name, place: sealed }
    return thumbnail === null ? null : { kind: 'bytes', name: 'thumbnail', ...thumbnail }
  }
}

function problemOf({ state, outgoing }: MediaFile): MediaProblem | null {
  if (!outgoing) return null
  return state === 'cancelled' || state === 'declined' || state === 'failed' ? state : null
}

function stateOf({ state, sealed, outgoing }: MediaFile): MediaState {
  if (sealed !== null) return 'here'
  if (outgoing || state === 'done') return 'gone'
  if (state === 'offered' || state === 'paused') return 'offered'
  return state === 'active' ? 'coming' : 'failed'
}
