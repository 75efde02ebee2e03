/** The own relay as this device sees it: every route that needs a ticket. Has no knowledge of envelopes or contacts. */
import type { Static } from 'typebox'
import { AppError } from '../../../shared/errors.ts'
import type { AccountId, DeviceId } from '../../../shared/ids.ts'
import { authenticationStatement, headers, type Route, routes } from '../../../shared/relay-api/index.ts'
import type { CallOptions, RawAnswer, RelayHttp } from './http.ts'

/** What proves this device to its relay. */
export interface Credentials {
  readonly account: AccountId
  readonly device: DeviceId
  /** Ed25519 signature (64 bytes) of the device's own key. */
  sign(statement: Uint8Array<ArrayBuffer>): Uint8Array
}

export class AccountClient {
  readonly http: RelayHttp
  readonly #credentials: Credentials
  #ticket: Promise<string> | null = null

  constructor(http: RelayHttp, credentials: Credentials) {
    this.http = http
    this.#credentials = credentials
  }

  /** Like {@link RelayHttp.call}, with a ticket. */
  async call<R extends Route>(route: R, options: CallOptions = {}): Promise<Static<R['response']>> {
    return this.withTicket((ticket) => this.http.call(route, authorized(options, ticket)))
  }

  /** Like {@link RelayHttp.raw}, with a ticket. */
  async raw(route: Route, options: CallOptions = {}): Promise<RawAnswer> {
    return this.withTicket((ticket) => this.http.raw(route, authorized(options, ticket)))
  }

  /** Runs `work` with a ticket, and once more with a new one where the relay does not take it. */
  async withTicket<T>(work: (ticket: string) => Promise<T>): Promise<T> {
    const known = this.#ticket !== null
    const ticket = await this.#currentTicket()
    try {
      return await work(ticket)
    } catch (error) {
      if (!known || !(error instanceof AppError) || error.code !== 'unauthorized') throw error
      this.dropTicket()
      return work(await this.#currentTicket())
    }
  }

  /** After the relay has said that the ticket is no good. */
  dropTicket(): void {
    this.#ticket = null
  }

  #currentTicket(): Promise<string> {
    if (this.#ticket === null) {
      const fetched = this.#fetchTicket()
      this.#ticket = fetched
      // A failure is not kept: the next call tries again.
      fetched.catch(() => {
        if (this.#ticket === fetched) this.#ticket = null
      })
    }
    return this.#ticket
  }

  async #fetchTicket(): Promise<string> {
    const { account, device, sign } = this.#credentials
    const { nonce, expiresAt } = await this.http.call(routes.nonce)
    const host = new URL(this.http.url).host
    const statement = authenticationStatement({ host, path: routes.ticket.path, account, device, expiresAt, nonce })
    const signature = Buffer.from(sign(statement)).toString('base64url')
    const json = { accountId: account, device, nonce, expiresAt, signature }
    const { ticket } = await this.http.call(routes.ticket, { json })
    return ticket
  }
}

const authorized = (options: CallOptions, ticket: string): CallOptions => ({
  ...options,
  headers: { ...options.headers, [headers.authorization]: `Bearer ${ticket}` },
})
