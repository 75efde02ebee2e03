/**
 * The bus of a few relays on one PostgreSQL: LISTEN and NOTIFY. Devices of this relay are reached as in a relay that is
 * one process; the table `presence` says which relay holds the others. Rings are collected, so that many envelopes cost
 * one notification.
 */
import { randomUUID } from 'node:crypto'
import { Client } from 'pg'
import { detach } from '../../../shared/errors.ts'
import { batched } from '../../storage/postgres/batch.ts'
import {
  clientConfig,
  type Database,
  defaultSchema,
  openDatabase,
  type PostgresOptions,
} from '../../storage/postgres/database.ts'
import type { Address, BlobKey } from '../../storage/store.ts'
import type { Bus, Peer } from '../bus.ts'
import { LocalBus } from '../local.ts'
import { Listener } from './listener.ts'
import { statements, tables } from './tables.ts'

/** Milliseconds between two signs of life. */
const aliveMs = 5000
const connections = 4
/** Milliseconds after which a clock may have gone another way. */
const clockKeptMs = 30_000
/** Blobs of one notification, which takes 8,000 bytes. */
const blobsTogether = 80

/** What one relay tells another, as JSON. */
interface Notice {
  readonly ring?: readonly (readonly [string, number])[]
  readonly replaced?: readonly [string, number, number]
  readonly ephemeral?: true
  readonly expelled?: string
  readonly changed?: readonly string[]
  readonly by?: string
}

interface Held {
  readonly address: Address
  readonly peer: Peer
  /** Milliseconds since the epoch by the clock of PostgreSQL: of two connections the later one stays. */
  readonly since: number
}

const keyOf = ({ account, device }: Address): string => `${account}/${device}`

/** @throws Error when the database cannot be reached. */
export async function openNotifyBus(options: PostgresOptions, onTrouble: (error: unknown) => void): Promise<Bus> {
  const client = new Client(await clientConfig(options))
  try {
    await client.connect()
    await client.query(tables)
  } finally {
    await client.end().catch(() => {})
  }
  const bus = new NotifyBus(options, openDatabase({ ...options, connections }, onTrouble, false), onTrouble)
  await bus.open()
  return bus
}

class NotifyBus implements Bus {
  readonly #relay = randomUUID()
  readonly #local = new LocalBus()
  readonly #held = new Map<string, Held>()
  /** Devices that came or went and of which the others do not know it yet. */
  readonly #moved = new Map<string, Address>()
  #telling: Promise<void> | null = null
  readonly #toRing = new Map<string, Address>()
  readonly #changedBlobs = new Set<string>()
  #sending: Promise<void> | null = null
  /** Milliseconds by which the clock of PostgreSQL is ahead of this one, known to half of `within`. */
  #clock = { ahead: 0, within: Number.POSITIVE_INFINITY, at: 0 }
  #taking = false
  #takeAgain = false
  readonly #db: Database
  readonly #listener: Listener
  readonly #statements: ReturnType<typeof statements>
  readonly #onTrouble: (error: unknown) => void
  readonly #isOnline: (address: Address) => Promise<boolean>
  readonly #sendEphemeral: (message: Address & { ciphertext: Uint8Array }) => Promise<boolean>
  #heart: ReturnType<typeof setInterval> | undefined

