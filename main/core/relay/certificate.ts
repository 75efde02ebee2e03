/** The own sender certificate, fetched when needed and renewed in time. Has no knowledge of how it is used. */
import { AppError } from '../../../shared/errors.ts'
import { routes } from '../../../shared/relay-api/index.ts'
import type { AccountClient } from './account-client.ts'

/** Renewed this long before it runs out, in milliseconds: what is sealed with it may still have to wait. */
const renewalMs = 12 * 60 * 60 * 1000

export class SenderCertificates {
  readonly #account: AccountClient
  #current: { readonly bytes: Uint8Array; readonly expiresAt: number } | null = null
  #fetching: Promise<Uint8Array> | null = null

  constructor(account: AccountClient) {
    this.#account = account
  }

  /** The one at hand, without asking the relay; null where there is none that is still good. */
  known(): { readonly bytes: Uint8Array; readonly expiresAt: number } | null {
    return this.#current !== null && this.#current.expiresAt > Date.now() ? this.#current : null
  }

  /** libsignal SenderCertificate, serialized. Raises the errors of the way to the own relay. */
  async current(): Promise<Uint8Array> {
    if (this.#current !== null && this.#current.expiresAt - renewalMs > Date.now()) return this.#current.bytes
    this.#fetching ??= this.#fetch().finally(() => {
      this.#fetching = null
    })
    return this.#fetching
  }

  async #fetch(): Promise<Uint8Array> {
    const { certificate, expiresAt } = await this.#account.call(routes.senderCertificate).catch((error: unknown) => {
      // Our own relay's word about us must not be taken for the recipient's.
      if (error instanceof AppError && error.code === 'unauthorized')
        throw new AppError('relay-refused', 'the own relay gives no certificate', {}, { cause: error })
      throw error
    })
    this.#current = { bytes: Buffer.from(certificate, 'base64url'), expiresAt }
    return this.#current.bytes
  }
}
