/** The preferences as the page sees them, put together from what is kept and what the system itself keeps. */
import { type Preferences, type PreferencesChange, Preferences as Schema } from '../../../shared/contract/index.ts'
import { Observable } from '../../../shared/streams/index.ts'
import type { Autostart } from './autostart.ts'
import type { KeptFile } from './kept.ts'

export interface PreferencesOptions {
  readonly kept: KeptFile
  readonly platform: NodeJS.Platform
  /** Null where the system cannot be told. */
  readonly autostart: Autostart | null
}

export class ShellPreferences {
  readonly #options: PreferencesOptions
  readonly #current: Observable<Preferences>

  constructor(options: PreferencesOptions) {
    this.#options = options
    this.#current = new Observable(this.#read())
  }

  get current(): Preferences {
    return this.#current.value
  }

  readonly on = (listener: (preferences: Preferences) => void) => this.#current.on(listener)

  watch(signal?: AbortSignal) {
    return this.#current.watch(signal)
  }

  /** What the system does not offer stays as it is. Raises what the disk raises. */
  change({ startAtLogin, ...change }: PreferencesChange): void {
    const { kept, autostart } = this.#options
    const { zoom, spellCheck, contentProtection, muteKey, proxy } = Schema.partial().parse(change)
    if (typeof startAtLogin === 'boolean') autostart?.set(startAtLogin)
    kept.change({
      ...(zoom === undefined ? {} : { zoom }),
      ...(typeof spellCheck === 'boolean' ? { spellCheck } : {}),
      ...(typeof contentProtection === 'boolean' ? { contentProtection } : {}),
      ...(muteKey === undefined ? {} : { muteKey }),
      ...(proxy === undefined ? {} : { proxy }),
    })
    this.#current.set(this.#read())
  }

  #read(): Preferences {
    const { kept, platform, autostart } = this.#options
    const { zoom, spellCheck, contentProtection, muteKey, proxy } = kept.value
    return {
      zoom,
      startAtLogin: autostart?.on ?? null,
      // Elsewhere Chromium would fetch a dictionary from its maker, and tell them the language.
      spellCheck: platform === 'darwin' ? spellCheck : null,
      contentProtection: platform === 'linux' ? null : contentProtection,
      muteKey,
      proxy,
    }
  }
}
