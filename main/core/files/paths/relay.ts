/**
 * The path through the chunk store of the recipient's relay: chunks rest there encrypted until the receiver takes them.
 * Has no knowledge of files, keys or threads.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { AppError } from '../../../../shared/errors.ts'
import type { BlobPlace, Blobs, HeldChunks } from '../../relay/index.ts'
import { Bitmap } from '../bitmap.ts'
import type { ReceivingPath, SendingPath } from './path.ts'

/** Seconds that the relay may keep a question for news; proxies cut connections that are silent for a minute. */
const pollSeconds = 25
/** Milliseconds between two questions of the sender: what it asks for is progress, and a window is a second of work. */
const pollPauseMs = 50
/** The relay's limit for one request. */
const mostTaken = 1024

export class RelaySendingPath implements SendingPath {
  readonly kind = 'relay'
  readonly stored: Bitmap
  readonly confirmed: Bitmap
  readonly #blobs: Blobs
  readonly #place: BlobPlace
  #version = 0

  /** @param place with the write capability. */
  constructor(blobs: Blobs, place: BlobPlace, chunks: number) {
    this.#blobs = blobs
    this.#place = place
    this.stored = new Bitmap(chunks)
    this.confirmed = new Bitmap(chunks)
  }

  async open(signal: AbortSignal): Promise<void> {
    this.#learn(await saidOf(this.#blobs.state(this.#place, { signal })))
  }

  close(): void {}

  async changed(signal: AbortSignal): Promise<void> {
    await pause(pollPauseMs, undefined, { signal })
    const waiting = { since: this.#version, waitSeconds: pollSeconds, signal }
    this.#learn(await saidOf(this.#blobs.state(this.#place, waiting)))
  }

  async send(index: number, chunk: Uint8Array, signal: AbortSignal): Promise<void> {
    await saidOf(this.#blobs.put(this.#place, index, chunk, signal))
    this.stored.add(index)
  }

  #learn({ version, base, held, taken }: HeldChunks): void {
    this.#version = version
    this.confirmed.addBelow(base)
    this.confirmed.addBits(taken, base)
    this.stored.addBelow(base)
    this.stored.addBits(taken, base)
    this.stored.addBits(held, base)
  }
}

export class RelayReceivingPath implements ReceivingPath {
  readonly kind = 'relay'
  readonly #blobs: Blobs
  readonly #place: BlobPlace
  /** What the receiver has recorded when the path is opened. */
  readonly #have: Bitmap
  /** Chunks that were named or are recorded. */
  readonly #known: Bitmap
  #ready: number[] = []
  #version = 0
  #asking: Promise<void> | null = null

  /** @param place with the read capability. */
  constructor(blobs: Blobs, place: BlobPlace, have: Bitmap) {
    this.#blobs = blobs
    this.#place = place
    this.#have = have
    this.#known = new Bitmap(have.length)
  }

  /** Raises `transfer-gone` when the relay has dropped chunks that were never recorded here. */
  async open(signal: AbortSignal): Promise<void> {
    const state = await saidOf(this.#blobs.state(this.#place, { signal }))
    const taken = new Bitmap(this.#have.length)
    taken.addBelow(state.base)
    taken.addBits(state.taken, state.base)
    const unsaid: number[] = []
    for (let index = 0; index < this.#have.length; index++) {
      if (this.#have.has(index)) {
        this.#known.add(index)
        // A crash came after the recording and before the relay was told.
        if (!taken.has(index)) unsaid.push(index)
      } else if (taken.has(index)) throw new AppError('transfer-gone', 'a chunk was taken and is not here')
    }
    await this.confirm(unsaid, signal)
    this.#learn(state)
  }

  close(): void {}

  async next(signal: AbortSignal): Promise<number> {
    for (;;) {
      const index = this.#ready.shift()
      if (index !== undefined) return index
      this.#asking ??= this.#ask(signal).finally(() => {
        this.#asking = null
      })
      await this.#asking
    }
  }

  async receive(index: number, into: Uint8Array, signal: AbortSignal): Promise<number> {
    const length = await saidOf(this.#blobs.get(this.#place, index, into, { signal }))
    if (length === null) throw new AppError('transfer-gone', 'a chunk that was held is not there')
    return length
  }

  refuse(index: number): void {
    this.#ready.push(index)
  }

  async confirm(indices: readonly number[], signal: AbortSignal): Promise<void> {
    for (let from = 0; from < indices.length; from += mostTaken) {
      await saidOf(this.#blobs.take(this.#place, indices.slice(from, from + mostTaken), signal))
    }
  }

  async #ask(signal: AbortSignal): Promise<void> {
    const waiting = { since: this.#version, waitSeconds: pollSeconds, signal }
    this.#learn(await saidOf(this.#blobs.state(this.#place, waiting)))
  }

  #learn({ version, base, held }: HeldChunks): void {
    this.#version = version
    for (const [byte, bits] of held.entries()) {
      for (let bit = 0; bit < 8; bit++) {
        const index = base + byte * 8 + bit
        if ((bits & (1 << bit)) !== 0 && this.#known.add(index)) this.#ready.push(index)
      }
    }
  }
}

/** The relay's full disk is not this computer's, and a blob that is gone is no file that was not found. */
async function saidOf<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    if (error.code === 'disk-full') throw new AppError('quota-exceeded', 'the relay has no room', {}, { cause: error })
    if (error.code === 'not-found') throw new AppError('transfer-gone', 'the blob is gone', {}, { cause: error })
    throw error
  }
}
