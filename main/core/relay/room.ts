/** Puts the parts of the room together. */

import type { Logger } from 'pino'
import type { ConnectionState } from '../../../shared/contract/index.ts'
import type { Frame } from '../../../shared/relay-api/gen/frames_pb.js'
import type { Observable } from '../../../shared/streams/index.ts'
import type { Introduction } from '../../../shared/wire/gen/content_pb.js'
import type { Protocol } from '../protocol/index.ts'
import type { Store } from '../store/index.ts'
import { AccountClient, type Credentials } from './account-client.ts'
import { type Blobs, createBlobs } from './blobs.ts'
import { SenderCertificates } from './certificate.ts'
import { Connection } from './connection.ts'
import { Delivery } from './delivery.ts'
import type { Directory } from './directory.ts'
import { Dispatcher } from './dispatcher.ts'
import { sendEphemeral } from './ephemeral.ts'
import { RelayHttp } from './http.ts'
import { Inbox } from './inbox.ts'
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
  /** The own relay, with our account. */
  readonly account: AccountClient
  readonly connection: Observable<ConnectionState>
  /** Registers nothing, but leaves the keys with which others can begin sessions. */
  uploadPrekeys(): Promise<void>
  /** Connects and goes on with what waits, once every room has registered its handlers. */
  start(): void
  /** Tries at once whatever waits for another attempt. */
  retry(): void
  close(): Promise<void>
}

export function createRelayRoom(options: RelayRoomOptions): RelayRoom {
  const { store, protocol, place, credentials, directory, introduction, relays, log } = options
  const account = new AccountClient(new RelayHttp(place), credentials)
  const certificates = new SenderCertificates(account)
  const delivery = new Delivery(relays)
  const sealer = new Sealer({ store, protocol, directory, certificates, delivery, introduction })
  const outbox = new Outbox({ store, directory, sealer, delivery, log })
  const dispatcher = new Dispatcher(directory, log)
  const prekeys = new Prekeys({ store, account, renew: options.renewPrekeys, log })
  const connection = new Connection({
    account,
    place,
    prepare: options.prepare,
    onFrame: (frame) => onFrame(frame),
    onOnline: (online) => {
      if (!online) return inbox.drop()
      prekeys.watch()
      outbox.retry()
    },
  })
  const inbox = new Inbox({
    store,
    protocol,
    directory,
    certificates,
    dispatcher,
    outbox,
    acknowledge: (seqs) => connection.acknowledge(seqs),
    interrupt: (error) => connection.interrupt(error),
    log,
  })

  function onFrame({ body }: Frame): void {
    if (body.case === 'deliver') inbox.deliver(body.value.envelopes)
    else if (body.case === 'ephemeral') inbox.deliverEphemeral(body.value.ciphertext)
  }

  const messaging: Messaging = {
    handle: (kind, handler) => dispatcher.handle(kind, handler),
    onUnreadable: (handler) => dispatcher.onUnreadable(handler),
    onBatch: (handler) => dispatcher.onBatch(handler),
    enqueue: (tx, to, body, enqueueOptions) => outbox.enqueue(tx, to, body, enqueueOptions),
    onOutcome: (handler) => outbox.onOutcome(handler),
    sendEphemeral: (to, body) => sendEphemeral({ sealer, delivery }, to, body),
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
    trouble: (of) => outbox.trouble(of),
    onTrouble: outbox.troubles.on,
  }

  return {
    messaging,
    blobs: createBlobs({ account, relays, own: place, relayOf: (id) => directory.peer(id)?.relay ?? null }),
    account,
    connection: connection.state,
    uploadPrekeys: () => prekeys.refresh(),
    start: () => {
      outbox.start()
      connection.start()
    },
    retry: () => {
      connection.retry()
      outbox.retry()
    },
    close: async () => {
      await connection.close()
      await Promise.all([prekeys.close(), account.http.close(), relays.close()])
      await Promise.all([inbox.close(), outbox.close()])
    },
  }
}
