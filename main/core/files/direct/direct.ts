/**
 * Direct connections for transfers: one port of this computer for all of them, addresses told to contacts, addresses of
 * theirs tried. Has no knowledge of files. SPEC.md F-40 f.
 */
import { createServer, type Server, type Socket } from 'node:net'
import type { Logger } from 'pino'
import { detach, errorCodeOf } from '../../../../shared/errors.ts'
import type { AccountId, TransferId } from '../../../../shared/ids.ts'
import type { Messaging } from '../../relay/index.ts'
import { idBytes, reachMessage } from '../wire.ts'
import { isLoopback, loopbackHost, mostAddresses, ownPlaces, parsePlace } from './addresses.ts'
import { type DirectConnection, lost } from './connection.ts'
import type { Meant, Side } from './handshake.ts'
import { Meeting } from './meeting.ts'
import { admit, dial } from './wire-up.ts'

/** Handshakes at once: whoever opens connections and says nothing keeps others out no longer than one handshake takes. */
const mostStrangers = 64
/** Connections to an address that has answered. */
const connectionsEach = 4
/** Milliseconds that the sender waits before it dials too: one way is enough, and whoever dials reads with less work. */
const secondMs = 400
/** Milliseconds between two words of where we are, as long as there is no connection. */
const againMs = 30_000

export interface DirectOptions {
  readonly messaging: Pick<Messaging, 'sendEphemeral'>
  /** Whether addresses may be told to, and taken from, this person. */
  readonly allowed: (account: AccountId) => boolean
  /** Everybody is on this computer: its relay is. */
  readonly alone: () => boolean
  readonly log: Logger
}

/** One transfer that wants to meet. */
export interface Expected {
  readonly id: TransferId
  readonly account: AccountId
  readonly side: Side
  /** 32 bytes. */
  readonly secret: Uint8Array
}

interface Open {
  readonly expected: Expected
  readonly meeting: Meeting
  readonly end: AbortController
  dialled: boolean
}

export class Direct {
  readonly #options: DirectOptions
  readonly #open = new Map<TransferId, Open>()
  readonly #closing = new AbortController()
  #server: Promise<Server> | null = null
  #strangers = 0

  constructor(options: DirectOptions) {
    this.#options = options
  }

  /** Whether there may be a direct connection with this person. */
  allows(account: AccountId): boolean {
    return this.#options.allowed(account)
  }

  /** Tells the other side where we are, and waits for them; null where that is not wanted. */
  meet(expected: Expected): Meeting | null {
    if (!this.#options.allowed(expected.account)) return null
    this.#open.get(expected.id)?.meeting.close()
    const end = new AbortController()
    const tell = () => detach(this.#tell(expected, true), (error) => this.#report(error))
    // Networks change while a transfer goes through the relay.
    const again = setInterval(() => {
      if (meeting.connections.length === 0) tell()
    }, againMs).unref()
    const meeting = new Meeting(() => {
      end.abort()
      clearInterval(again)
      if (this.#open.get(expected.id)?.meeting === meeting) this.#open.delete(expected.id)
      if (this.#open.size === 0) this.#stopListening()
    })
    this.#open.set(expected.id, { expected, meeting, end, dialled: false })
    tell()
    return meeting
  }

  /** The other side has said where it is. `answer`: it has just come, and does not know where we are. */
  heard(account: AccountId, id: TransferId, { places, answer }: { places: readonly string[]; answer: boolean }): void {
    const open = this.#open.get(id)
    if (open === undefined || open.expected.account !== account || !this.#options.allowed(account)) return
    if (answer) detach(this.#tell(open.expected, false), (error) => this.#report(error))
    if (open.dialled && open.meeting.connections.length > 0) return
    open.dialled = true
    const found = places.slice(0, mostAddresses).flatMap((text) => parsePlace(text) ?? [])
    // Nobody sends us to programs of this computer, unless everybody is on it.
    const tried = found.filter(({ host }) => isLoopback(host) === this.#options.alone())
    detach(this.#dialAll(open, tried), (error) => this.#report(error))
  }

  async close(): Promise<void> {
    this.#closing.abort()
    for (const { meeting } of [...this.#open.values()]) meeting.close()
    this.#stopListening()
  }

  async #tell({ id, account }: Expected, answer: boolean): Promise<void> {
    const port = await this.#listen()
    const places = this.#options.alone() ? [`${loopbackHost}:${port}`] : ownPlaces(port)
    if (!this.#open.has(id)) return
    await this.#options.messaging.sendEphemeral(account, reachMessage(id, places, answer))
  }

  /** All addresses at once; the first that answers gets more connections, the others none. */
  async #dialAll(open: Open, places: readonly { host: string; port: number }[]): Promise<void> {
    const { expected, meeting, end } = open
    if (expected.side === 'sender' && (await meeting.connected(secondMs, end.signal))) return
    const won = new AbortController()
    const signal = AbortSignal.any([end.signal, won.signal])
    const meant: Meant = { transferId: idBytes(expected.id), side: expected.side }
    const first = await Promise.any(
      places.map(async (place) => {
        const connection = await dial(place, expected.secret, meant, signal)
        if (won.signal.aborted) {
          connection.close()
          throw lost('another address was faster')
        }
        won.abort()
        return { place, connection }
      }),
    ).catch(() => null)
    open.dialled = first !== null
    if (first === null) return
    meeting.add(first.connection)
    for (let more = 1; more < connectionsEach && meeting.isOpen; more++) {
      const next = await dial(first.place, expected.secret, meant, end.signal).catch(() => null)
      if (next === null) return
      meeting.add(next)
    }
  }

  /** Gives the port. */
  async #listen(): Promise<number> {
    const onSocket = (socket: Socket) => detach(this.#admit(socket), () => {})
    this.#server ??= this.#options.alone() ? listeningAt(loopbackHost, onSocket) : listeningEverywhere(onSocket)
    const address = (await this.#server).address()
    return typeof address === 'object' && address !== null ? address.port : 0
  }

  #stopListening(): void {
    const server = this.#server
    this.#server = null
    if (server !== null)
      detach(
        server.then((one) => one.close()),
        () => {},
      )
  }

  async #admit(socket: Socket): Promise<void> {
    if (this.#strangers >= mostStrangers) return void socket.destroy()
    this.#strangers += 1
    try {
      let open: Open | undefined
      const lookup = ({ transferId, side }: Meant) => {
        open = [...this.#open.values()].find(({ expected }) => Buffer.compare(idBytes(expected.id), transferId) === 0)
        return open === undefined || open.expected.side === side ? null : open.expected.secret
      }
      const { connection }: { connection: DirectConnection } = await admit(socket, lookup, this.#closing.signal)
      if (open === undefined) connection.close()
      else open.meeting.add(connection)
    } finally {
      this.#strangers -= 1
    }
  }

  #report(error: unknown): void {
    this.#options.log.debug({ code: errorCodeOf(error) }, 'a direct connection was not tried')
  }
}

/** On both families where the system has both. */
const listeningEverywhere = (onSocket: (socket: Socket) => void): Promise<Server> =>
  listeningAt('::', onSocket).catch(() => listeningAt('0.0.0.0', onSocket))

async function listeningAt(host: string, onSocket: (socket: Socket) => void): Promise<Server> {
  const server = createServer({ noDelay: true }, onSocket)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host, port: 0 }, resolve)
  })
  // Nothing waits for it: what it serves keeps the program alive.
  server.unref()
  server.on('error', () => {})
  return server
}
