/** A bare client for the relay's own tests: real keys, real HTTP, real sockets, no convenience that hides an answer. */
import { generateKeyPairSync, type KeyObject, randomBytes, randomUUID, sign } from 'node:crypto'
import { create, fromBinary, toBinary } from '@bufbuild/protobuf'
import { KEMKeyPair, PrivateKey } from '@signalapp/libsignal-client'
import { WebSocket } from 'ws'
import { DeliveryRequestSchema } from '../../shared/relay-api/gen/delivery_pb.js'
import { type Frame, FrameSchema, type StoredEnvelope } from '../../shared/relay-api/gen/frames_pb.js'
import {
  authenticationStatement,
  type CreatedBlob,
  type DeviceReplacement,
  headers,
  mediaTypes,
  type Nonce,
  type PrekeyUpload,
  pathOf,
  type Registration,
  type Route,
  registrationStatement,
  replacementStatement,
  routes,
  type Ticket,
} from '../../shared/relay-api/index.ts'
import { sha256, toBase64url } from '../encoding.ts'

export interface Answer<Body = unknown> {
  readonly status: number
  readonly body: Body
  readonly bytes: Uint8Array
}

export interface Asked {
  readonly params?: Readonly<Record<string, string | number>>
  readonly query?: Readonly<Record<string, string | number | undefined>>
  readonly headers?: Readonly<Record<string, string>>
  readonly json?: unknown
  readonly bytes?: Uint8Array<ArrayBuffer>
  readonly type?: string
}

export async function ask<Body = unknown>(
  url: string,
  route: Pick<Route, 'method' | 'path'>,
  asked: Asked = {},
): Promise<Answer<Body>> {
  const body = asked.bytes ?? (asked.json === undefined ? undefined : JSON.stringify(asked.json))
  const type = asked.type ?? (asked.bytes === undefined ? mediaTypes.json : mediaTypes.bytes)
  const response = await fetch(url + pathOf(route, asked.params, asked.query), {
    method: route.method,
    headers: { ...asked.headers, ...(body === undefined ? {} : { 'content-type': type }) },
    ...(body === undefined ? {} : { body }),
  })
  const bytes = new Uint8Array(await response.arrayBuffer())
  const json = response.headers.get('content-type')?.startsWith('application/json') ?? false
  return { status: response.status, body: (json ? JSON.parse(Buffer.from(bytes).toString()) : null) as Body, bytes }
}

export class TestAccount {
  readonly url: string
  readonly id: string
  readonly username: string
  readonly identity: PrivateKey
  readonly device = 1
  readonly registrationId = 1 + Math.floor(Math.random() * 16_380)
  readonly deliveryToken: Uint8Array
  readonly authPublicKey: Uint8Array
  readonly #authKey: KeyObject
  ticket = ''

  /** `before`: the same account with new keys of its device, as at another computer. */
  constructor(url: string, username: string, before?: TestAccount) {
    this.url = url
    this.username = username
    this.id = before?.id ?? randomUUID()
    this.identity = before?.identity ?? PrivateKey.generate()
    this.deliveryToken = before?.deliveryToken ?? randomBytes(32)
    const { publicKey, privateKey } = generateKeyPairSync('ed25519')
    this.authPublicKey = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url')
    this.#authKey = privateKey
  }

  /** Registered, with a ticket. */
  static async make(url: string, username: string, registrationToken?: string): Promise<TestAccount> {
    const account = new TestAccount(url, username)
    const registered = await account.register(registrationToken === undefined ? {} : { registrationToken })
    if (registered.status !== 204) throw new Error(`registration: ${JSON.stringify(registered.body)}`)
    await account.authenticate()
    return account
  }

  registration(over: Partial<Registration> = {}): Registration {
    const statement = registrationStatement({
      host: new URL(this.url).host,
      username: this.username,
      account: this.id,
      device: this.device,
      registrationId: this.registrationId,
      authKey: this.authPublicKey,
    })
    return {
      username: this.username,
      accountId: this.id,
      identityKey: toBase64url(this.identity.getPublicKey().serialize()),
      device: { id: this.device, registrationId: this.registrationId, authKey: toBase64url(this.authPublicKey) },
      proof: toBase64url(this.identity.sign(statement)),
      deliveryTokenHash: toBase64url(sha256(this.deliveryToken)),
      ...over,
    }
  }

  register(over: Partial<Registration> = {}): Promise<Answer> {
    return ask(this.url, routes.register, { json: this.registration(over) })
  }

  async replacement(host = new URL(this.url).host): Promise<DeviceReplacement> {
    const { nonce, expiresAt } = (await ask<Nonce>(this.url, routes.nonce)).body
    const { id: account, device, registrationId, authPublicKey: authKey } = this
    const statement = replacementStatement({ host, account, device, registrationId, authKey, nonce, expiresAt })
    return {
      accountId: account,
      device: { id: device, registrationId, authKey: toBase64url(authKey) },
      nonce,
      expiresAt,
      proof: toBase64url(this.identity.sign(statement)),
    }
  }

