/**
 * One device's socket: gives it what waits and takes its acknowledgements. The store is the buffer: at most so many
 * envelopes are under way, and nothing new while bytes are unsent. There is no cursor that could pass a gap: each look at
 * the store asks for the oldest envelopes that are not under way.
 */
import { create, fromBinary, toBinary } from '@bufbuild/protobuf'
import type { WebSocket } from 'ws'
import { type Frame, FrameSchema } from '../../shared/relay-api/gen/frames_pb.js'
import { closeCodes, maxUnacknowledged } from '../../shared/relay-api/index.ts'
import type { Peer } from '../bus/bus.ts'
import type { Address, Store, StoredEnvelope } from '../storage/store.ts'

/** Bytes unsent on a socket from which on it gets nothing new. */
const maxUnsentBytes = 1024 * 1024
/** Bytes of ciphertext from which on a frame is full. */
const frameBytes = 256 * 1024

export interface DeviceSocketEvents {
  delivered(count: number): void
  acknowledged(count: number): void
  /** The store failed; the socket is closed. */
  failed(error: unknown): void
}

export class DeviceSocket implements Peer {
  readonly #socket: WebSocket
  readonly #address: Address
  readonly #store: Store
  readonly #events: DeviceSocketEvents
  /** Given to the device and not acknowledged. */
  readonly #underWay = new Set<number>()
  #looking = false
  #rang = false
  #drained = false
  #answered = true

  constructor(socket: WebSocket, address: Address, store: Store, events: DeviceSocketEvents) {
    this.#socket = socket
    this.#address = address
    this.#store = store
    this.#events = events
    socket.on('message', (data, binary) => this.#receive(data, binary))
    socket.on('pong', () => {
      this.#answered = true
    })
  }

  ring(): void {
    this.#rang = true
    if (!this.#looking) void this.#look()
  }

  ephemeral(ciphertext: Uint8Array): boolean {
    if (!this.#open || this.#socket.bufferedAmount > maxUnsentBytes) return false
    this.#send({ case: 'ephemeral', value: { $typeName: 'megachat.relay.v1.Ephemeral', ciphertext } })
    return true
  }

  replaced(): void {
    this.#socket.close(closeCodes.replaced, 'replaced')
  }

  expelled(): void {
    this.#socket.close(closeCodes.unauthorized, 'account gone')
  }

  restarting(): void {
    this.#socket.close(closeCodes.restarting, 'restarting')
  }

  /** Without a word. */
  terminate(): void {
    this.#socket.terminate()
  }

  /** Asks whether the device is still there; who has not answered the last time is gone. */
  heartbeat(): void {
    if (!this.#answered) {
      this.#socket.close(closeCodes.timeout, 'timeout')
      this.terminate()
      return
    }
    this.#answered = false
    this.#socket.ping()
  }

  get #open(): boolean {
    return this.#socket.readyState === this.#socket.OPEN
  }

  get #room(): number {
    if (!this.#open || this.#socket.bufferedAmount > maxUnsentBytes) return 0
    return maxUnacknowledged - this.#underWay.size
  }

  /** Looks at the store until nothing is left or nothing more may be sent. One look at a time. */
  async #look(): Promise<void> {
    this.#looking = true
    try {
      while (this.#rang && this.#room > 0) {
        this.#rang = false
        const found = await this.#store.fetch(this.#address, {
          now: Date.now(),
          limit: this.#room,
          bytes: maxUnsentBytes,
          except: [...this.#underWay],
        })
        if (!this.#open) return
        if (found.length > 0) {
          this.#deliver(found)
          this.#rang = true
        } else if (!this.#drained) {
          this.#drained = true
          this.#send({ case: 'drained', value: { $typeName: 'megachat.relay.v1.Drained' } })
        }
      }
    } catch (error) {
      this.#fail(error)
    } finally {
      this.#looking = false
    }
  }

  #deliver(envelopes: readonly StoredEnvelope[]): void {
    let frame: StoredEnvelope[] = []
    let bytes = 0
    for (const envelope of envelopes) {
      this.#underWay.add(envelope.seq)
      frame.push(envelope)
      bytes += envelope.ciphertext.length
      if (bytes < frameBytes) continue
      this.#sendEnvelopes(frame)
      frame = []
      bytes = 0
    }
    if (frame.length > 0) this.#sendEnvelopes(frame)
    this.#events.delivered(envelopes.length)
  }

  #sendEnvelopes(envelopes: readonly StoredEnvelope[]): void {
    this.#send({
      case: 'deliver',
      value: {
        $typeName: 'megachat.relay.v1.Deliver',
        envelopes: envelopes.map(({ seq, id, receivedAt, ciphertext }) => ({
          $typeName: 'megachat.relay.v1.StoredEnvelope',
          seq: BigInt(seq),
          envelopeId: Uint8Array.from(id),
          receivedAt: BigInt(receivedAt),
          ciphertext: Uint8Array.from(ciphertext),
        })),
      },
    })
  }

  #send(body: Frame['body']): void {
    const bytes = toBinary(FrameSchema, create(FrameSchema, { body }))
    // Sent bytes make room again.
    this.#socket.send(bytes, () => {
      if (this.#rang && !this.#looking && this.#room > 0) void this.#look()
    })
  }

  #receive(data: unknown, binary: boolean): void {
    const seqs = binary && Buffer.isBuffer(data) ? acknowledged(data) : null
    if (seqs === null) this.#socket.close(closeCodes.invalidFrame, 'invalid frame')
    else this.#acknowledge(seqs).catch((error) => this.#fail(error))
  }

  async #acknowledge(seqs: readonly number[]): Promise<void> {
    await this.#store.acknowledge(this.#address, seqs)
    this.#events.acknowledged(seqs.length)
    // Not before: a look in between would give them to the device again.
    for (const seq of seqs) this.#underWay.delete(seq)
    this.ring()
  }

  #fail(error: unknown): void {
    this.#events.failed(error)
    this.#socket.close(closeCodes.goingAway, 'going away')
  }
}

/** What a frame of a device acknowledges; null where it is no such frame. */
function acknowledged(bytes: Uint8Array): number[] | null {
  let frame: Frame
  try {
    frame = fromBinary(FrameSchema, bytes)
  } catch {
    return null
  }
  if (frame.body.case !== 'acknowledge') return null
  const seqs = frame.body.value.seqs.map(Number)
  return seqs.every(Number.isSafeInteger) ? seqs : null
}
