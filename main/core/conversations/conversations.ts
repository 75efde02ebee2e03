/** Conversations: what was said, in which order, and what became of it. Has no knowledge of envelopes or relays. SPEC.md M-20 ff. */
import type { Message, MessageBody, Settings } from '../../../shared/contract/index.ts'
import { AccountId, type ConversationId, conversationWith, type MessageId } from '../../../shared/ids.ts'
import type { Contacts } from '../contacts/index.ts'
import type { Messaging, Unreadable } from '../relay/index.ts'
import type { Store, Tx } from '../store/index.ts'
import { Cards } from './cards.ts'
import { deleteConversation, hasConversation, touchConversation } from './conversation-table.ts'
import { Deletions } from './deletions.ts'
import { Arriving, Disappearing, secondsOf } from './disappearing.ts'
import { forgetEarly } from './early.ts'
import { Edits } from './edits.ts'
import { Entries } from './entries.ts'
import { History } from './history.ts'
import { ChatList } from './list.ts'
import { isPlaceholder, Messages, type RoomMessage } from './messages.ts'
import { Reactions } from './reactions.ts'
import { Receipts } from './receipts.ts'
import { Remarks } from './remarks.ts'
import type { Room } from './room.ts'
import { Sending } from './sending.ts'
import { Shelf } from './shelf.ts'
import * as table from './table.ts'
import { Typing } from './typing.ts'
import { AccompanyingWords } from './words.ts'

export interface ConversationsOptions {
  readonly store: Store
  readonly contacts: Contacts
  readonly messaging: Messaging
  /** The own account. */
  readonly self: AccountId
  readonly settings: () => Settings
}

/** At most one event of the list in this time, in milliseconds. */
const listMs = 50
/** Contents that stand in the timeline under their own id. */
const standing: ReadonlySet<string> = new Set(['text', 'file', 'contactCard', 'disappearingTimer'])

export class Conversations {
  readonly messages: Messages
  readonly history: History
  readonly list: ChatList
  readonly shelf: Shelf
  readonly sending: Sending
  readonly cards: Cards
  readonly reactions: Reactions
  readonly edits: Edits
  readonly deletions: Deletions
  readonly disappearing: Disappearing
  readonly receipts: Receipts
  readonly typing: Typing
  readonly words: AccompanyingWords
  readonly #remarks: Remarks
  readonly #options: ConversationsOptions
  readonly #removeHandlers: ((tx: Tx, account: AccountId) => void)[] = []