  constructor(options: PostgresOptions, db: Database, onTrouble: (error: unknown) => void) {
    const channel = `${options.schema ?? defaultSchema}:`
    this.#db = db
    this.#onTrouble = onTrouble
    this.#statements = statements(channel)
    this.#listener = new Listener(options, [`${channel}${this.#relay}`, `${channel}all`], {
      notified: (payload) => this.#notified(JSON.parse(payload) as Notice),
      listening: () => this.#comeBack(),
      trouble: onTrouble,
    })
    const common = { lanes: 1, items: 200, isOfOne: () => false }
    this.#isOnline = batched<Address, boolean>({ ...common, run: (asked) => this.#found('online', asked) })
    this.#sendEphemeral = batched<Address & { ciphertext: Uint8Array }, boolean>({
      ...common,
      run: (asked) => this.#found('ephemeral', asked, [asked.map(({ ciphertext }) => ciphertext)]),
      bytesOf: ({ ciphertext }) => ciphertext.length,
    })
  }

  async open(): Promise<void> {
    // Twice: the first answer takes as long as a connection, which says little of the clock.
    for (let time = 0; time < 2; time++) await this.#sayAlive()
    await this.#listener.open()
    this.#heart = setInterval(() => this.#detach(this.#beat()), aliveMs)
  }

  connect(address: Address, peer: Peer): () => void {
    const leave = this.#local.connect(address, peer)
    const held: Held = { address, peer, since: Date.now() + this.#clock.ahead }
    this.#held.set(keyOf(address), held)
    this.#move(address)
    return () => {
      leave()
      if (this.#held.get(keyOf(address)) !== held) return
      this.#held.delete(keyOf(address))
      this.#move(address)
    }
  }

  ring(address: Address): void {
    if (this.#held.has(keyOf(address))) this.#local.ring(address)
    else this.#ringElsewhere(address)
  }

  async ephemeral(address: Address, ciphertext: Uint8Array): Promise<boolean> {
    if (this.#held.has(keyOf(address))) return this.#local.ephemeral(address, ciphertext)
    return this.#sendEphemeral({ ...address, ciphertext })
  }

  async online(address: Address): Promise<boolean> {
    return this.#held.has(keyOf(address)) || this.#isOnline(address)
  }

  expel(account: string): void {
    this.#local.expel(account)
    this.#detach(this.#db.rows(this.#statements.expel, [account, this.#relay]))
  }

  changed(blob: BlobKey): void {
    this.#local.changed(blob)
    this.#changedBlobs.add(`${blob.account}/${blob.blob}`)
    this.#send()
  }

  watch(blob: BlobKey, listener: () => void): () => void {
    return this.#local.watch(blob, listener)
  }

  async close(): Promise<void> {
    clearInterval(this.#heart)
    await this.#listener.close()
    await this.#telling
    await this.#sending
    await this.#db.rows(this.#statements.leave, [this.#relay]).catch(this.#onTrouble)
    await this.#db.close()
  }

  #detach(work: Promise<unknown>): void {
    detach(work, this.#onTrouble)
  }

  async #found(
    what: 'online' | 'ephemeral',
    asked: readonly Address[],
    further: readonly unknown[] = [],
  ): Promise<boolean[]> {
    const rows = await this.#db.rows<{ n: number }>(this.#statements[what], [...columns(asked), ...further])
    const found = new Set(rows.map(({ n }) => n))
    return asked.map((_, index) => found.has(index + 1))
  }

  #ringElsewhere(address: Address): void {
    this.#toRing.set(keyOf(address), address)
    this.#send()
  }

  /** One statement at a time; what is asked for meanwhile goes with the next. */
  #send(): void {
    if (this.#sending !== null) return
    this.#sending = (async () => {
      try {
        while (this.#toRing.size > 0 || this.#changedBlobs.size > 0) {
          const rung = [...this.#toRing.values()]
          this.#toRing.clear()
          if (rung.length > 0) await this.#db.rows(this.#statements.ring, [...columns(rung), this.#relay])
          const blobs = [...this.#changedBlobs].slice(0, blobsTogether)
          for (const blob of blobs) this.#changedBlobs.delete(blob)
          if (blobs.length > 0) await this.#db.rows(this.#statements.changed, [blobs, this.#relay])
        }
      } catch (error) {
        // Whoever is rung looks again when its relay has PostgreSQL again.
        this.#onTrouble(error)
      } finally {
        this.#sending = null
      }
    })()
  }

  #move(address: Address): void {
    this.#moved.set(keyOf(address), address)
    this.#startTelling()
  }

  #startTelling(): void {
    this.#telling ??= this.#tell().finally(() => {
      this.#telling = null
    })
  }

  /** Tells the others who came and who went; one statement at a time, so that the last word is the right one. */
  async #tell(): Promise<void> {
    // What one turn of the event loop brings goes together.
    await new Promise(setImmediate)
    while (this.#moved.size > 0) {
      const moved = [...this.#moved.values()]
      this.#moved.clear()
      try {
        const gone = moved.filter((address) => !this.#held.has(keyOf(address)))
        if (gone.length > 0) await this.#db.rows(this.#statements.depart, [...columns(gone), this.#relay])
        const here = moved.flatMap((address) => this.#held.get(keyOf(address)) ?? [])
        if (here.length > 0) await this.#arrive(here)
      } catch (error) {
        // Told with the next sign of life.
        for (const address of moved) this.#moved.set(keyOf(address), address)
        this.#onTrouble(error)
        return
      }
    }
  }

  async #arrive(here: readonly Held[]): Promise<void> {
    const rows = await this.#db.rows<Address>(this.#statements.arrive, [
      ...columns(here.map(({ address }) => address)),
      this.#relay,
      here.map(({ since }) => Math.round(since)),
    ])
    const seen = new Set(rows.map(keyOf))
    for (const held of here) {
      // What came while the others did not know of the device has rung nobody.
      if (seen.has(keyOf(held.address))) held.peer.ring()
      else this.#replace(held)
    }
  }

  #notified({ ring = [], replaced, ephemeral, expelled, changed = [], by }: Notice): void {
    for (const [account, device] of ring) this.#local.ring({ account, device })
    if (replaced !== undefined) this.#replaced(...replaced)
    if (ephemeral === true) this.#detach(this.#takeEphemeral())
    if (expelled !== undefined) this.#local.expel(expelled)
    if (by === this.#relay) return
    for (const topic of changed) {
      const [account = '', blob = ''] = topic.split('/')
      this.#local.changed({ account, blob })
    }
  }

  /** The device has connected to another relay; unless it has come back here since. */
  #replaced(account: string, device: number, since: number): void {
    const address = { account, device }
    const held = this.#held.get(keyOf(address))
    if (held !== undefined && Math.round(held.since) > since) return
    if (held !== undefined) this.#replace(held)
    // Rings that the old socket has swallowed until now.
    this.#ringElsewhere(address)
  }

  #replace(held: Held): void {
    if (this.#held.get(keyOf(held.address)) !== held) return
    this.#held.delete(keyOf(held.address))
    held.peer.replaced()
  }

  async #takeEphemeral(): Promise<void> {
    this.#takeAgain = true
    if (this.#taking) return
    this.#taking = true
    try {
      while (this.#takeAgain) {
        this.#takeAgain = false
        const rows = await this.#db.rows<Address & { ciphertext: Uint8Array }>(this.#statements.takeEphemeral, [
          this.#relay,
        ])
        for (const { account, device, ciphertext } of rows) await this.#local.ephemeral({ account, device }, ciphertext)
      }
    } finally {
      this.#taking = false
    }
  }

  async #beat(): Promise<void> {
    this.#detach(this.#listener.probe())
    if (await this.#sayAlive()) this.#tellAll()
    await this.#db.rows(this.#statements.forgetGone, [])
    // What could not be told, for PostgreSQL was away.
    if (this.#moved.size > 0) this.#startTelling()
  }

  /** Whether the others had forgotten this relay. */
  async #sayAlive(): Promise<boolean> {
    const asked = Date.now()
    const [row] = await this.#db.rows<{ forgotten: boolean; now: number }>(this.#statements.alive, [this.#relay])
    if (row !== undefined) this.#readClock(row.now, asked)
    return row?.forgotten === true
  }

  /** Of several answers the quickest says it best (RFC 5905 section 10); one of before counts for a while. */
  #readClock(now: number, asked: number): void {
    const at = Date.now()
    const within = at - asked
    if (within > this.#clock.within && at - this.#clock.at < clockKeptMs) return
    this.#clock = { ahead: now - (asked + at) / 2, within, at }
  }

  /** After a gap anything may have been missed, and a crash of PostgreSQL has emptied its unlogged tables. */
  #comeBack(): void {
    this.#detach(this.#sayAlive())
    this.#tellAll()
    this.#local.changedAll()
    this.#detach(this.#takeEphemeral())
  }

  #tellAll(): void {
    for (const { address } of this.#held.values()) this.#move(address)
  }
}

const columns = (addresses: readonly Address[]) => [
  addresses.map(({ account }) => account),
  addresses.map(({ device }) => device),
]
