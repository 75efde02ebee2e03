/** People: how they become contacts, by link, by name or by writing first. Has no knowledge of messages. SPEC.md M-30 ff. */
import { create } from '@bufbuild/protobuf'
import type { Logger } from 'pino'
import type { Contact, ContactCard } from '../../../shared/contract/index.ts'
import { AppError } from '../../../shared/errors.ts'
import type { AccountId } from '../../../shared/ids.ts'
import { cleanDisplayName, isLoopbackHost, parsePerson } from '../../../shared/invite/index.ts'
import { conflated, Emitter } from '../../../shared/streams/index.ts'
import { HelloSchema, type Introduction, IntroductionSchema } from '../../../shared/wire/gen/content_pb.js'
import type { Identity } from '../identity/index.ts'
import type { Protocol } from '../protocol/index.ts'
import { fingerprintOf, type Messaging, type Relays } from '../relay/index.ts'
import type { Store, Tx } from '../store/index.ts'
import { isBlocked } from './blocking.ts'
import { fromText, toText } from './card.ts'
import { ContactDirectory } from './directory.ts'
import { Finder } from './finder.ts'
import { NameClaims } from './name-claims.ts'
import { refreshed, shownContact } from './records.ts'
import {
  type ContactRecord,
  deleteContact,
  introduceToAll,
  markIntroduced,
  readContact,
  readContacts,
  writeContact,
} from './table.ts'
import { changeTrust, deleteTrust, readBlocked, readTrust } from './trust-table.ts'

/** Milliseconds between two answers to somebody who asks for our Introduction. */
const introduceAgainMs = 60_000

/** What is said in the conversation with somebody. */
export type ContactNotice = 'identity-changed' | 'account-replaced' | 'relay-changed'

export interface ContactsOptions {
  readonly store: Store
  readonly identity: Identity
  readonly relays: Relays
  readonly log: Logger
}

/** What exists only once the directory does. */
export interface ContactsLinks {
  readonly messaging: Messaging
  readonly protocol: Protocol
}

export class Contacts {
  readonly directory: ContactDirectory
  readonly claims: NameClaims
  /** After the commit of whatever has changed contacts. */
  readonly changes = new Emitter()
  readonly #options: ContactsOptions
  readonly #finder: Finder
  readonly #startHandlers: ((tx: Tx, account: AccountId) => void)[] = []
  readonly #acceptHandlers: ((tx: Tx, account: AccountId) => void)[] = []
  readonly #noticeHandlers: ((tx: Tx, account: AccountId, notice: ContactNotice) => void)[] = []
  /** When somebody was last sent our Introduction because they asked. */
  readonly #introducedAt = new Map<AccountId, number>()
  #links: ContactsLinks | null = null

