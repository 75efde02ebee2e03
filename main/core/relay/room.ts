/** Puts the parts of the room together. */

import { create } from '@bufbuild/protobuf'
import type { Logger } from 'pino'
import type { ConnectionState } from '../../../shared/contract/index.ts'
import { AppError } from '../../../shared/errors.ts'
import type { AccountId } from '../../../shared/ids.ts'
import type { Observable } from '../../../shared/streams/index.ts'
import { HelloSchema, type Introduction } from '../../../shared/wire/gen/content_pb.js'
import type { Protocol } from '../protocol/index.ts'
import type { Store, Tx } from '../store/index.ts'
import { AccountClient, type Credentials } from './account-client.ts'
import { type Blobs, createBlobs } from './blobs.ts'
import { SenderCertificates } from './certificate.ts'
import type { ConnectionOptions } from './connection.ts'
import { Delivery } from './delivery.ts'
import type { Access, Directory } from './directory.ts'
import { Dispatcher } from './dispatcher.ts'
import { sendEphemeral } from './ephemeral.ts'
import { type FormerHomes, FormerMailboxes } from './former-mailboxes.ts'
import { RelayHttp } from './http.ts'
import { Mailbox } from './mailbox.ts'
import type { Messaging } from './messaging.ts'
import { Outbox } from './outbox.ts'
import { Prekeys, type PrekeysOptions } from './prekeys.ts'
import type { RelayPlace, Relays } from './relays.ts'
import { Sealer } from './sealer.ts'

export interface RelayRoomOptions {
  readonly store: Store
  readonly protocol: Protocol
  /** The own relay. */
  readonly place: RelayPlace
  readonly credentials: Credentials
  /** Before each attempt to connect: makes sure that the own relay runs, where it is for us to do so. */
  readonly prepare: () => Promise<void>
  /** See {@link ConnectionOptions.readmit}. */
  readonly readmit: ConnectionOptions['readmit']
  readonly former: FormerHomes
  readonly directory: Directory
  /** Who we are, as people are told who may not know it yet. */
  readonly introduction: () => Introduction
  readonly renewPrekeys: PrekeysOptions['renew']
  readonly relays: Relays
  readonly log: Logger
}

export interface RelayRoom {
  readonly messaging: Messaging
  readonly blobs: Blobs
  readonly place: RelayPlace
  /** The own relay, with our account. */
  readonly account: AccountClient
  /** Where the account was before. */
  readonly former: FormerMailboxes
  readonly connection: Observable<ConnectionState>
  /** Registers nothing, but leaves the keys with which others can begin sessions. */
  uploadPrekeys(): Promise<void>
  /** Connects and goes on with what waits, once every room has registered its handlers. */
  start(): void
  /** Makes every connection to relays anew. */
  reconnect(): void
  /** Tries at once whatever waits for another attempt. */
  retry(): void
  close(): Promise<void>
}

export function createRelayRoom(options: RelayRoomOptions): RelayRoom {
  const { store, protocol, place, credentials, directory, introduction, relays, log } = options
  const account = new AccountClient(new RelayHttp(place, { proxyFor: relays.proxyFor }), credentials)
  const certificates = new SenderCertificates(account)
  const delivery = new Delivery(relays)
  const onIdentity = (tx: Tx, of: AccountId, identityKey: Uint8Array, at: number) => {
    outbox.identityChanged(tx, of)
    directory.identityChanged(tx, of, identityKey, at)
  }
  const sealer = new Sealer({ store, protocol, directory, certificates, delivery, introduction, onIdentity })
  const outbox = new Outbox({ store, directory, sealer, delivery, log })
  const dispatcher = new Dispatcher(directory, log)
  const prekeys = new Prekeys({ store, account, renew: options.renewPrekeys, log })
  const taking = { store, protocol, directory, certificates, dispatcher, outbox, onIdentity, log }
  const home = new Mailbox({
    account,
    place,
    proxyFor: relays.proxyFor,
    prepare: options.prepare,
    readmit: options.readmit,
    onOnline: () => {
      prekeys.watch()
      outbox.retry()
      former.retry()
    },
    taking,
  })
  const former = new FormerMailboxes({ ...options.former, credentials, proxyFor: relays.proxyFor, taking, log })

  /** Nothing lasting may be on its way to whoever's token is refused: something has to ask for the new one. */
  function askForToken(of: AccountId, access: Access): void {
    store.transaction((tx) => {
      if (directory.accessRefused(tx, of, access) === 'later')
        outbox.enqueue(tx, of, { case: 'hello', value: create(HelloSchema) })
    })
  }

  const messaging: Messaging = {
    handle: (kind, handler) => dispatcher.handle(kind, handler),
    onIncoming: (handler) => dispatcher.onIncoming(handler),
    onUnreadable: (handler) => dispatcher.onUnreadable(handler),
    onBatch: (handler) => dispatcher.onBatch(handler),
    enqueue: (tx, to, body, enqueueOptions) => outbox.enqueue(tx, to, body, enqueueOptions),
    expireBy: (rule) => outbox.expireBy(rule),
    withdraw: (tx, to, id) => outbox.withdraw(tx, to, id),
    onOutcome: (handler) => outbox.onOutcome(handler),
    sendEphemeral: async (to, body) => {
      const access = directory.peer(to)?.access ?? { kind: 'open' }
      return sendEphemeral({ sealer, delivery }, to, body).catch((error: unknown) => {
        if (error instanceof AppError && error.code === 'unauthorized') askForToken(to, access)
        throw error
      })
    },
    confirm: (tx, to, ids) => outbox.confirm(tx, to, ids),
    forget: (of, also) =>
      protocol.unitOfWork(async (unit) => {
        protocol.forget(unit, of)
        store.transaction((tx) => {
          unit.apply(tx)
          outbox.forget(tx, of)
          also(tx)
        })
      }),
    abandon: (tx, of, error) => outbox.abandon(tx, of, error),
    retry: (of) => outbox.retry(of),
    trouble: (of) => outbox.trouble(of),
    onTrouble: outbox.troubles.on,
  }

  return {
    messaging,
    blobs: createBlobs({
      ...{ account, relays, directory },
      own: () => [place, ...options.former.homes()],
    }),
    place,
    account,
    former,
    connection: home.connection.state,
    uploadPrekeys: () => prekeys.refresh(),
    start: () => {
      outbox.start()
      home.start()
      former.start()
    },
    retry: () => {
      home.retry()
      former.retry()
      outbox.retry()
    },
    reconnect: () => {
      relays.reset()
      home.reconnect()
      former.reconnect()
      outbox.retry()
    },
    close: async () => {
      await Promise.all([home.close(), former.close()])
      await Promise.all([prekeys.close(), relays.close()])
      await outbox.close()
    },
  }
}
