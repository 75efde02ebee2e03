/** Who asks: a device's signature buys a ticket for a day, and the ticket names the device from then on. */
import { createHmac, createPublicKey, timingSafeEqual, verify } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import {
  type AuthenticationStatement,
  authenticationStatement,
  type Nonce,
  type Ticket,
  ticketMs,
} from '../../shared/relay-api/index.ts'
import { fromBase64url, toBase64url } from '../encoding.ts'
import { Refusal } from '../refusal.ts'
import type { Address, Store } from '../storage/store.ts'
import { Nonces } from './nonces.ts'

const ticketForm = /^Bearer ([0-9a-f-]{36})\.(\d{1,3})\.(\d{1,16})\.([A-Za-z0-9_-]{43})$/
const nobody = new Uint8Array(32)

const refuse = () => new Refusal('unauthorized')

export class Authenticator {
  readonly nonces: Nonces
  readonly #key: Uint8Array
  readonly #store: Store

  constructor(key: Uint8Array, store: Store) {
    this.nonces = new Nonces(key)
    this.#key = key
    this.#store = store
  }

  /** @throws Refusal `unauthorized`: it is none, has run out, or was used before. */
  async spend(given: Nonce, now: number): Promise<void> {
    const nonce = this.nonces.checked(given, now)
    if (nonce === null || !(await this.#store.spendNonce(nonce, given.expiresAt))) throw refuse()
  }

  /** @throws Refusal `unauthorized`: nonce, device or signature is not right. */
  async issue(statement: AuthenticationStatement, signature: string, now: number): Promise<Ticket> {
    await this.spend(statement, now)
    const { account, device } = statement
    const record = await this.#store.device({ account, device })
    const right = verifyEd25519(record?.authKey ?? nobody, authenticationStatement(statement), fromBase64url(signature))
    if (record === null || !right || record.blocked) throw refuse()
    const expiresAt = now + ticketMs
    const mac = this.#mac({ account, device }, expiresAt, record.authKey)
    return { ticket: `${account}.${device}.${expiresAt}.${toBase64url(mac)}`, expiresAt }
  }

  /** @throws Refusal `unauthorized`: no ticket, one that has run out, or the device is gone. */
  async authenticate({ headers }: Pick<IncomingMessage, 'headers'>): Promise<Address> {
    const [, account = '', device = '', expiresAt = '', mac = ''] = ticketForm.exec(headers.authorization ?? '') ?? []
    if (account === '' || Number(expiresAt) <= Date.now()) throw refuse()
    const address = { account, device: Number(device) }
    const record = await this.#store.device(address)
    const right = this.#mac(address, Number(expiresAt), record?.authKey ?? nobody)
    if (!timingSafeEqual(right, fromBase64url(mac)) || record === null || record.blocked) throw refuse()
    return address
  }

  /** Bound to the device's key, so that it ends with the device even where the same ids are registered again. */
  #mac({ account, device }: Address, expiresAt: number, authKey: Uint8Array): Buffer {
    return createHmac('sha256', this.#key).update(`ticket.${account}.${device}.${expiresAt}.`).update(authKey).digest()
  }
}

/** @param publicKey Raw, 32 bytes. */
function verifyEd25519(publicKey: Uint8Array, statement: Uint8Array, signature: Uint8Array): boolean {
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: toBase64url(publicKey) }, format: 'jwk' })
  return verify(null, statement, key, signature)
}
