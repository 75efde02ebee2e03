/** The conversations of one person over a real database, with the relay room replaced by what a test says has come. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { create } from '@bufbuild/protobuf'
import type { Message, Settings } from '../../../shared/contract/index.ts'
import {
  type AccountId,
  type ConversationId,
  conversationWith,
  firstDevice,
  type MessageId,
  newAccountId,
  newMessageId,
} from '../../../shared/ids.ts'
import { Emitter } from '../../../shared/streams/index.ts'
import { TextSchema } from '../../../shared/wire/gen/content_pb.js'
import type { Contacts } from '../contacts/index.ts'
import type { ContentBody, ContentHandler, Messaging } from '../relay/index.ts'
import { openStore, type Store, type Tx } from '../store/index.ts'
import { Conversations } from './conversations.ts'
import { conversationsMigrations } from './migrations.ts'

type AnyHandler = ContentHandler<ContentBody['case']>

export interface Arrival {
  readonly from: AccountId
  readonly body: ContentBody
  readonly id?: MessageId
  readonly counter?: number
  readonly expiresAfter?: number
  readonly ephemeral?: boolean
}

export class TestConversations {
  readonly self = newAccountId()
  readonly contacts = new Map<AccountId, 'request' | 'pending' | 'accepted'>()
  readonly sent: { to: AccountId; body: ContentBody }[] = []
  readonly whispered: { to: AccountId; body: ContentBody }[] = []
  readonly settings = { deliveryReceipts: true, readReceipts: true, typingIndicators: true }
  readonly store: Store
  readonly room: Conversations
  readonly #folder = mkdtempSync(path.join(tmpdir(), 'megachat-test-'))
  readonly #handlers = new Map<string, AnyHandler>()
  readonly #incoming: Parameters<Messaging['onIncoming']>[0][] = []
  readonly #batch: ((tx: Tx) => void)[] = []
  #counter = 0

  constructor() {
    this.store = openStore({
      file: path.join(this.#folder, 'profile.db'),
      key: new Uint8Array(32),
      migrations: conversationsMigrations,
    })
    this.room = new Conversations({
      store: this.store,
      // What the room asks of contacts and messaging, and nothing else.
      contacts: this.#makeContacts() as Contacts,
      messaging: this.#makeMessaging() as Messaging,
      self: this.self,
      settings: () => this.settings as Settings,
    })
  }

  close(): void {
    this.room.close()
    this.store.close()
    rmSync(this.#folder, { recursive: true })
  }

  meet(state: 'request' | 'pending' | 'accepted' = 'accepted'): AccountId {
    const account = newAccountId()
    this.contacts.set(account, state)
    return account
  }

  /** One receiving transaction. */
  receive(...arrivals: readonly Arrival[]): void {
    this.store.transaction((tx) => {
      for (const { from, body, ephemeral = false, ...arrival } of arrivals) {
        this.#counter += 1
        const { id = newMessageId(), counter = this.#counter, expiresAfter = null } = arrival
        const accepted = this.contacts.get(from) !== 'request'
        const head = { id, counter: BigInt(counter), sentAt: 5, receivedAt: ephemeral ? null : 6, ephemeral, accepted }
        const sender = { account: from, device: firstDevice }
        for (const handler of this.#incoming) handler(tx, sender, { ...head, expiresAfter }, body.case)
        this.#handlers.get(body.case)?.(tx, sender, { ...head, expiresAfter, body: body.value })
      }
      for (const handler of this.#batch) handler(tx)
    })
  }

  hear(from: AccountId, text: string, more: Partial<Arrival> = {}): MessageId {
    const id = more.id ?? newMessageId()
    this.receive({ from, body: { case: 'text', value: create(TextSchema, { text }) }, ...more, id })
    return id
  }

  timeline(account: AccountId): Message[] {
    return this.room.history.older(conversationWith(account), Number.MAX_SAFE_INTEGER, 500).messages
  }

  listed(id: ConversationId) {
    return this.room.list.all().find((conversation) => conversation.id === id)
  }

  #makeContacts() {
    const record = (account: AccountId) => {
      const state = this.contacts.get(account)
      return state === undefined
        ? null
        : { account, state, username: 'someone', displayName: '', relayUrl: 'https://relay.example', verified: 0 }
    }
    return {
      get: record,
      changes: new Emitter(),
      onStart: () => undefined,
      onAccept: () => undefined,
      directory: { peer: (account: AccountId) => (record(account) ? { blocked: false, unconfirmed: false } : null) },
    } as unknown as Contacts
  }

  #makeMessaging(): Partial<Messaging> {
    return {
      handle: (kind, handler) => void this.#handlers.set(kind, handler as unknown as AnyHandler),
      onIncoming: (handler) => void this.#incoming.push(handler),
      onBatch: (handler) => void this.#batch.push(handler),
      onUnreadable: () => undefined,
      onOutcome: () => undefined,
      onTrouble: () => () => undefined,
      expireBy: () => undefined,
      trouble: () => null,
      confirm: () => undefined,
      withdraw: () => false,
      enqueue: (_tx, to, body, options) => {
        this.sent.push({ to, body })
        return options?.id ?? newMessageId()
      },
      sendEphemeral: async (to, body) => {
        this.whispered.push({ to, body })
        return { online: true }
      },
    }
  }
}
