/**
 * Relays that the account has left: what still comes in there is taken in like anything else, until their time is over; then
 * the account there is deleted. Has no knowledge of why it was left. SPEC.md I-17.
 */
import type { Logger } from 'pino'
import { errorForLog } from '../../../shared/error-log.ts'
import { AppError, errorCodeOf } from '../../../shared/errors.ts'
import { type PrekeyUpload, routes } from '../../../shared/relay-api/index.ts'
import { Emitter } from '../../../shared/streams/index.ts'
import { AccountClient, type Credentials } from './account-client.ts'
import { RelayHttp } from './http.ts'
import { Mailbox, type MailboxOptions } from './mailbox.ts'
import type { ProxyFor } from './proxy.ts'
import type { RelayPlace } from './relays.ts'

/** How often it is looked whether the time of one is over, in milliseconds. */
const lookEveryMs = 60 * 60 * 1000
/** A relay that cannot be reached for so long after its time is given up, in milliseconds. */
const givenUpAfterMs = 30 * 24 * 60 * 60 * 1000

export interface FormerPlace extends RelayPlace {
  /** Names it: libsignal public key, 33 bytes. */
  readonly senderTrustRoot: Uint8Array
  /** Milliseconds since the epoch; null for no end. */
  readonly until: number | null
  /** This computer runs it. */
  readonly own: boolean
}

/** What the relay room asks about them. */
export interface FormerHomes {
  homes(): readonly FormerPlace[]
  /** Before each attempt to connect to one. */
  prepare(home: FormerPlace): Promise<void>
  /** See `ConnectionOptions.readmit`. */
  readmit(home: FormerPlace): Promise<boolean>
  /** All that others need to begin sessions with this device. */
  newPrekeys(): PrekeyUpload | null
  /** It is over with this one. */
  forget(home: FormerPlace): void
}

export interface FormerMailboxesOptions extends FormerHomes {
  readonly credentials: Credentials
  readonly proxyFor: ProxyFor
  readonly taking: MailboxOptions['taking']
  readonly log: Logger
}

interface Open {
  readonly account: AccountClient
  readonly mailbox: Mailbox
  /** Since it was opened all that waited was taken in. */
  drained: boolean
}

export class FormerMailboxes {
  /** One of them is over. */
  readonly changes = new Emitter()
  readonly #options: FormerMailboxesOptions
  readonly #open = new Map<FormerPlace, Open>()
  #timer: NodeJS.Timeout | undefined

  constructor(options: FormerMailboxesOptions) {
    this.#options = options
  }

  start(): void {
    for (const home of this.#options.homes()) this.#start(home)
    this.#timer = setInterval(() => this.#look(), lookEveryMs).unref()
  }

  retry(): void {
    for (const { mailbox } of this.#open.values()) mailbox.retry()
  }

  reconnect(): void {
    for (const { mailbox } of this.#open.values()) mailbox.reconnect()
  }

  /**
   * Deletes the account there at once: nobody reaches us by it any more. Raises the errors of the way there, or forgets it
   * all the same where `anyway` is set.
   */
  async leave(home: FormerPlace, { anyway }: { readonly anyway: boolean }): Promise<void> {
    const open = this.#open.get(home)
    try {
      await open?.account.call(routes.deleteAccount)
    } catch (error) {
      if (!anyway && errorCodeOf(error) !== 'unauthorized') throw error
    }
    await this.#end(home)
  }

  async close(): Promise<void> {
    clearInterval(this.#timer)
    await Promise.all([...this.#open.values()].map(({ mailbox }) => mailbox.close()))
  }

  #start(home: FormerPlace): void {
    const { credentials, proxyFor, taking, prepare, readmit } = this.#options
    const account = new AccountClient(new RelayHttp(home, { proxyFor }), credentials)
    const mailbox = new Mailbox({
      ...{ account, place: home, proxyFor, taking },
      prepare: () => prepare(home),
      readmit: () => readmit(home),
      onOnline: () => this.#attempt(this.#leaveKeys(account)),
      onDrained: () => {
        open.drained = true
        this.#look()
      },
    })
    const open: Open = { account, mailbox, drained: false }
    this.#open.set(home, open)
    mailbox.connection.state.on((state) => {
      // The account is gone there, by whoever runs it.
      if (state.state === 'refused' && state.error.code === 'unauthorized') this.#attempt(this.#end(home))
    })
    mailbox.start()
  }

  /** A relay where the device has been replaced has none; those that it has are left to it. */
  async #leaveKeys(account: AccountClient): Promise<void> {
    const { signedId } = await account.call(routes.countPrekeys)
    const upload = signedId === null ? this.#options.newPrekeys() : null
    if (upload !== null) await account.call(routes.putPrekeys, { json: upload })
  }

  #look(): void {
    for (const [home, { drained }] of this.#open) {
      if (home.until === null || Date.now() < home.until) continue
      if (drained) this.#attempt(this.leave(home, { anyway: false }))
      else if (Date.now() > home.until + givenUpAfterMs) this.#attempt(this.#end(home))
    }
  }

  #attempt(work: Promise<void>): void {
    work.catch((error: unknown) => {
      this.#options.log.info({ error: errorForLog(error) }, 'a relay of before could not be told yet')
    })
  }

  async #end(home: FormerPlace): Promise<void> {
    const open = this.#open.get(home)
    if (open === undefined) throw new AppError('not-found')
    this.#open.delete(home)
    this.#options.forget(home)
    this.changes.emit()
    await open.mailbox.close()
  }
}
