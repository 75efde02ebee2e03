/// <reference path="./udx-native.d.ts" />
/**
 * A byte stream over UDX (udx-native): reliable streams on one UDP socket, with BBR. UDX has no way to make the other side
 * wait, so what nobody reads is kept here, up to what an honest sender can have under way.
 */
import type { UdxStream as Native } from 'udx-native'
import type { ByteStream, OnBytes } from './byte-stream.ts'

/** More than the sender's window of 64 MiB, in bytes: whoever sends more is no honest sender. SPEC.md F-5. */
const mostHeld = 80 * 1024 * 1024

/** Bytes that are handed to the stream at once: with whole chunks it carries a third less. */
const pieceBytes = 64 * 1024

interface Waiting {
  readonly bytes: Uint8Array
  written: number
  /** Of what ends here. */
  readonly settle: ((arrived: boolean) => void) | null
}

export class UdxStream implements ByteStream {
  readonly kind = 'udx'
  readonly remote: string
  readonly #stream: Native
  #onBytes: OnBytes | null = null
  #paused = true
  #held: Buffer[] = []
  #heldBytes = 0
  #queued = 0
  readonly #toWrite: Waiting[] = []
  /** Until the stream has room again. */
  #full = false
  /** What is written and not acknowledged: UDX says nothing more of it when the stream ends. */
  readonly #unsettled = new Set<(arrived: boolean) => void>()
  #roundTripMs: number | null = null
  #closed = false

  /** @param stream connected. */
  constructor(stream: Native, remote: string) {
    this.#stream = stream
    this.remote = remote
    // What fails here closes it.
    stream.on('error', () => {})
    stream.on('data', (bytes: Buffer) => this.#take(bytes))
    stream.on('end', () => this.destroy())
    stream.on('drain', () => {
      this.#full = false
      this.#writeOn()
    })
    stream.once('close', () => {
      this.#closed = true
      for (const settle of this.#unsettled) settle(false)
    })
  }

  get roundTripMs(): number | null {
    // 0 before anything has come back.
    const { rtt } = this.#stream
    if (rtt > 0) this.#roundTripMs = Math.min(rtt, this.#roundTripMs ?? rtt)
    return this.#roundTripMs
  }

  get queued(): number {
    return this.#queued
  }

  get paused(): boolean {
    return this.#paused
  }

  read(onBytes: OnBytes): void {
    this.#onBytes = onBytes
    this.resume()
  }

  pause(): void {
    this.#paused = true
  }

  resume(): void {
    this.#paused = false
    // Not within the call, as with a socket: whoever resumes may have something older to look at first.
    queueMicrotask(() => this.#handOn())
  }

  write(parts: readonly Uint8Array[], done?: (failed: boolean) => void): void {
    if (this.#closed) return void done?.(true)
    const bytes = parts.reduce((sum, { length }) => sum + length, 0)
    this.#queued += bytes
    const settle = (arrived: boolean) => {
      if (!this.#unsettled.delete(settle)) return
      this.#queued -= bytes
      done?.(!arrived)
    }
    this.#unsettled.add(settle)
    for (const [at, part] of parts.entries())
      this.#toWrite.push({ bytes: part, written: 0, settle: at === parts.length - 1 ? settle : null })
    this.#writeOn()
  }

  onClose(listener: () => void): void {
    if (this.#closed) queueMicrotask(listener)
    else this.#stream.once('close', listener)
  }

  destroy(): void {
    this.#stream.destroy()
  }

  /** As much as the stream wants: what lies in it as a whole is what it has to look through for each packet. */
  #writeOn(): void {
    while (!this.#full && !this.#closed) {
      const [next] = this.#toWrite
      if (next === undefined) return
      const piece = next.bytes.subarray(next.written, next.written + pieceBytes)
      next.written += piece.length
      this.#full = !this.#stream.write(piece)
      if (next.written < next.bytes.length) continue
      this.#toWrite.shift()
      const { settle } = next
      // Nothing is copied: the memory is free when the other side has it.
      if (settle !== null) this.#stream.flush().then(settle, () => settle(false))
    }
  }

  #take(bytes: Buffer): void {
    this.#held.push(bytes)
    this.#heldBytes += bytes.length
    this.#handOn()
    if (this.#heldBytes > mostHeld) this.destroy()
  }

  #handOn(): void {
    while (!this.#paused && this.#onBytes !== null) {
      const next = this.#held.shift()
      if (next === undefined) return
      this.#heldBytes -= next.length
      this.#onBytes(next)
    }
  }
}
