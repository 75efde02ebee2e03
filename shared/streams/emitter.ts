/** Tells listeners of something, at once and in order. Has no memory: who comes later has missed it. */

export type Unsubscribe = () => void

export class Emitter<T = void> {
  readonly #listeners = new Set<(value: T) => void>()

  /** Calls `listener` on each {@link emit} until the returned function is called. An own property: it can be handed on. */
  readonly on = (listener: (value: T) => void): Unsubscribe => {
    // A listener of its own, so that the same function registered twice is two registrations.
    const registered = (value: T) => listener(value)
    this.#listeners.add(registered)
    return () => {
      this.#listeners.delete(registered)
    }
  }

  /** All listeners hear it, also when one of them throws; then the first error is thrown. */
  emit(value: T): void {
    const errors: unknown[] = []
    for (const listener of [...this.#listeners]) {
      try {
        listener(value)
      } catch (error) {
        errors.push(error)
      }
    }
    if (errors.length > 0) throw errors[0]
  }
}
