/** A key that mutes whichever program has the keyboard; taken from the system only while there is a call. */
import { globalShortcut } from 'electron'

export class MuteKey {
  readonly #pressed: () => void
  #registered: string | undefined

  constructor(pressed: () => void) {
    this.#pressed = pressed
  }

  /** `key`: as Electron writes it, null for none. A key that another program has taken meanwhile does nothing. */
  update(key: string | null, inCall: boolean): void {
    const wanted = inCall && key !== null ? key : undefined
    if (wanted === this.#registered) return
    if (this.#registered !== undefined) globalShortcut.unregister(this.#registered)
    this.#registered = wanted !== undefined && isFree(wanted) ? wanted : undefined
    if (this.#registered !== undefined) globalShortcut.register(this.#registered, this.#pressed)
  }
}

/** Whether no other program has it; false also where there is no such key. */
export function isFree(key: string): boolean {
  if (globalShortcut.isRegistered(key)) return true
  try {
    if (!globalShortcut.register(key, () => {})) return false
  } catch {
    return false
  }
  globalShortcut.unregister(key)
  return true
}
