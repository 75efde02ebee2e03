/**
 * Direct connections for transfers: one port of this computer for all of them, addresses told to contacts, addresses of
 * theirs tried. Has no knowledge of files. SPEC.md F-40 f.
 */
import { randomBytes } from 'node:crypto'
import type { Logger } from 'pino'
import { detach, errorCodeOf } from '../../../../shared/errors.ts'
import type { AccountId, TransferId } from '../../../../shared/ids.ts'
import type { Messaging } from '../../relay/index.ts'
import { idBytes, reachMessage } from '../wire.ts'
import { isLoopback, mostAddresses, parsePlace, type SocketPlace } from './addresses.ts'
import type { ByteStream } from './byte-stream.ts'
import { type DirectConnection, lost } from './connection.ts'
import type { Meant, Side } from './handshake.ts'
import { Hole } from './hole.ts'
import { Meeting } from './meeting.ts'
import { type Places, Ports } from './ports.ts'
import { provesPunch, readPunch } from './punch.ts'
import { TcpStream } from './tcp-stream.ts'
import { admit, prove } from './wire-up.ts'

/** Handshakes at once: whoever opens connections and says nothing keeps others out no longer than one handshake takes. */
const mostStrangers = 64
const secretBytes = 32
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
  /** A STUN server that tells our address from outside; null where there is none. */
  readonly stun: () => Promise<SocketPlace | null>
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
  /** Null where there is no UDP. */
  hole: Hole | null
  dialled: boolean
}

export class Direct {
  readonly #options: DirectOptions
  readonly #open = new Map<TransferId, Open>()
  readonly #closing = new AbortController()
  readonly #ports: Ports
  #strangers = 0

  constructor(options: DirectOptions) {
    this.#options = options
    this.#ports = new Ports({
      ...options,
      onStream: (stream) => detach(this.#admit(stream), () => {}),
      onDatagram: (bytes, from) => this.#onDatagram(bytes, from),
    })
  }

  /** What proves a transfer with this person, 32 bytes; null where there may be no direct connection. */
  newSecret(account: AccountId): Uint8Array | null {
    return this.#options.allowed(account) ? randomBytes(secretBytes) : null
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
      open.hole?.close()
      if (this.#open.get(expected.id)?.meeting === meeting) this.#open.delete(expected.id)
      if (this.#open.size === 0) this.#ports.close()
    })
    const open: Open = { expected, meeting, end, hole: null, dialled: false }
    this.#open.set(expected.id, open)
    tell()
    return meeting
  }

  /** The other side has said where it is. `answer`: it has just come, and does not know where we are. */
  heard(account: AccountId, id: TransferId, { places, udpPlaces, answer }: Places & { answer: boolean }): void {
    const open = this.#open.get(id)
    if (open === undefined || open.expected.account !== account || !this.#options.allowed(account)) return
    if (answer) detach(this.#tell(open.expected, false), (error) => this.#report(error))
    this.#holeOf(open)?.aim(this.#tried(udpPlaces))
    if (open.dialled && open.meeting.connections.length > 0) return
    open.dialled = true
    detach(this.#dialAll(open, this.#tried(places)), (error) => this.#report(error))
  }

  async close(): Promise<void> {
    this.#closing.abort()
    for (const { meeting } of [...this.#open.values()]) meeting.close()
    this.#ports.end()
  }

  /** At once what is known, and once more where the address from outside is found. */
  async #tell({ id, account }: Expected, answer: boolean): Promise<void> {
    const say = async (asks: boolean) => {
      const places = await this.#ports.places()
      if (this.#open.has(id)) await this.#options.messaging.sendEphemeral(account, reachMessage(id, places, asks))
    }
    await say(answer)
    const looks = [this.#ports.lookOutside(), this.#ports.lookMapped()]
    await Promise.all(looks.map(async (look) => ((await look) ? say(false) : undefined)))
  }

  #tried(places: readonly string[]): SocketPlace[] {
    const found = places.slice(0, mostAddresses).flatMap((text) => parsePlace(text) ?? [])
    // Nobody sends us to programs of this computer, unless everybody is on it.
    return found.filter(({ host }) => isLoopback(host) === this.#options.alone())
  }

  #holeOf(open: Open): Hole | null {
    const { udp } = this.#ports
    if (udp === null) return null
    const { id, side, secret } = open.expected
    open.hole ??= new Hole({
      ...{ port: udp, transferId: idBytes(id), side, secret },
      onStream: (stream) => detach(side === 'sender' ? this.#prove(open, stream) : this.#admit(stream), () => {}),
    })
    return open.hole
  }

  #onDatagram(bytes: Buffer, from: SocketPlace): void {
    const punch = readPunch(bytes)
    const open = punch === null ? undefined : this.#meant(punch)
    if (punch !== null && open !== undefined && provesPunch(open.expected.secret, bytes))
      this.#holeOf(open)?.hear(punch, from)
  }

  /** All addresses at once; the first that answers gets more connections, the others none. */
  async #dialAll(open: Open, places: readonly SocketPlace[]): Promise<void> {
    const { expected, meeting, end } = open
    if (expected.side === 'sender' && (await meeting.connected(secondMs, end.signal))) return
    const won = new AbortController()
    const signal = AbortSignal.any([end.signal, won.signal])
    const first = await Promise.any(
      places.map(async (place) => {
        const connection = await this.#dial(open, place, signal)
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
      const next = await this.#dial(open, first.place, end.signal).catch(() => null)
      if (next === null) return
      meeting.add(next)
    }
  }

  #dial({ expected }: Open, place: SocketPlace, signal: AbortSignal): Promise<DirectConnection> {
    return prove(TcpStream.dial(place), expected.secret, meantBy(expected), signal)
  }

  /** A stream of a way by UDP. */
  async #prove({ expected, meeting, end }: Open, stream: ByteStream): Promise<void> {
    meeting.add(await prove(stream, expected.secret, meantBy(expected), end.signal))
  }

  async #admit(stream: ByteStream): Promise<void> {
    if (this.#strangers >= mostStrangers) return void stream.destroy()
    this.#strangers += 1
    try {
      const lookup = (meant: Meant) => this.#meant(meant)?.expected.secret ?? null
      const { meant, connection } = await admit(stream, lookup, this.#closing.signal)
      const open = this.#meant(meant)
      if (open === undefined) connection.close()
      else open.meeting.add(connection)
    } finally {
      this.#strangers -= 1
    }
  }

  /** Whom somebody means who says to be the other side. */
  #meant({ transferId, side }: Meant): Open | undefined {
    const open = [...this.#open.values()].find(({ expected }) => Buffer.compare(idBytes(expected.id), transferId) === 0)
    return open?.expected.side === side ? undefined : open
  }

  #report(error: unknown): void {
    this.#options.log.debug({ code: errorCodeOf(error) }, 'a direct connection was not tried')
  }
}

const meantBy = ({ id, side }: Expected): Meant => ({ transferId: idBytes(id), side })
