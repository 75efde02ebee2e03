/**
 * Where the page finds the bytes of media, asked once and again when something has changed; a message that is drawn anew
 * finds its picture at once. Has no knowledge of what is shown.
 */

import type { TransferId } from '../../shared/ids.ts'
import type { Core } from '../app/client.ts'

export type Opened = Awaited<ReturnType<Core['media']['open']>>

/** Answers that are remembered: more than a chat shows. */
const mostRemembered = 2000

export class OpenedMedia {
  readonly #media: Pick<Core['media'], 'open'>
  readonly #known = new Map<TransferId, Opened>()

  constructor(media: Pick<Core['media'], 'open'>) {
    this.#media = media
  }

  known(id: TransferId): Opened | undefined {
    return this.#known.get(id)
  }

  /** Asks anew. Raises what `media.open` raises. */
  async open(id: TransferId, signal?: AbortSignal): Promise<Opened> {
    const opened = await this.#media.open({ transferId: id }, signal === undefined ? {} : { signal })
    this.#known.delete(id)
    this.#known.set(id, opened)
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= mostRemembered) break
      this.#known.delete(oldest)
    }
    return opened
  }
}