  async ticketRequest(host = new URL(this.url).host) {
    const { nonce, expiresAt } = (await ask<Nonce>(this.url, routes.nonce)).body
    const { id: account, device } = this
    const statement = authenticationStatement({ host, path: routes.ticket.path, account, device, expiresAt, nonce })
    return {
      accountId: account,
      device,
      nonce,
      expiresAt,
      signature: toBase64url(sign(null, statement, this.#authKey)),
    }
  }

  async authenticate(): Promise<void> {
    const answer = await ask<Ticket>(this.url, routes.ticket, { json: await this.ticketRequest() })
    if (answer.status !== 200) throw new Error(`ticket: ${JSON.stringify(answer.body)}`)
    this.ticket = answer.body.ticket
  }

  /** With the ticket. */
  ask<Body = unknown>(route: Pick<Route, 'method' | 'path'>, asked: Asked = {}): Promise<Answer<Body>> {
    const authorization = { [headers.authorization]: `Bearer ${this.ticket}` }
    return ask<Body>(this.url, route, { ...asked, headers: { ...authorization, ...asked.headers } })
  }

  /** Prekeys signed by the identity key; `count` one-time ones of each kind. */
  prekeys(count: number, firstId = 1): PrekeyUpload {
    const ec = (id: number) => ({ id, publicKey: toBase64url(PrivateKey.generate().getPublicKey().serialize()) })
    const kyber = (id: number) => {
      const key = KEMKeyPair.generate().getPublicKey().serialize()
      return { id, publicKey: toBase64url(key), signature: toBase64url(this.identity.sign(key)) }
    }
    const signed = PrivateKey.generate().getPublicKey().serialize()
    const ids = Array.from({ length: count }, (_, index) => firstId + index)
    return {
      signed: { id: 1000, publicKey: toBase64url(signed), signature: toBase64url(this.identity.sign(signed)) },
      lastResortKyber: kyber(2000),
      ...(count > 0 && { oneTime: ids.map(ec), oneTimeKyber: ids.map(kyber) }),
    }
  }

  /** Delivers to this account as somebody who holds its delivery token, or `over.token`. */
  deliver(text: string, over: Partial<DeliveryOptions> = {}): Promise<Answer> {
    const body = create(DeliveryRequestSchema, {
      envelopeId: over.id ?? randomBytes(16),
      ephemeral: over.ephemeral ?? false,
      expiresInMs: BigInt(over.expiresInMs ?? 0),
      devices: over.devices ?? [
        { device: this.device, registrationId: this.registrationId, ciphertext: Buffer.from(text) },
      ],
    })
    const access = over.access ?? { [headers.deliveryToken]: toBase64url(this.deliveryToken) }
    return ask(this.url, routes.deliver, {
      params: { account: over.account ?? this.id },
      headers: access,
      bytes: Uint8Array.from(toBinary(DeliveryRequestSchema, body)),
      type: mediaTypes.protobuf,
    })
  }

  async createBlob(chunks: number, chunkBytes = 1024): Promise<CreatedBlob> {
    const answer = await this.ask<CreatedBlob>(routes.createBlob, { json: { chunks, chunkBytes } })
    if (answer.status !== 200) throw new Error(`blob: ${JSON.stringify(answer.body)}`)
    return answer.body
  }

  connect(): Promise<TestSocket> {
    return TestSocket.open(this.url, this.ticket)
  }
}

export interface DeliveryOptions {
  readonly id: Uint8Array
  readonly ephemeral: boolean
  readonly expiresInMs: number
  readonly access: Readonly<Record<string, string>>
  readonly account: string
  readonly devices: { device: number; registrationId: number; ciphertext: Uint8Array<ArrayBuffer> }[]
}

/** A device's socket whose frames are read one by one. */
export class TestSocket {
  readonly socket: WebSocket
  readonly #frames: Frame[] = []
  readonly #readers: ((frame: Frame) => void)[] = []
  readonly closed: Promise<number>

  constructor(socket: WebSocket) {
    this.socket = socket
    socket.on('error', () => {})
    socket.on('message', (data) => {
      const frame = fromBinary(FrameSchema, data as Buffer)
      const reader = this.#readers.shift()
      if (reader) reader(frame)
      else this.#frames.push(frame)
    })
    this.closed = new Promise((resolve) => socket.on('close', resolve))
  }

  static async open(url: string, ticket: string): Promise<TestSocket> {
    const address = url.replace(/^http/, 'ws') + routes.socket.path
    const socket = new WebSocket(address, {
      headers: { [headers.authorization]: `Bearer ${ticket}` },
      rejectUnauthorized: false,
    })
    const wrapped = new TestSocket(socket)
    await new Promise<void>((resolve, reject) => {
      socket.on('open', () => resolve())
      socket.on('unexpected-response', (_, response) => reject(new Error(`status ${response.statusCode}`)))
      socket.on('error', reject)
    })
    return wrapped
  }

  next(): Promise<Frame> {
    const frame = this.#frames.shift()
    return frame ? Promise.resolve(frame) : new Promise((resolve) => this.#readers.push(resolve))
  }

  /** Frames that have come and have not been read. */
  get unread(): number {
    return this.#frames.length
  }

  /** The next `count` envelopes; skips other frames. */
  async envelopes(count: number): Promise<StoredEnvelope[]> {
    const found: StoredEnvelope[] = []
    while (found.length < count) {
      const { body } = await this.next()
      if (body.case === 'deliver') found.push(...body.value.envelopes)
    }
    return found
  }

  acknowledge(envelopes: readonly Pick<StoredEnvelope, 'seq'>[]): void {
    const body = {
      case: 'acknowledge' as const,
      value: { $typeName: 'megachat.relay.v1.Acknowledge' as const, seqs: envelopes.map(({ seq }) => seq) },
    }
    this.socket.send(toBinary(FrameSchema, create(FrameSchema, { body })))
  }

  async close(): Promise<void> {
    this.socket.close()
    await this.closed
  }
}

export const textOf = ({ ciphertext }: { ciphertext: Uint8Array }): string => Buffer.from(ciphertext).toString()
