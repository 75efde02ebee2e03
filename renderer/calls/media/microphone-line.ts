/** What is sent of the microphone: as it is, or without noise. Has no knowledge of connections. */
import type { Filtered } from './noise-filter.ts'

export type Filter = (microphone: MediaStreamTrack) => Promise<Filtered>

/** Loaded when it is wanted for the first time. */
const rnnoise: Filter = async (microphone) => (await import('./noise-filter.ts')).withoutNoise(microphone)

export class MicrophoneLine {
  readonly #send: (track: MediaStreamTrack | null) => void
  readonly #filter: Filter
  #microphone: MediaStreamTrack | null = null
  #filtered: Filtered | null = null
  #wanted = false

  constructor(send: (track: MediaStreamTrack | null) => void, filter: Filter = rnnoise) {
    this.#send = send
    this.#filter = filter
  }

  use(microphone: MediaStreamTrack | null): void {
    this.#microphone = microphone
    this.#renew()
  }

  filterNoise(wanted: boolean): void {
    if (wanted === this.#wanted) return
    this.#wanted = wanted
    if (this.#microphone !== null) this.#renew()
  }

  close(): void {
    this.#microphone = null
    this.#filtered?.close()
    this.#filtered = null
  }

  /** The microphone itself speaks until its filter is there, and where there can be none. */
  #renew(): void {
    const microphone = this.#microphone
    const before = this.#filtered
    this.#filtered = null
    this.#send(microphone)
    before?.close()
    if (microphone === null || !this.#wanted) return
    const isStale = () => this.#microphone !== microphone || !this.#wanted || this.#filtered !== null
    this.#filter(microphone).then(
      (filtered) => {
        if (isStale()) filtered.close()
        else {
          this.#filtered = filtered
          this.#send(filtered.track)
        }
      },
      () => {},
    )
  }
}
