/**
 * What the receiver takes chunks from: its relay's store, and the other computer where there is a way to it. The sender
 * decides which of them it uses; whatever comes is taken from wherever it comes first.
 */
import { detach, type ErrorCode, errorCodeOf } from '../../../../shared/errors.ts'
import { News } from '../tasks.ts'
import type { DirectReceivingPath } from './direct.ts'
import type { ReceivingPath } from './path.ts'

/** The relay does not answer, or is about to stop. */
const away: ReadonlySet<ErrorCode> = new Set(['relay-unreachable', 'relay-busy', 'rate-limited'])

export class MergedReceivingPath implements ReceivingPath {
  readonly #relay: ReceivingPath
  readonly #direct: DirectReceivingPath
  /** Where a chunk that was named comes from. */
  readonly #from = new Map<number, ReceivingPath>()
  readonly #ready: number[] = []
  readonly #news = new News()
  readonly #closing = new AbortController()
  /** The end of the attempt, or of this path. */
  #until = this.#closing.signal
  /** Recorded, and the relay has not been told. */
  #untold: number[] = []
  #telling: Promise<void> | null = null
  #off = () => {}
  #failure: { readonly error: unknown } | null = null

  constructor(relay: ReceivingPath, direct: DirectReceivingPath) {
    this.#relay = relay
    this.#direct = direct
  }

  get kind() {
    return this.#direct.isAlive ? this.#direct.kind : this.#relay.kind
  }

  async open(signal: AbortSignal): Promise<void> {
    await this.#relay.open(signal)
    await this.#direct.open()
    this.#until = AbortSignal.any([signal, this.#closing.signal])
    this.#off = this.#direct.losses.on(() => this.#news.emit())
    void this.#pump(this.#relay, this.#until)
    void this.#pump(this.#direct, this.#until)
  }

  close(): void {
    this.#closing.abort()
    this.#off()
    this.#relay.close()
    this.#direct.close()
  }

  async next(signal: AbortSignal): Promise<number> {
    for (;;) {
      const index = this.#ready.shift()
      if (index !== undefined) return index
      // As long as the other computer is there, the relay may be away.
      if (this.#failure !== null && !this.#direct.isAlive) throw this.#failure.error
      await this.#news.next(signal)
    }
  }

  receive(index: number, into: Uint8Array, signal: AbortSignal): Promise<number> {
    return this.#pathOf(index).receive(index, into, signal)
  }

  refuse(index: number): void {
    this.#pathOf(index).refuse(index)
  }

  async confirm(indices: readonly number[]): Promise<void> {
    await this.#direct.confirm(indices)
    this.#untold.push(...indices)
    this.#telling ??= this.#tell().finally(() => {
      this.#telling = null
    })
    // The sender has heard it already, and the relay may be far: it hears it in its own time, or later.
    if (this.#direct.isAlive) detach(this.#telling, (error) => this.#relayFailed(error))
    else await this.#telling
  }

  async #tell(): Promise<void> {
    while (this.#untold.length > 0) {
      const now = this.#untold
      this.#untold = []
      await this.#relay.confirm(now, this.#until).catch((error: unknown) => {
        this.#untold.unshift(...now)
        throw error
      })
    }
  }

  #relayFailed(error: unknown): void {
    if (!away.has(errorCodeOf(error)) && !this.#until.aborted) this.#failure ??= { error }
  }

  /** Names what comes by one way, until that fails. */
  async #pump(path: ReceivingPath, signal: AbortSignal): Promise<void> {
    try {
      for (;;) {
        const index = await path.next(signal)
        this.#from.set(index, path)
        if (path === this.#relay) this.#direct.know(index)
        this.#ready.push(index)
        this.#news.emit()
      }
    } catch (error) {
      this.#failure ??= { error }
      this.#news.emit()
    }
  }

  #pathOf(index: number): ReceivingPath {
    return this.#from.get(index) ?? this.#relay
  }
}
