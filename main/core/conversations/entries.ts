/** What the list shows of each conversation. Has no knowledge of when it is read. */
import type { Conversation, Message } from '../../../shared/contract/index.ts'
import { excerptOf, shortened } from '../../../shared/excerpt.ts'
import { AccountId, type ConversationId } from '../../../shared/ids.ts'
import { shownContact } from '../contacts/index.ts'
import { type ConversationRow, readConversation, readConversations } from './conversation-table.ts'
import type { Room } from './room.ts'
import * as table from './table.ts'

export class Entries {
  readonly #room: Room

  constructor(room: Room) {
    this.#room = room
  }

  all(): Conversation[] {
    return readConversations(this.#room.store.db).flatMap((row) => this.#shown(row) ?? [])
  }

  /** Null for one that is not there. */
  read(id: ConversationId): Conversation | null {
    const row = readConversation(this.#room.store.db, id)
    return row === null ? null : this.#shown(row)
  }

  #shown(row: ConversationRow): Conversation | null {
    const { store } = this.#room
    const person = this.#person(AccountId.parse(row.id))
    if (person === null) return null
    const newest = table.readNewest(store.db, row.id)
    const { id, unread, mutedUntil, expiresAfter, draft, draftReplyTo, lastActivity } = row
    return {
      ...{ id, ...person },
      ...{ unread, mutedUntil, expiresAfter, draft, draftReplyTo, lastActivity },
      markedUnread: row.markedUnread === 1,
      pinned: row.pinned === 1,
      archived: row.archived === 1,
      preview: newest === null ? null : previewOf(newest),
    }
  }

  #person(account: AccountId): Pick<Conversation, 'contact' | 'notes' | 'name' | 'address' | 'state'> | null {
    const { contacts, self } = this.#room
    if (account === self) return { contact: self, notes: true, name: '', address: '', state: 'accepted' }
    const contact = contacts.get(account)
    if (contact === null) return null
    const { name, address } = shownContact(contact)
    return { contact: account, notes: false, name, address, state: contact.state }
  }
}

function previewOf({ body, own }: Message): Conversation['preview'] {
  switch (body.kind) {
    case 'text':
      return { kind: 'text', text: excerptOf(body), own }
    case 'file': {
      const { caption: text, ranges, media, name } = body
      return { kind: media?.kind ?? 'file', text: text === '' ? shortened(name) : excerptOf({ text, ranges }), own }
    }
    case 'contact':
      return { kind: 'contact', text: shortened(body.name), own }
    case 'call':
    case 'deleted':
    case 'timer':
    case 'notice':
      return { kind: body.kind, text: '', own }
  }
}
