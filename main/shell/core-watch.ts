/** What tray and notifications need to know of the core, watched as any client of the contract does. No product logic. */
import type { ContractRouterClient } from '@orpc/contract'
import { type Channel, clientOf } from '../../shared/bridge/index.ts'
import type { Call, Conversation, CoreContract, Settings } from '../../shared/contract/index.ts'
import { errorCodeOf } from '../../shared/errors.ts'
import { Observable } from '../../shared/streams/index.ts'

export type CoreClient = ContractRouterClient<CoreContract>

/** Pause before the core is asked again after its end, in milliseconds. */
const reconnectPause = 500

export class CoreWatch {
  readonly conversations = new Observable<readonly Conversation[]>([])
  readonly call = new Observable<Call | null>(null)
  readonly settings = new Observable<Settings | null>(null)
  readonly #open: () => Channel
  #core: CoreClient
  #closed = false

  /** `open`: makes a new channel to the core. */
  constructor(open: () => Channel) {
    this.#open = open
    this.#core = clientOf<CoreContract>(open())
    void this.#run()
  }

  /** The core as it is reached now. */
  get core(): CoreClient {
    return this.#core
  }

  close(): void {
    this.#closed = true
  }

  /** Watches until the core ends, then again when it is back. */
  async #run(): Promise<void> {
    while (!this.#closed) {
      await Promise.allSettled([
        this.#follow(
          () => this.#core.settings.watch(),
          (settings) => this.settings.set(settings),
        ),
        this.#follow(
          () => this.#core.conversations.watch(),
          (list) => this.conversations.set(list),
        ),
        this.#follow(
          () => this.#core.calls.watch(),
          (event) => event.type === 'call' && this.call.set(event.call),
        ),
      ])
      this.call.set(null)
      if (this.#closed) return
      await new Promise((resolve) => setTimeout(resolve, reconnectPause))
      this.#core = clientOf<CoreContract>(this.#open())
    }
  }

  /** A profile that is not open yet refuses streams: asked again until the channel itself has ended. */
  async #follow<T>(watch: () => Promise<AsyncIterable<T>>, take: (value: T) => void): Promise<void> {
    while (!this.#closed) {
      try {
        for await (const value of await watch()) take(value)
      } catch (error) {
        if (errorCodeOf(error) === 'bridge-closed') return
      }
      await new Promise((resolve) => setTimeout(resolve, reconnectPause))
    }
  }
}
