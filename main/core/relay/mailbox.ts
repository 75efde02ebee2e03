/** The mailbox at one relay: its socket, and what comes in by it. Has no knowledge of how many there are. */
import { AppError } from '../../../shared/errors.ts'
import type { Frame } from '../../../shared/relay-api/gen/frames_pb.js'
import type { AccountClient } from './account-client.ts'
import { Connection, type ConnectionOptions } from './connection.ts'
import { Inbox, type InboxOptions } from './inbox.ts'

export interface MailboxOptions extends Pick<ConnectionOptions, 'place' | 'proxyFor' | 'prepare' | 'readmit'> {
  readonly account: AccountClient
  readonly onOnline?: () => void
  /** All that waited has been taken in. */
  readonly onDrained?: () => void
  /** What it takes to take something in. */
  readonly taking: Omit<InboxOptions, 'acknowledge' | 'interrupt'>
}

export class Mailbox {
  readonly connection: Connection
  readonly #options: MailboxOptions
  readonly #inbox: Inbox

  constructor(options: MailboxOptions) {
    const { account, place, proxyFor, prepare, readmit, taking } = options
    this.#options = options
    this.connection = new Connection({
      ...{ account, place, proxyFor, prepare, readmit },
      onFrame: (frame) => this.#onFrame(frame),
      onOnline: (online) => (online ? options.onOnline?.() : this.#inbox.drop()),
    })
    this.#inbox = new Inbox({
      ...taking,
      acknowledge: (seqs) => this.connection.acknowledge(seqs),
      interrupt: (error) => this.connection.interrupt(error),
    })
  }

  start(): void {
    this.connection.start()
  }

  retry(): void {
    this.connection.retry()
  }

  /** By another way than before. */
  reconnect(): void {
    this.#options.account.http.reset()
    this.connection.interrupt(new AppError('relay-unreachable', 'there is another way now'))
    this.connection.retry()
  }

  async close(): Promise<void> {
    await this.connection.close()
    await Promise.all([this.#options.account.http.close(), this.#inbox.close()])
  }

  #onFrame({ body }: Frame): void {
    if (body.case === 'deliver') this.#inbox.deliver(body.value.envelopes)
    else if (body.case === 'ephemeral') this.#inbox.deliverEphemeral(body.value.ciphertext)
    else if (body.case === 'drained') void this.#drained()
  }

  async #drained(): Promise<void> {
    if (await this.#inbox.settled()) this.#options.onDrained?.()
  }
}
