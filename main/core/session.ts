/** An open profile: wires the rooms over one database and one account. Has no knowledge of how it was opened. */
import path from 'node:path'
import type { Database } from 'better-sqlite3'
import type { Logger } from 'pino'
import type { FileToken } from '../../shared/contract/index.ts'
import { errorForLog } from '../../shared/error-log.ts'
import { AppError, errorCodeOf } from '../../shared/errors.ts'
import {
  AccountId,
  type ConversationId,
  conversationWith,
  MessageId,
  newMessageId,
  type TransferId,
} from '../../shared/ids.ts'
import { isLoopbackHost } from '../../shared/invite/index.ts'
import { routes } from '../../shared/relay-api/index.ts'
import { Backups, backupRouter } from './backup/index.ts'
import { createCalls } from './calls/index.ts'
import {
  Blocking,
  Contacts,
  contactsRouter,
  Invites,
  Presence,
  Profiles,
  RelayDebts,
  shownContact,
  Verification,
} from './contacts/index.ts'
import { Conversations, conversationsRouter, keepingNotes } from './conversations/index.ts'
import { chatExportRouter } from './export/index.ts'
import { createFiles, type Files } from './files/index.ts'
import type { CoreHost, ServedFile } from './host.ts'
import type { Identity } from './identity/index.ts'
import { createMedia, type MediaRoom } from './media/index.ts'
import { runsOwnRelay } from './moving.ts'
import { register } from './onboarding.ts'
import { createProtocol } from './protocol/index.ts'
import { connectionRouter, createRelayRoom, findStun, onAddressesChanged, Relays } from './relay/index.ts'
import { Indexer, searchRouter } from './search/index.ts'
import { ProfileSettings, readFact, settingsRouter, writeFact } from './settings/index.ts'
import type { Store, Tx } from './store/index.ts'
import { deviceIsKnown, replaceDevice, replaceDeviceAt } from './take-over.ts'
import type { Ways } from './ways.ts'

export interface SessionOptions {
  readonly store: Store
  readonly identity: Identity
  readonly host: CoreHost
  readonly ways: Ways
  /** What opens this profile's backups (see `backupKeyOf`), and the slots that go with them. */
  readonly backup: { readonly key: Uint8Array; readonly slots: () => unknown }
  readonly log: Logger
}

export type Session = ReturnType<typeof openSession>

/** Whom the relay that this computer runs is for. */
export function ownRelayReach(db: Database): 'computer' | 'network' {
  return readFact(db, 'own-relay-reach') === 'network' ? 'network' : 'computer'
}

