/** One two-way way for frames between two ends. Has no knowledge of what the frames say. */

/** Text, or bytes where there are bytes in it. Arrives as it was sent. */
export type Frame = string | Uint8Array

/** Longest frame from the core, in bytes or UTF-16 units: 500 messages of 64 KiB, all of it escaped text, stay below. */
export const maxFrameFromCore = 256 * 1024 * 1024

/** Longest frame from a renderer: the longest message text, all of it escaped, stays below. */
export const maxFrameFromRenderer = 1024 * 1024

/** Frames arrive in order, once, whole, or the channel closes. */
export interface Channel {
  /** Sets the one listener. Frames that came before wait for it. */
  onFrame(listener: (frame: Frame) => void): void
  /** Called once, as soon as nothing can be sent or received any more, also when it is so already. */
  onClose(listener: () => void): void
  /** Never blocks, never throws; after the close it does nothing. */
  send(frame: Frame): void
  /** Resolves when little enough waits to be sent, and at the close. */
  writable(): Promise<void>
  close(): void
}

/** What all channels have in common: listeners, the bound on frames, closing once. */
export abstract class BaseChannel implements Channel {
  readonly #maxFrame: number
  #listener: ((frame: Frame) => void) | undefined
  #early: Frame[] = []
  #closeListeners: (() => void)[] = []
  #closed = false

  /** `maxFrame`: the longest frame to accept; a longer one closes the channel. */
  constructor(maxFrame: number) {
    this.#maxFrame = maxFrame
  }

  get closed(): boolean {
    return this.#closed
  }

  onFrame(listener: (frame: Frame) => void): void {
    this.#listener = listener
    const early = this.#early
    this.#early = []
    for (const frame of early) listener(frame)
  }

  onClose(listener: () => void): void {
    if (this.#closed) listener()
    else this.#closeListeners.push(listener)
  }

  send(frame: Frame): void {
    if (!this.#closed) this.transmit(frame)
  }

  writable(): Promise<void> {
    return Promise.resolve()
  }

  close(): void {
    if (this.#closed) return
    this.terminate()
    this.ended()
  }

  protected abstract transmit(frame: Frame): void
  protected abstract terminate(): void

  /** For whatever the transport brings; anything but a frame of a fit length closes the channel. */
  protected receive(data: unknown): void {
    if (this.#closed) return
    const frame = data instanceof ArrayBuffer ? new Uint8Array(data) : data
    const fit = (typeof frame === 'string' || frame instanceof Uint8Array) && frame.length <= this.#maxFrame
    if (!fit) this.close()
    else if (this.#listener) this.#listener(frame)
    else this.#early.push(frame)
  }

  /** For the end that the transport reports. */
  protected ended(): void {
    if (this.#closed) return
    this.#closed = true
    this.#early = []
    const listeners = this.#closeListeners
    this.#closeListeners = []
    for (const listener of listeners) listener()
  }
}
