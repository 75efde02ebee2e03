/**
 * The bus of many relays: core NATS. Each relay listens to the subjects of the devices that it holds; nothing is stored there,
 * and what is lost in a gap is looked for in the store afterwards.
 */
import { randomUUID } from 'node:crypto'
import {
  type ConnectionOptions,
  connect,
  errors,
  type Msg,
  type NatsConnection,
  type Subscription,
} from '@nats-io/transport-node'
import { detach } from '../../../shared/errors.ts'
import type { Address, BlobKey } from '../../storage/store.ts'
import type { Bus, Peer } from '../bus.ts'
import { LocalBus } from '../local.ts'

export interface NatsOptions {
  /** `nats://user:password@host:4222`, or `tls://` beyond this computer. */
  readonly servers: readonly string[]
  /** Stands before every subject, where several clusters share one NATS. */
  readonly prefix?: string | undefined
}

const defaultPrefix = 'megachat'
/** Milliseconds for the answer of another relay; where nobody listens NATS says so at once. */
const answerMs = 2000

/** The first byte of what is sent to a device's subject. */
const kinds = { ring: 1, ephemeral: 2, online: 3, arrived: 4 } as const

const yes = Uint8Array.of(1)
const no = Uint8Array.of(0)
const message = (kind: number, rest: Uint8Array = new Uint8Array()): Uint8Array =>
  Buffer.concat([Uint8Array.of(kind), rest])

interface Held {
  readonly address: Address
  readonly peer: Peer
  readonly since: number
  readonly subscription: Subscription
}

const keyOf = ({ account, device }: Address): string => `${account}.${device}`