/** Everything is there and quiet until `start`. */
export function openSession({ store, identity, host, ways, backup, log }: SessionOptions) {
  const relays = new Relays(ways.proxyFor)
  const settings = new ProfileSettings({ store, downloads: host.downloads })
  const relayOnly = () => settings.current.alwaysThroughRelay || ways.hidden
  const contacts = new Contacts({ store, identity, relays, log: log.child({ room: 'contacts' }) })
  const { directory } = contacts
  const protocol = createProtocol({
    db: store.db,
    local: identity.local,
    trustRootsOf: (account) => directory.trustRootsOf(account),
  })
  const { id, device, relay: home } = identity.account
  const relay = createRelayRoom({
    store,
    protocol,
    place: home,
    credentials: { account: id, device, sign: (statement) => identity.signAsDevice(statement) },
    // A relay of this computer that has ended, or could not start, is started again.
    prepare: async () => {
      if (home.own) await host.ownRelay.start(ownRelayReach(store.db))
    },
    readmit: async () => {
      try {
        await register(
          identity.account.relay,
          identity.registration(settings.fact('registration-token') ?? undefined),
          ways.proxyFor,
        )
        debts.tellAgain()
        return true
      } catch (error) {
        log.warn({ error: errorForLog(error) }, 'the relay does not take the account')
        if (errorCodeOf(error) !== 'device-replaced') return false
        await replaceDevice(store, identity, ways.proxyFor)
        return true
      }
    },
    former: {
      homes: () => identity.formerHomes,
      prepare: async ({ own }) => {
        if (own) await host.ownRelay.start(ownRelayReach(store.db))
      },
      readmit: async (former) => {
        // Another computer may have the account by now: whoever has it at home has it there.
        const { state } = relay.connection.value
        if (state === 'refused') throw new AppError('device-replaced')
        if (state !== 'online') throw new AppError('relay-unreachable', 'not at home yet')
        await replaceDeviceAt(former, identity, ways.proxyFor)
        return true
      },
      newPrekeys: () => store.transaction((tx) => identity.renewPrekeys(tx, null, Date.now())),
      forget: (former) => store.transaction((tx) => identity.forgetHome(tx, former)),
    },
    directory,
    introduction: () => contacts.introduction(),
    renewPrekeys: (tx, held, now) => identity.renewPrekeys(tx, held, now),
    relays,
    log: log.child({ room: 'relay' }),
  })
  const { blobs } = relay
  const messaging = keepingNotes(relay.messaging, id)
  contacts.connect({ messaging, protocol })
  const profiles = new Profiles({ store, self: id, messaging, contacts })
  const invites = new Invites({ store, identity, relay, registrationToken: () => settings.fact('registration-token') })
  const conversations = new Conversations({
    store,
    contacts,
    messaging,
    self: id,
    settings: () => settings.current,
  })
  contacts.onNotice((tx, account, notice) => {
    conversations.insertMessage(tx, {
      id: newMessageId(),
      conversationId: conversationWith(account),
      own: false,
      sentAt: Date.now(),
      body: { kind: 'notice', notice },
    })
  })
  const debts = new RelayDebts({
    store,
    identity,
    relay,
    announce: (tx) => contacts.announce(tx),
    log: log.child({ room: 'contacts' }),
  })
  const onChange = (tx: Tx) => tx.afterCommit(() => contacts.changes.emit())
  const verification = new Verification({ store, identity, protocol, messaging, onChange })
  const blocking = new Blocking({ store, messaging, onChange, onDebt: () => debts.settle() })

  const contactOf = (conversation: ConversationId) => {
    const contact = contacts.get(AccountId.parse(conversation))
    if (contact === null) return null
    const peer = directory.peer(contact.account)
    return {
      account: contact.account,
      name: shownContact(contact).name,
      accepted: contact.state === 'accepted',
      hindrance: peer?.blocked ? 'contact-blocked' : peer?.unconfirmed ? 'identity-changed' : null,
    } as const
  }
  const notes = conversationWith(id)
  const calls = createCalls({
    store,
    messaging,
    contactOf,
    record: (tx, { id: callId, peer, direction, media, outcome, startedAt, duration }) => {
      conversations.insertMessage(tx, {
        id: MessageId.parse(callId),
        conversationId: conversationWith(peer),
        own: direction === 'outgoing',
        sentAt: startedAt,
        body: { kind: 'call', callId, media, outcome, duration },
      })
    },
    iceServers: async () => (await relay.account.call(routes.turn)).servers,
    relayOnly,
    onNetworkChanged: onAddressesChanged,
    onOnline: (listener) => relay.connection.on(({ state }) => state === 'online' && listener()),
    log: log.child({ room: 'calls' }),
  })
  const files: Files = createFiles({
    store,
    messaging,
    blobs,
    contactOf: (conversation) => (conversation === notes ? { account: id, accepted: true } : contactOf(conversation)),
    self: id,
    record: (tx, { id: messageId, peer, own, counter, sentAt, ...said }) => {
      conversations.insertMessage(tx, {
        id: messageId,
        conversationId: conversationWith(peer),
        own,
        sentAt,
        body: { kind: 'file', ...said },
        delivery: own && peer !== id ? 'waiting' : null,
        ...(counter === null ? {} : { counter }),
      })
    },
    resolvePath: (token) => host.resolvePath(token),
    words: conversations.words,
    offered: (tx, transfer) => media.offered(tx, transfer),
    downloadFolder: () => settings.downloadFolder,
    vault: path.join(host.profileFolder, 'media'),
    allowed: (account) => {
      const peer = directory.peer(account)
      return !relayOnly() && peer !== null && peer.accepted && !peer.blocked && !peer.unconfirmed
    },
    rateLimits: () => settings.current.rateLimits,
    alone: () => isLoopbackHost(new URL(identity.account.relay.url).hostname),
    stun: () => findStun(relay.account.http, identity.account.relay),
    log: log.child({ room: 'files' }),
  })
  const indexer = new Indexer({ store, log: log.child({ room: 'search' }) })
  const media: MediaRoom = createMedia({
    store,
    files,
    readMessage: (message) => conversations.message(message),
    limits: () => settings.current.autoDownload,
    accepted: (account) => contacts.get(account)?.state === 'accepted',
    log: log.child({ room: 'media' }),
  })
  conversations.onRemove((tx, account) => files.forget(tx, account))
  conversations.messages.onGone((tx, { body }) => {
    if (body.kind === 'file') files.forgetOne(tx, body.transferId)
  })
  conversations.sending.forwardBy('file', ({ transferId, media: shown, caption, ranges }, to) => {
    const words = { caption, ranges, quote: null, forwarded: true }
    return shown === null ? files.forward(transferId, to, words) : files.media.offerAgain(transferId, to, shown, words)
  })
  conversations.disappearing.expiry.holdBy(({ body }) => body.kind === 'file' && files.underWay(body.transferId))
  blocking.onBeforeBlock((account) => calls.endWith(account))
  blocking.onBlock((tx, account) => {
    files.end(tx, account)
    if (contacts.get(account)?.state === 'request') conversations.drop(tx, account)
  })
  const presence = new Presence({
    ...{ store, messaging, directory },
    shows: () => settings.current.presence,
    recent: () => conversations.list.all().map(({ contact }) => contact),
    busy: () => calls.busy(),
  })
  let showed = settings.current.presence
  settings.on(({ presence: shows }) => {
    if (shows !== showed) presence.settingChanged()
    showed = shows
  })
  const backups = new Backups({
    store,
    backupKey: backup.key,
    keys: backup.slots,
    profileFolder: host.profileFolder,
    username: identity.account.username,
    backUpRelay: runsOwnRelay(identity) ? (folder) => host.ownRelay.backUp(folder) : null,
    every: () => settings.current.backupEvery,
    folder: () => settings.fact('backup-folder'),
    downloadFolder: () => settings.downloadFolder,
    last: {
      read: () => settings.fact('last-backup'),
      write: (value) => store.transaction((tx) => writeFact(tx, 'last-backup', value)),
    },
    busy: () => calls.busy(),
    log: log.child({ room: 'backup' }),
  })
  let backupEvery = settings.current.backupEvery
  settings.on((current) => {
    if (current.backupEvery !== backupEvery) backups.changed()
    backupEvery = current.backupEvery
  })
  // Whoever has been accepted just now may have sent something before.
  contacts.changes.on(() => media.reconsider())
  relay.connection.on(({ state }) => {
    if (state !== 'online') return
    deviceIsKnown(store)
    files.retry()
    debts.settle()
    contacts.claims.settle()
    presence.connected()
  })

  return {
    store,
    identity,
    settings,
    contacts,
    profiles,
    presence,
    relay,
    router: {
      connection: connectionRouter(relay, ways.proxyFor),
      contacts: contactsRouter({
        ...{ contacts, invites, verification, blocking, profiles, presence },
        startCard: (message) => conversations.cards.start(message),
      }),
      conversations: conversationsRouter(conversations),
      transfers: files.router,
      media: media.router,
      calls: calls.router,
      search: searchRouter(store, indexer),
      settings: settingsRouter({
        settings,
        resolvePath: (token) => host.resolvePath(token),
        isThere: (conversation) => conversation === notes || contactOf(conversation) !== null,
      }),
      backup: backupRouter({
        backups,
        setFolder: (folder) => {
          store.transaction((tx) => writeFact(tx, 'backup-folder', folder))
          backups.changed()
        },
        resolvePath: (token) => host.resolvePath(token),
      }),
      chatExport: chatExportRouter({
        nameOf: (conversation) =>
          conversation === notes ? identity.account.displayName : (contactOf(conversation)?.name ?? null),
        count: (conversation) => conversations.history.count(conversation),
        after: (conversation, position, limit) => conversations.history.newer(conversation, position, limit).messages,
        fileOf: (transfer) => files.fileOf(transfer),
        copySealed: (transfer, folder) => files.media.saveInto(transfer, folder),
        downloadFolder: () => settings.downloadFolder,
        resolvePath: (token) => host.resolvePath(token),
      }),
    },
    streams: new Set<AsyncIterator<unknown>>(),
    callStreams: new Set<AsyncIterator<unknown>>(),
    /** Something is going on that closing would cut off: a call, or a transfer that moves. */
    get busy(): boolean {
      return calls.busy() || files.busy()
    },
    get inCall(): boolean {
      return calls.busy()
    },
    serveFile: (token: FileToken): ServedFile | null => media.serve(token),
    fileOf: (transfer: TransferId): string | null => files.fileOf(transfer),
    start(): void {
      relay.start()
      profiles.tell()
      files.start()
      indexer.start()
      conversations.start()
      presence.start()
      media.reconsider()
      backups.start()
    },
    /** The display name has changed: everybody hears it. */
    rename(displayName: string): void {
      store.transaction((tx) => {
        identity.rename(tx, displayName)
        tx.afterCommit(() => store.transaction((next) => contacts.announce(next)))
      })
    },
    /** Ends what others watch, but for calls. */
    endStreams(): void {
      for (const stream of this.streams) void stream.return?.()
      this.streams.clear()
    },
    /** Ends everything but the store. */
    async end(): Promise<void> {
      for (const stream of [...this.streams, ...this.callStreams]) void stream.return?.()
      await backups.close()
      await presence.close()
      conversations.close()
      await calls.close()
      await debts.close()
      await files.close()
      await relay.close()
      indexer.close()
      try {
        settings.forgetView()
      } catch (error) {
        log.info({ error: errorForLog(error) }, 'the view is kept')
      }
    },
    async close(): Promise<void> {
      try {
        await this.end()
      } finally {
        store.close()
      }
    },
  }
}
