/**
 * Units of work: one at a time, in the order in which they were asked for. libsignal's stores load, compute and store
 * with awaits between, so two units over one session would lose a ratchet step; and since it computes on this thread,
 * units of different people would gain nothing by running side by side.
 */
import type { Tx } from '../store/index.ts'
import { type KeyState, RememberedKeyState } from './key-state.ts'
import { Overlay } from './overlay.ts'
import type { UnitOfWork } from './types.ts'

class Unit implements UnitOfWork {
  readonly overlay: Overlay
  readonly #isTrial: boolean
  #ended = false
  #trying = false

  constructor(below: KeyState, isTrial: boolean) {
    this.overlay = new Overlay(below)
    this.#isTrial = isTrial
  }

  async attempt<T>(work: (trial: UnitOfWork) => Promise<T>): Promise<T> {
    this.assertUsable()
    const trial = new Unit(this.overlay, true)
    this.#trying = true
    try {
      const value = await work(trial)
      trial.overlay.mergeInto(this.overlay)
      return value
    } finally {
      trial.end()
      this.#trying = false
    }
  }

  apply(tx: Tx): void {
    this.assertUsable()
    if (this.#isTrial) throw new Error('a trial is kept by its success, not applied')
    this.overlay.writeTo(tx.db)
    this.#ended = true
  }

  end(): void {
    this.#ended = true
  }

  assertUsable(): void {
    if (this.#ended) throw new Error('the unit of work has ended')
    if (this.#trying) throw new Error('a trial of this unit of work is still running')
  }
}

/** Gives the changes of a unit that is still usable. */
export function overlayOf(unit: UnitOfWork): Overlay {
  if (!(unit instanceof Unit)) throw new TypeError('not a unit of work of this room')
  unit.assertUsable()
  return unit.overlay
}

/** Gives {@link Protocol.unitOfWork} over what the database holds. */
export function unitsOver(stored: KeyState): <T>(work: (unit: UnitOfWork) => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const result = last.then(async () => {
      const unit = new Unit(new RememberedKeyState(stored), false)
      try {
        return await work(unit)
      } finally {
        unit.end()
      }
    })
    last = result.catch(() => undefined)
    return result
  }
}
