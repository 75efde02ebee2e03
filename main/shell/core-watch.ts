/** What tray and notifications need to know of the core, watched as any client of the contract does. No product logic. */
import type { ContractRouterClient } from '@orpc/contract'
import { type Channel, clientOf } from '../../shared/bridge/index.ts'
import type { Call, Conversation, CoreContract, ProfileState, Settings } from '../../shared/contract/index.ts'
import { afterConversationsEvent } from '../../shared/conversation-list.ts'
import { errorCodeOf } from '../../shared/errors.ts'
import { foremostCall } from '../../shared/foremost-call.ts'
import { Emitter, Observable } from '../../shared/streams/index.ts'

export type CoreClient = ContractRouterClient<CoreContract>

const always = () => true
const whileOpen = ({ state }: ProfileState) => state === 'open'
/** A call that was going on when the profile was locked can still be ended. */
const whileCalls = (profile: ProfileState) =>
  profile.state === 'open' || (profile.state === 'locked' && profile.finishing)

/** Pause before the core is asked again after its end, in milliseconds. */
const reconnectPause = 500

export class CoreWatch {
  readonly profile = new Observable<ProfileState>({ state: 'opening' })
  readonly conversations = new Observable<readonly Conversation[]>([])
  readonly calls = new Observable<readonly Call[]>([])
  readonly settings = new Observable<Settings | null>(null)
  readonly #open: () => Channel
  #core: CoreClient
  #closed = false
  readonly #wake = new Emitter()

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

  /** There is a profile that can be locked, and it is open. */
  get lockable(): boolean {
    const profile = this.profile.value
    return profile.state === 'open' && profile.protection.passphrase
  }

  /** The call that the user is asked about, or talks in. */
  get call(): Call | null {
    return foremostCall(this.calls.value)
  }

  /** There is a call that was answered. */
  get inCall(): boolean {
    return this.calls.value.some(({ phase }) => phase === 'connecting' || phase === 'active')
  }

  close(): void {
    this.#closed = true
    this.#wake.emit()
  }

  /** Watches until the core ends, then again when it is back. */
  async #run(): Promise<void> {
    while (!this.#closed) {
      const core = this.#core
      const connection = { lost: false }
      await Promise.all([
        this.#follow(
          connection,
          always,
          () => core.profile.watch(),
          (profile) => this.#take(profile),
        ),
        this.#follow(
          connection,
          whileOpen,
          () => core.settings.watch(),
          (settings) => this.settings.set(settings),
        ),
        this.#follow(
          connection,
          whileOpen,
          () => core.conversations.changes(),
          (event) => {
            if (!whileOpen(this.profile.value)) return
            this.conversations.set(afterConversationsEvent(this.conversations.value, event))
          },
        ),
        this.#follow(
          connection,
          whileCalls,
          () => core.calls.watch(),
          (event) => {
            if (event.type === 'calls') this.calls.set(event.calls)
          },
        ),
      ])
      this.#take({ state: 'opening' })
      if (this.#closed) return
      await new Promise((resolve) => setTimeout(resolve, reconnectPause))
      this.#core = clientOf<CoreContract>(this.#open())
    }
  }

  /** A locked profile tells nothing, and what it has told before is not to be seen any more. */
  #take(profile: ProfileState): void {
    this.profile.set(profile)
    if (!whileOpen(profile)) this.conversations.set([])
    if (!whileCalls(profile)) this.calls.set([])
    this.#wake.emit()
  }

  /** Watches, whenever the profile lets it, until the channel itself has ended. Never rejects. */
  async #follow<T>(
    connection: { lost: boolean },
    wanted: (profile: ProfileState) => boolean,
    watch: () => Promise<AsyncIterable<T>>,
    take: (value: T) => void,
  ): Promise<void> {
    while (!this.#closed && !connection.lost) {
      if (!wanted(this.profile.value)) {
        await this.#woken()
        continue
      }
      try {
        for await (const value of await watch()) take(value)
      } catch (error) {
        if (errorCodeOf(error) === 'bridge-closed') {
          connection.lost = true
          this.#wake.emit()
          return
        }
      }
      await new Promise((resolve) => setTimeout(resolve, reconnectPause))
    }
  }

  #woken(): Promise<void> {
    return new Promise((resolve) => {
      const off = this.#wake.on(() => {
        off()
        resolve()
      })
    })
  }
}