/** @throws Error in words for whoever runs the relay. */
export async function openNatsBus({ servers, prefix }: NatsOptions, onTrouble: (error: unknown) => void): Promise<Bus> {
  try {
    const connection = await connect({ ...access(servers), name: 'megachat-relay', maxReconnectAttempts: -1 })
    const bus = new NatsBus(connection, prefix ?? defaultPrefix, onTrouble)
    // From now on it hears what the others say to all.
    await connection.flush()
    return bus
  } catch (error) {
    throw new Error(`NATS: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/** NATS takes name and password beside its addresses. */
function access(servers: readonly string[]): ConnectionOptions {
  const urls = servers.map((server) => new URL(server))
  const named = urls.find(({ username }) => username !== '')
  return {
    servers: urls.map(({ host }) => host),
    ...(named !== undefined && { user: decodeURIComponent(named.username), pass: decodeURIComponent(named.password) }),
    ...(urls.some(({ protocol }) => protocol === 'tls:') && { tls: {} }),
  }
}

class NatsBus implements Bus {
  /** Sent along, so that a relay knows its own words. */
  readonly #relay = randomUUID()
  readonly #local = new LocalBus()
  readonly #held = new Map<string, Held>()
  readonly #nats: NatsConnection
  readonly #prefix: string
  readonly #onTrouble: (error: unknown) => void

  constructor(nats: NatsConnection, prefix: string, onTrouble: (error: unknown) => void) {
    this.#nats = nats
    this.#prefix = prefix
    this.#onTrouble = onTrouble
    this.#hear('gone', (account = '') => this.#local.expel(account))
    // All relays hear of every chunk: it is a thousand times larger than the word of it, and nobody subscribes too late.
    this.#hear('changed', (account = '', blob = '') => this.#local.changed({ account, blob }))
    this.#detach(this.#follow())
  }

  connect(address: Address, peer: Peer): () => void {
    const leave = this.#local.connect(address, peer)
    const key = keyOf(address)
    this.#stopHearing(this.#held.get(key))
    const subscription = this.#nats.subscribe(this.#subject(address), {
      callback: (error, asked) => (error === null ? this.#asked(address, asked) : this.#onTrouble(error)),
    })
    const held: Held = { address, peer, since: Date.now(), subscription }
    this.#held.set(key, held)
    this.#detach(this.#arrive(held))
    return () => {
      leave()
      if (this.#held.get(key) !== held) return
      this.#held.delete(key)
      this.#stopHearing(held)
    }
  }

  ring(address: Address): void {
    if (this.#held.has(keyOf(address))) this.#local.ring(address)
    else this.#nats.publish(this.#subject(address), message(kinds.ring))
  }

  async ephemeral(address: Address, ciphertext: Uint8Array): Promise<boolean> {
    if (this.#held.has(keyOf(address))) return this.#local.ephemeral(address, ciphertext)
    return this.#ask(address, message(kinds.ephemeral, ciphertext))
  }

  async online(address: Address): Promise<boolean> {
    return this.#held.has(keyOf(address)) || this.#ask(address, message(kinds.online))
  }

  expel(account: string): void {
    this.#local.expel(account)
    this.#nats.publish(`${this.#prefix}.gone`, `${this.#relay} ${account}`)
  }

  changed(blob: BlobKey): void {
    this.#local.changed(blob)
    this.#nats.publish(`${this.#prefix}.changed`, `${this.#relay} ${blob.account} ${blob.blob}`)
  }

  watch(blob: BlobKey, listener: () => void): () => void {
    return this.#local.watch(blob, listener)
  }

  async close(): Promise<void> {
    await this.#nats.drain()
  }

  #detach(work: Promise<unknown>): void {
    detach(work, this.#onTrouble)
  }

  /** What other relays say to all. */
  #hear(subject: string, act: (...words: readonly (string | undefined)[]) => void): void {
    this.#nats.subscribe(`${this.#prefix}.${subject}`, {
      callback: (_, { data }) => {
        const [relay, ...words] = Buffer.from(data).toString().split(' ')
        if (relay !== this.#relay) act(...words)
      },
    })
  }

  /** Whoever asks at this moment is still answered. */
  #stopHearing(held: Held | undefined): void {
    if (held !== undefined) this.#detach(held.subscription.drain())
  }

  #subject(address: Address): string {
    return `${this.#prefix}.device.${keyOf(address)}`
  }

  /** Tells whoever holds the device until now, once others can reach it here. */
  async #arrive({ address, peer, since }: Held): Promise<void> {
    this.#nats.publish(this.#subject(address), message(kinds.arrived, Buffer.from(`${this.#relay} ${since}`)))
    await this.#nats.flush()
    // What came while the others did not find the device has rung nobody.
    peer.ring()
  }

  async #ask(address: Address, words: Uint8Array): Promise<boolean> {
    try {
      const { data } = await this.#nats.request(this.#subject(address), words, { timeout: answerMs })
      return data[0] === 1
    } catch (error) {
      const nobody = error instanceof errors.RequestError && error.isNoResponders()
      if (!nobody && !(error instanceof errors.TimeoutError)) this.#onTrouble(error)
      return false
    }
  }

  #asked(address: Address, asked: Msg): void {
    const [kind] = asked.data
    const rest = asked.data.subarray(1)
    if (kind === kinds.ring) this.#local.ring(address)
    else if (kind === kinds.online) asked.respond(this.#held.has(keyOf(address)) ? yes : no)
    else if (kind === kinds.arrived) this.#arrivedElsewhere(address, Buffer.from(rest).toString())
    else if (kind === kinds.ephemeral) {
      this.#detach(
        this.#local.ephemeral(address, Uint8Array.from(rest)).then((taken) => asked.respond(taken ? yes : no)),
      )
    }
  }

  /** The device has connected to another relay. The later one stays, by the clocks of both; of two in one moment one does. */
  #arrivedElsewhere(address: Address, words: string): void {
    const held = this.#held.get(keyOf(address))
    const [relay = '', text] = words.split(' ')
    if (relay === this.#relay || held === undefined) return
    const since = Number(text)
    if (held.since > since || (held.since === since && this.#relay > relay)) {
      this.#detach(this.#arrive(held))
      return
    }
    this.#held.delete(keyOf(address))
    this.#stopHearing(held)
    held.peer.replaced()
    // Rings that the old socket has swallowed until now.
    this.ring(address)
  }

  /** After a gap anything may have been missed. */
  async #follow(): Promise<void> {
    for await (const { type } of this.#nats.status()) {
      if (type === 'disconnect') this.#onTrouble(new Error('NATS is away'))
      if (type !== 'reconnect') continue
      for (const held of this.#held.values()) held.peer.ring()
      this.#local.changedAll()
    }
  }
}