  constructor(options: ContactsOptions) {
    this.#options = options
    this.#finder = new Finder(options.identity, options.relays)
    this.directory = new ContactDirectory({
      store: options.store,
      home: () => options.identity.account.relay,
      onChange: (tx) => this.#changed(tx),
      onAccess: (tx, account) => tx.afterCommit(() => this.#linked().messaging.retry(account)),
      onIntroductionAsked: (tx, account) => this.#introduceAgain(tx, account),
      onIdentityChanged: (tx, account) => this.#notice(tx, account, 'identity-changed'),
      onMoved: (tx, account, { worthANotice }) => {
        if (worthANotice) this.#notice(tx, account, 'relay-changed')
        tx.afterCommit(() => {
          this.claims.settle()
          this.#linked().messaging.retry(account)
        })
      },
    })
    const { store, log } = options
    this.claims = new NameClaims({ store, log, finder: this.#finder, onChange: (tx) => this.#changed(tx) })
  }

  /** Once, before anything is sent or received. */
  connect(links: ContactsLinks): void {
    this.#links = links
    links.messaging.onOutcome((tx, { to, state }) => {
      if (state === 'sent') markIntroduced(tx, to)
    })
    links.messaging.handle('hello', () => undefined)
  }

  /** Called inside the transaction in which the user begins to talk to somebody. */
  onStart(handler: (tx: Tx, account: AccountId) => void): void {
    this.#startHandlers.push(handler)
  }

  /** Called inside the transaction in which a stranger's request is accepted. */
  onAccept(handler: (tx: Tx, account: AccountId) => void): void {
    this.#acceptHandlers.push(handler)
  }

  /** Called inside the transaction in which something is to be said in the conversation with somebody. */
  onNotice(handler: (tx: Tx, account: AccountId, notice: ContactNotice) => void): void {
    this.#noticeHandlers.push(handler)
  }

  get(account: AccountId): ContactRecord | null {
    return readContact(this.#options.store.db, account)
  }

  /** Everybody but strangers, by name; a new whole list on each change. */
  watch(signal?: AbortSignal) {
    return conflated<Contact[]>({
      changes: this.changes.on,
      read: () =>
        readContacts(this.#options.store.db)
          .filter(({ state }) => state !== 'request')
          .map((contact) => this.#shown(contact))
          .sort((a, b) => a.name.localeCompare(b.name)),
      signal,
    })
  }

  /** The blocked, strangers among them, the last one first. */
  watchBlocked(signal?: AbortSignal) {
    const { db } = this.#options.store
    return conflated<Contact[]>({
      changes: this.changes.on,
      read: () =>
        readBlocked(db)
          .flatMap((account) => this.get(account) ?? [])
          .map((contact) => this.#shown(contact)),
      signal,
    })
  }

  /** Who we are, for people who may not know it yet. */
  introduction(): Introduction {
    const { identity } = this.#options
    const { displayName, username, relay } = identity.account
    return create(IntroductionSchema, {
      displayName,
      username,
      relayUrl: relay.url,
      relayPin: relay.pin ?? new Uint8Array(),
      senderTrustRoot: relay.senderTrustRoot,
      deliveryToken: identity.deliveryToken,
    })
  }

  /**
   * Makes a contact of whom an invite link, `name@relay` or `name` means; a stranger's request is accepted thereby.
   * Raises `invite-own`, `contact-unknown`, `contact-blocked`, `identity-changed`, those of {@link parsePerson} and of the way to the relay.
   */
  async start(usernameOrInvite: string): Promise<AccountId> {
    const reference = parsePerson(usernameOrInvite, Date.now())
    const found = reference.kind === 'invite' ? this.#finder.byInvite(reference.invite) : this.#finder.byName(reference)
    return this.#begin(await found)
  }

  /**
   * Makes a contact of whom a contact of ours has handed on; whom we know already is not looked up again.
   * Raises `contact-unknown` where their relay names another account, and what {@link start} raises.
   */
  async startCard({ account, username, relayUrl, ...card }: ContactCard): Promise<AccountId> {
    const { store, identity } = this.#options
    if (account === identity.account.id) throw new AppError('invite-own')
    if (isBlocked(store, account)) throw new AppError('contact-blocked')
    const known = this.get(account)
    if (known !== null && known.state !== 'request') {
      store.transaction((tx) => this.#started(tx, account))
      return account
    }
    this.#assertNoTrap(relayUrl)
    const relayPin = card.relayPin === null ? null : fromText(card.relayPin)
    const found = await this.#finder.byName({ username, relayUrl, relayPin })
    if (found.account !== account) throw new AppError('contact-unknown', 'their name is not theirs')
    if (found.identityFingerprint === null || toText(found.identityFingerprint) !== card.identityFingerprint)
      throw new AppError('identity-changed')
    return this.#begin(found)
  }

  /** How somebody is handed on, by the name that they call themselves by; null before their identity is known. */
  cardOf(account: AccountId): ContactCard | null {
    const contact = this.get(account)
    if (contact === null || contact.state === 'request') return null
    const key = this.#linked().protocol.identityOf(account)
    const fingerprint = key === null ? contact.identityFingerprint : fingerprintOf(key)
    if (fingerprint === null) return null
    const { address, ownName: name } = shownContact(contact)
    const { username, relayUrl, relayPin } = contact
    return {
      ...{ account, name, username, address, relayUrl },
      relayPin: relayPin === null ? null : toText(relayPin),
      identityFingerprint: toText(fingerprint),
    }
  }

  /** `nickname`: empty for the name that they call themselves by. Raises `not-found`. */
  setNickname(account: AccountId, nickname: string): void {
    this.#options.store.transaction((tx) => {
      const contact = readContact(tx.db, account)
      if (contact === null) throw new AppError('not-found')
      writeContact(tx, { ...contact, nickname: cleanDisplayName(nickname) })
      this.#changed(tx)
    })
  }

  /** Everybody whose account, name and relay a look-up has found, or a link named. */
  async #begin(found: ContactRecord): Promise<AccountId> {
    const { account } = found
    const { store } = this.#options
    if (isBlocked(store, account)) throw new AppError('contact-blocked')
    this.#assertIdentity(found)
    if (this.get(account)?.state === 'request') await this.accept(account)
    store.transaction((tx) => {
      const current = readContact(tx.db, account)
      writeContact(tx, current === null ? found : refreshed(current, found))
      // Whoever made the link has this identity: that is as good as a comparison.
      if (found.verified === 1 && readTrust(tx.db, account).unconfirmed) this.#confirmed(tx, account)
      this.#started(tx, account)
      if (found.verified === 0) this.#noticeNamesakes(tx, found)
    })
    return account
  }

  #started(tx: Tx, account: AccountId): void {
    for (const handler of this.#startHandlers) handler(tx, account)
    this.#changed(tx)
  }

  /**
   * Accepts a stranger's request, once their relay has been seen to vouch for them; they get our Introduction.
   * Raises `not-found`, `contact-unknown` where their relay does not know them, and those of the way there.
   */
  async accept(account: AccountId): Promise<void> {
    const stranger = this.get(account)
    if (stranger?.state !== 'request') throw new AppError('not-found')
    if (isBlocked(this.#options.store, account)) throw new AppError('contact-blocked')
    const trustRoot = await this.#finder.vouchedRoot(stranger)
    const { messaging } = this.#linked()
    this.#options.store.transaction((tx) => {
      const current = readContact(tx.db, account)
      if (current?.state !== 'request') return
      writeContact(tx, { ...current, state: 'accepted', trustRoot, certificate: null })
      messaging.enqueue(tx, account, { case: 'hello', value: create(HelloSchema) })
      for (const handler of this.#acceptHandlers) handler(tx, account)
      this.#noticeNamesakes(tx, current)
      this.#changed(tx)
    })
  }

  /** Forgets a stranger altogether, together with `also`: what they send from now on is not even decrypted. */
  async decline(account: AccountId, also: (tx: Tx) => void): Promise<void> {
    await this.#linked().messaging.forget(account, (tx) => {
      deleteContact(tx, account)
      deleteTrust(tx, account)
      also(tx)
      this.#changed(tx)
    })
  }

  /** Name, relay or token of ours have changed: everybody hears it. */
  announce(tx: Tx): void {
    const { messaging } = this.#linked()
    for (const account of introduceToAll(tx)) {
      if (isBlocked(this.#options.store, account)) continue
      messaging.enqueue(tx, account, { case: 'hello', value: create(HelloSchema) })
    }
  }

  /**
   * The identity that we know of somebody does not change by a link or a look-up. Until they have been heard or written
   * to, what a relay has said of it gives way to a link, and to nothing else.
   */
  #assertIdentity({ account, identityFingerprint, verified }: ContactRecord): void {
    const key = this.#linked().protocol.identityOf(account)
    const contact = this.get(account)
    const named = contact === null || contact.verified < verified ? null : contact.identityFingerprint
    const known = key === null ? named : fingerprintOf(key)
    if (known === null || identityFingerprint === null) return
    if (Buffer.compare(known, identityFingerprint) !== 0) throw new AppError('identity-changed')
  }

  /** Nobody sends us to programs of this computer, unless our own relay is one of them. */
  #assertNoTrap(relayUrl: string): void {
    const isLocal = (url: string) => isLoopbackHost(new URL(url).hostname)
    if (isLocal(relayUrl) && !isLocal(this.#options.identity.account.relay.url))
      throw new AppError('contact-unknown', 'a relay of this computer')
  }

  #confirmed(tx: Tx, account: AccountId): void {
    changeTrust(tx, account, { unconfirmed: false })
    tx.afterCommit(() => this.#linked().messaging.retry(account))
  }

  #shown(contact: ContactRecord): Contact {
    const { unconfirmed, blockedAt } = readTrust(this.#options.store.db, contact.account)
    return { ...shownContact(contact), identityChanged: unconfirmed, blocked: blockedAt !== null }
  }

  /** Whoever asks again and again is answered once in a while. */
  #introduceAgain(tx: Tx, account: AccountId): void {
    const now = Date.now()
    if (now - (this.#introducedAt.get(account) ?? 0) < introduceAgainMs) return
    this.#linked().messaging.enqueue(tx, account, { case: 'hello', value: create(HelloSchema) })
    tx.afterCommit(() => this.#introducedAt.set(account, now))
  }

  /** A relay has told us whose name this is: whoever was known by it before is not there any more. */
  #noticeNamesakes(tx: Tx, { account, username, relayUrl }: ContactRecord): void {
    for (const other of readContacts(tx.db)) {
      const isNamesake = other.username === username && other.relayUrl === relayUrl && other.account !== account
      if (isNamesake && other.state !== 'request') this.#notice(tx, other.account, 'account-replaced')
    }
  }

  #notice(tx: Tx, account: AccountId, notice: ContactNotice): void {
    for (const handler of this.#noticeHandlers) handler(tx, account, notice)
  }

  #changed(tx: Tx): void {
    tx.afterCommit(() => this.changes.emit())
  }

  #linked(): ContactsLinks {
    if (this.#links === null) throw new Error('contacts are not connected')
    return this.#links
  }
}