  constructor(options: ConversationsOptions) {
    const { contacts, messaging } = options
    this.#options = options
    const arriving = new Arriving()
    this.messages = new Messages({
      ...options,
      expiresAfter: (tx, { own, id, conversationId }) =>
        own ? secondsOf(tx, conversationId) : arriving.expiresAfter(tx, id),
    })
    const room: Room = { ...options, messages: this.messages }
    this.history = new History(room)
    const entries = new Entries(room)
    this.list = new ChatList({
      changes: this.messages.changes.lists,
      readAll: () => entries.all(),
      read: (id) => entries.read(id),
      minIntervalMs: listMs,
    })
    contacts.changes.on(() => this.messages.changes.lists.emit(null))
    this.shelf = new Shelf(room)
    this.reactions = new Reactions(room)
    this.edits = new Edits(room)
    this.deletions = new Deletions(room)
    this.disappearing = new Disappearing(room)
    this.words = new AccompanyingWords(room)
    this.sending = new Sending(room, this.disappearing)
    this.cards = new Cards(room, this.sending)
    this.receipts = new Receipts(room, (tx, message) => this.disappearing.expiry.begin(tx, message))
    this.typing = new Typing(room)
    this.#remarks = new Remarks(room, this)
    contacts.onStart((tx, account) => this.#open(tx, account))
    contacts.onAccept((tx, account) => {
      this.receipts.accepted(tx, account)
      this.messages.changes.listed(tx, conversationWith(account))
    })
    messaging.onIncoming((tx, { account }, { id, expiresAfter }, kind) => {
      arriving.note(tx, { id, expiresAfter })
      if (!standing.has(kind)) this.#takePlaceholder(tx, account, id)
    })
    messaging.onUnreadable((tx, unreadable) => this.#receiveUnreadable(tx, unreadable))
  }

  /** Once every room has registered what it has to do with messages. */
  start(): void {
    this.#remarks.start()
    this.disappearing.expiry.start()
  }

  close(): void {
    this.typing.close()
    this.disappearing.expiry.close()
  }

  /** Notes to oneself. */
  openNotes(): ConversationId {
    const { store, self } = this.#options
    store.transaction((tx) => this.#open(tx, self))
    return conversationWith(self)
  }

  markRead(conversation: ConversationId, upTo: number): void {
    this.#options.store.transaction((tx) => {
      const { from, to } = this.receipts.markRead(tx, AccountId.parse(conversation), upTo)
      if (to > from) this.disappearing.read(tx, conversation, from, to)
    })
  }

  /** Raises what {@link Contacts.accept} raises. */
  async accept(conversation: ConversationId): Promise<void> {
    await this.#options.contacts.accept(AccountId.parse(conversation))
  }

  /** Called inside the transaction that removes a conversation: what other rooms keep for it goes as well. */
  onRemove(handler: (tx: Tx, account: AccountId) => void): void {
    this.#removeHandlers.push(handler)
  }

  /** With everything that was said; of a stranger nothing at all is left. */
  async remove(conversation: ConversationId): Promise<void> {
    const { contacts, store } = this.#options
    const account = AccountId.parse(conversation)
    if (contacts.get(account)?.state === 'request') await contacts.decline(account, (tx) => this.drop(tx, account))
    else store.transaction((tx) => this.drop(tx, account))
  }

  /** Like {@link remove}, but for whoever it is with. */
  drop(tx: Tx, account: AccountId): void {
    const conversation = conversationWith(account)
    for (const handler of this.#removeHandlers) handler(tx, account)
    // A stranger may be gone already.
    const state = this.#options.contacts.get(account)?.state ?? 'request'
    if (state === 'request') this.disappearing.forget(tx, conversation)
    forgetEarly(tx, conversation)
    deleteConversation(tx, conversation)
    this.messages.dropped(tx, conversation)
  }

  /** Null where there is none. */
  message(id: MessageId): Message | null {
    return this.messages.read(id)
  }

  /** See {@link Messages.insert}. */
  insertMessage(tx: Tx, message: RoomMessage): boolean {
    return this.messages.insert(tx, message)
  }

  /** See {@link Messages.updateBody}. */
  updateBody(tx: Tx, id: MessageId, body: MessageBody): void {
    this.messages.updateBody(tx, id, body)
  }

  #receiveUnreadable(tx: Tx, { sender, reason, id, counter, sentAt }: Unreadable): void {
    const conversationId = conversationWith(sender.account)
    if (!hasConversation(tx.db, conversationId)) return
    const newest = table.readNewest(tx.db, conversationId)
    // A flood of unreadable messages is one notice.
    if (newest?.body.kind === 'notice' && newest.body.notice === reason && reason === 'identity-changed') return
    const body = { kind: 'notice', notice: reason } as const
    this.messages.insert(tx, { id, conversationId, own: false, counter, sentAt, body })
  }

  /** What could not be read has come after all, and has no place of its own in the timeline. */
  #takePlaceholder(tx: Tx, account: AccountId, id: MessageId): void {
    const notice = this.messages.read(id)
    if (notice === null || notice.conversationId !== conversationWith(account) || !isPlaceholder(notice)) return
    this.messages.remove(tx, notice, 'deleted')
  }

  #open(tx: Tx, account: AccountId): void {
    touchConversation(tx, conversationWith(account), Date.now())
    this.messages.changes.listed(tx, conversationWith(account))
  }
}
