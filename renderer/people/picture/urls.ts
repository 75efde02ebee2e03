/**
 * Addresses under which the page shows people's pictures: fetched once, kept as long as somebody is shown, and a while
 * beyond. Has no knowledge of React.
 */
import type { Picture, PictureId } from '../../../shared/contract/index.ts'

/** Pictures that nobody shows any more and that are kept all the same. */
const mostIdle = 200

interface Entry {
  users: number
  /** Null until it is here. */
  url: string | null
  readonly listeners: Set<() => void>
}

export interface PictureUrlsOptions {
  readonly create?: (picture: Picture) => string
  readonly revoke?: (url: string) => void
}

export class PictureUrls {
  readonly #entries = new Map<PictureId, Entry>()
  readonly #create: (picture: Picture) => string
  readonly #revoke: (url: string) => void

  constructor({
    create = ({ type, bytes }) => URL.createObjectURL(new Blob([bytes as BlobPart], { type })),
    revoke = (url) => URL.revokeObjectURL(url),
  }: PictureUrlsOptions = {}) {
    this.#create = create
    this.#revoke = revoke
  }

  /** Null where it is not here yet. */
  get(id: PictureId): string | null {
    return this.#entries.get(id)?.url ?? null
  }

  /** Shows it: `changed` is called when it is here. Returns what ends that. */
  use(id: PictureId, fetch: () => Promise<Picture>, changed: () => void): () => void {
    const entry = this.#entries.get(id) ?? this.#fetch(id, fetch)
    entry.users += 1
    entry.listeners.add(changed)
    // The one that was used last goes last.
    this.#entries.delete(id)
    this.#entries.set(id, entry)
    return () => {
      entry.users -= 1
      entry.listeners.delete(changed)
      this.#tidy(mostIdle)
    }
  }

  /** Nothing stays that nobody shows. */
  clear(): void {
    this.#tidy(0)
  }

  #fetch(id: PictureId, fetch: () => Promise<Picture>): Entry {
    const entry: Entry = { users: 0, url: null, listeners: new Set() }
    fetch().then(
      (picture) => {
        if (this.#entries.get(id) !== entry) return
        entry.url = this.#create(picture)
        for (const listener of entry.listeners) listener()
      },
      // It is another one by now, or none: initials stand there meanwhile.
      () => {
        if (this.#entries.get(id) === entry) this.#entries.delete(id)
      },
    )
    return entry
  }

  #tidy(most: number): void {
    const idle = [...this.#entries].filter(([, { users }]) => users === 0)
    for (const [id, { url }] of idle.slice(0, Math.max(0, idle.length - most))) {
      if (url !== null) this.#revoke(url)
      this.#entries.delete(id)
    }
  }
}
