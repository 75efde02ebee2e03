/** A connection that listens on channels of PostgreSQL, and listens again after it was lost. */
import { setTimeout as delay } from 'node:timers/promises'
import { Client } from 'pg'
import { clientConfig, type PostgresOptions } from '../../storage/postgres/database.ts'

export interface ListenerEvents {
  notified(payload: string): void
  /** From now on nothing is missed; before it may have been. */
  listening(): void
  trouble(error: Error): void
}

/** Milliseconds before another try. */
const againMs = 500

export class Listener {
  readonly #options: PostgresOptions
  readonly #channels: readonly string[]
  readonly #events: ListenerEvents
  readonly #closed = new AbortController()
  #client: Client | null = null
  #probing = false

  constructor(options: PostgresOptions, channels: readonly string[], events: ListenerEvents) {
    this.#options = options
    this.#channels = channels
    this.#events = events
  }

  /** Whether the connection still is one: a network that was cut says nothing by itself. */
  async probe(): Promise<void> {
    const client = this.#client
    if (client === null || this.#probing) return
    this.#probing = true
    try {
      await client.query('SELECT 1')
    } catch {
      // Ends in `onLoss`, unless that has been before.
      ;(client as Client & { connection: { stream: { destroy(): void } } }).connection.stream.destroy()
    } finally {
      this.#probing = false
    }
  }

  /** @throws Error when the first connection fails; later ones are tried until they hold. */
  async open(): Promise<void> {
    await this.#listen()
  }

  async close(): Promise<void> {
    this.#closed.abort()
    await this.#client?.end().catch(() => {})
  }

  async #listen(): Promise<void> {
    const client = new Client(await clientConfig(this.#options))
    let lost = false
    const onLoss = (error?: Error) => {
      if (lost || this.#closed.signal.aborted) return
      lost = true
      if (error !== undefined) this.#events.trouble(error)
      if (this.#client === client) void this.#again()
    }
    client.on('error', onLoss)
    client.on('end', () => onLoss())
    client.on('notification', ({ payload = '' }) => this.#events.notified(payload))
    try {
      await client.connect()
      for (const channel of this.#channels) await client.query(`LISTEN ${client.escapeIdentifier(channel)}`)
    } catch (error) {
      lost = true
      await client.end().catch(() => {})
      throw error
    }
    if (lost) throw new Error('the connection was lost')
    this.#client = client
    this.#events.listening()
  }

  async #again(): Promise<void> {
    while (!this.#closed.signal.aborted) {
      await delay(againMs, undefined, { signal: this.#closed.signal }).catch(() => {})
      if (this.#closed.signal.aborted) return
      try {
        await this.#listen()
        return
      } catch (error) {
        this.#events.trouble(error instanceof Error ? error : new Error(String(error)))
      }
    }
  }
}
