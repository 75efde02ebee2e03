/** A profile behind the lock: what was going on in it, a call or a transfer, is finished before it closes. */
import type { Session } from '../session.ts'

/** How often it looks whether everything is finished, in milliseconds. */
const lookEvery = 1_000

export class HeldSession {
  readonly session: Session
  #timer: NodeJS.Timeout | undefined

  /** `finished` is called once, unless it is taken back before. */
  constructor(session: Session, finished: () => void) {
    this.session = session
    const look = () => {
      if (session.busy) return
      clearInterval(this.#timer)
      finished()
    }
    this.#timer = setInterval(look, lookEvery)
  }

  /** The session, which is the caller's again. */
  takeBack(): Session {
    clearInterval(this.#timer)
    return this.session
  }
}
