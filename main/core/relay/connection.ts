/**
 * Keeps a socket to the own relay open: connects, comes back after a fault, stops where coming back does not help.
 * Has no knowledge of what the frames carry.
 */
import { create, toBinary } from '@bufbuild/protobuf'
import { toPayload } from '../../../shared/bridge/errors.ts'
import type { ConnectionState } from '../../../shared/contract/index.ts'
import { AppError, type ErrorCode } from '../../../shared/errors.ts'
import { AcknowledgeSchema, type Frame, FrameSchema } from '../../../shared/relay-api/gen/frames_pb.js'
import { Observable } from '../../../shared/streams/index.ts'
import type { AccountClient } from './account-client.ts'
import { type BackoffOptions, fullJitter, Pause } from './backoff.ts'
import { unreachableOr } from './http.ts'
import type { ProxyFor } from './proxy.ts'
import type { RelayPlace } from './relays.ts'
import { openSocket, type RelaySocket } from './socket.ts'

const backoff: BackoffOptions = { firstMs: 500, mostMs: 30_000 }
/** A socket that held this long was a good one: the next fault starts with short waits again. */
const settledMs = 10_000

/** Errors that another attempt does not mend. */
const lasting: ReadonlySet<ErrorCode> = new Set([
  'relay-certificate-changed',
  'relay-certificate-untrusted',
  'relay-version-unsupported',
  'relay-refused',
  'unauthorized',
  'device-replaced',
])

export interface ConnectionOptions {
  readonly account: AccountClient
  readonly place: RelayPlace
  readonly proxyFor: ProxyFor
  /** Before each attempt. */
  readonly prepare: () => Promise<void>
  /**
   * The relay does not take us: registers the account again where it is gone. False where that does not help. Raises
   * `device-replaced` where it goes on at another computer.
   */
  readonly readmit: () => Promise<boolean>
  readonly onFrame: (frame: Frame) => void
  /** The socket is open; `false`: it has ended. Envelopes of an ended socket come again. */
  readonly onOnline: (online: boolean) => void
}

export class Connection {
  readonly state = new Observable<ConnectionState>({ state: 'connecting' })
  readonly #options: ConnectionOptions
  readonly #pause = new Pause()
  #socket: RelaySocket | null = null
  #interruption: AppError | null = null
  #attempt = 0
  #askedToReadmit = false
  #closed = false
  #running: Promise<void> = Promise.resolve()

  constructor(options: ConnectionOptions) {
    this.#options = options
  }

  start(): void {
    this.#running = this.#run()
  }

  /** Tries at once, also after a lasting error; a socket that is open has to show that it is. */
  retry(): void {
    this.#socket?.probe()
    this.#attempt = 0
    this.#askedToReadmit = false
    this.#pause.end()
  }

  /** Says that these envelopes are committed here. Without a socket they come again, and are known then. */
  acknowledge(seqs: bigint[]): void {
    const frame = create(FrameSchema, {
      body: { case: 'acknowledge', value: create(AcknowledgeSchema, { seqs }) },
    })
    this.#socket?.send(toBinary(FrameSchema, frame))
  }

  /** Ends the socket because what came cannot be stored now; it comes again after the usual wait. */
  interrupt(error: AppError): void {
    this.#interruption = error
    this.#socket?.close()
  }

  async close(): Promise<void> {
    this.#closed = true
    this.#socket?.close()
    this.#pause.end()
    await this.#running
  }

  async #run(): Promise<void> {
    while (!this.#closed) {
      this.state.set({ state: 'connecting' })
      let error = await this.#session()
      if (this.#closed) return
      if (error.code === 'unauthorized') {
        const refusal = await this.#readmitted()
        if (refusal === null) continue
        if (this.#closed) return
        error = refusal
      }
      if (lasting.has(error.code)) {
        this.state.set({ state: 'refused', error: toPayload(error) })
        await this.#pause.wait(null)
      } else {
        const waitMs = fullJitter(this.#attempt, backoff)
        this.#attempt += 1
        this.state.set({ state: 'offline', error: toPayload(error), retryAt: Date.now() + waitMs })
        await this.#pause.wait(waitMs)
      }
    }
  }

  /**
   * Once between two sessions that were online: a relay that forgets us again and again is left alone. Null where it takes
   * us now.
   */
  async #readmitted(): Promise<AppError | null> {
    const refused = new AppError('unauthorized')
    if (this.#askedToReadmit) return refused
    this.#askedToReadmit = true
    try {
      return (await this.#options.readmit()) ? null : refused
    } catch (error) {
      const refusal = unreachableOr(error)
      // It was not the relay's answer.
      if (!lasting.has(refusal.code)) this.#askedToReadmit = false
      return refusal
    }
  }

  /** From asking for a ticket to the end of the socket; gives what ended it. */
  async #session(): Promise<AppError> {
    const { account, place, proxyFor, prepare, onFrame, onOnline } = this.#options
    try {
      await prepare()
      return await account.withTicket(
        (ticket) =>
          new Promise<AppError>((resolve, reject) => {
            if (this.#closed) return reject(unreachableOr(null))
            let openedAt: number | null = null
            this.#interruption = null
            this.#socket = openSocket({
              ...place,
              proxyFor,
              ticket,
              onFrame,
              onOpen: () => {
                openedAt = Date.now()
                this.#askedToReadmit = false
                this.state.set({ state: 'online' })
                onOnline(true)
              },
              onEnd: (error) => {
                this.#socket = null
                if (openedAt === null) return reject(error)
                onOnline(false)
                if (Date.now() - openedAt > settledMs) this.#attempt = 0
                if (error.code === 'unauthorized') account.dropTicket()
                // A ticket that has run out is nothing to worry about: the next one is fetched in the next session.
                resolve(this.#interruption ?? (error.code === 'unauthorized' ? unreachableOr(error) : error))
              },
            })
          }),
      )
    } catch (error) {
      return unreachableOr(error)
    }
  }
}
