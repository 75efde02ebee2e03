/** What the operating system asks of the window, kept until a page is there to hear it. Knows no event in particular. */
import { Emitter, type Unsubscribe } from '../../shared/streams/index.ts'

/** Events that wait for a page; a user does not do more while a window opens. */
const keptAtMost = 8

export class WindowEvents<Event> {
  readonly #heard = new Emitter<Event>()
  #pages = 0
  #kept: Event[] = []

  /** Each page hears it; where there is none yet, the next one does. */
  tell(event: Event): void {
    if (this.#pages > 0) this.#heard.emit(event)
    else this.#kept = [...this.#kept, event].slice(-keptAtMost)
  }

  /** Calls `listener` with what has waited, then with each event until the returned function is called. */
  readonly on = (listener: (event: Event) => void): Unsubscribe => {
    this.#pages += 1
    const off = this.#heard.on(listener)
    for (const event of this.#kept.splice(0)) listener(event)
    let gone = false
    return () => {
      if (!gone) this.#pages -= 1
      gone = true
      off()
    }
  }
}
