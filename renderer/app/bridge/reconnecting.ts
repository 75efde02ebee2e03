/** Keeps a bridge to core and shell for as long as the page lives. Has no knowledge of transports or of what is called. */
import { BridgeLink, type Channel, type Link } from '../../../shared/bridge/index.ts'
import { AppError } from '../../../shared/errors.ts'
import { Observable } from '../../../shared/streams/index.ts'

/** Pause before a bridge that broke is opened again, in milliseconds: the first, and the longest after doubling. */
const firstPause = 50
const longestPause = 3000

export interface Channels {
  readonly core: Channel
  readonly shell: Channel
}

/** Opens both channels, or rejects. */
export type OpenChannels = () => Promise<Channels>

export type BridgeStatus = 'connecting' | 'connected' | 'lost'

/** Both links of the bridge. A call waits while there is none; what was open when it broke fails with `bridge-closed`. */
export class ReconnectingBridge {
  /** `connecting` during the first attempt; `lost` from each failure until the next success. */
  readonly status = new Observable<BridgeStatus>('connecting')
  readonly core: Link = {
    call: async (path, input, options) => (await this.#ready(options.signal)).core.call(path, input, options),
  }
  readonly shell: Link = {
    call: async (path, input, options) => (await this.#ready(options.signal)).shell.call(path, input, options),
  }
  readonly #open: OpenChannels
  #links: { readonly core: Link; readonly shell: Link } | undefined

  constructor(open: OpenChannels) {
    this.#open = open
    void this.#keep()
  }

  /** Never ends: the page's end is the end of the bridge. */
  async #keep(): Promise<never> {
    for (let pause = firstPause; ; ) {
      const channels = await this.#open().catch(() => undefined)
      if (channels) {
        pause = firstPause
        await this.#use(channels)
      }
      this.#links = undefined
      this.status.set('lost')
      await new Promise((resolve) => setTimeout(resolve, pause))
      pause = Math.min(pause * 2, longestPause)
    }
  }

  /** Resolves when either channel has closed, and the other with it. */
  #use({ core, shell }: Channels): Promise<void> {
    this.#links = { core: new BridgeLink(core), shell: new BridgeLink(shell) }
    this.status.set('connected')
    return new Promise((resolve) => {
      for (const [channel, other] of [
        [core, shell],
        [shell, core],
      ] as const) {
        channel.onClose(() => {
          other.close()
          resolve()
        })
      }
    })
  }

  async #ready(signal: AbortSignal | undefined): Promise<{ readonly core: Link; readonly shell: Link }> {
    while (!this.#links) await this.#change(signal)
    return this.#links
  }

  #change(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const abort = () => {
        off()
        reject(new AppError('cancelled'))
      }
      const off = this.status.on(() => {
        off()
        signal?.removeEventListener('abort', abort)
        resolve()
      })
      if (signal?.aborted) abort()
      else signal?.addEventListener('abort', abort)
    })
  }
}
