/// <reference path="./udx-native.d.ts" />
/**
 * A byte stream over UDX (udx-native): reliable streams on one UDP socket, with BBR. UDX has no way to make the other side
 * wait, so what nobody reads is kept here, up to what an honest sender can have under way.
 */
import type { UdxStream as Native } from 'udx-native'
import type { ByteStream, OnBytes } from './byte-stream.ts'

/** More than the sender's window of 64 MiB, in bytes: whoever sends more is no honest sender. SPEC.md F-5. */
const mostHeld = 80 * 1024 * 1024

export class UdxStream implements ByteStream {
  readonly kind = 'udx'
  readonly remote: string
  readonly #stream: Native
  #onBytes: OnBytes | null = null
  #paused = true
  #held: Buffer[] = []
  #heldBytes = 0
  #queued = 0
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
    stream.once('close', () => {
      this.#closed = true
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
    for (;;) {
      const next = this.#paused || this.#onBytes === null ? undefined : this.#held.shift()
      if (next === undefined) return
      this.#heldBytes -= next.length
      this.#onBytes?.(next)
    }
  }

  write(parts: readonly Uint8Array[], done?: (failed: boolean) => void): void {
    if (this.#closed) return void done?.(true)
    const bytes = parts.reduce((sum, { length }) => sum + length, 0)
    this.#queued += bytes
    for (const part of parts) this.#stream.write(part)
    // Nothing is copied: the memory is free when the other side has it.
    const settle = (arrived: boolean) => {
      this.#queued -= bytes
      done?.(!arrived)
    }
    this.#stream.flush().then(settle, () => settle(false))
  }

  onClose(listener: () => void): void {
    if (this.#closed) queueMicrotask(listener)
    else this.#stream.once('close', listener)
  }

  destroy(): void {
    this.#stream.destroy()
  }

  #take(bytes: Buffer): void {
    if (!this.#paused && this.#onBytes !== null) {
      this.#onBytes(bytes)
      return
    }
    this.#held.push(bytes)
    this.#heldBytes += bytes.length
    if (this.#heldBytes > mostHeld) this.destroy()
  }
}
