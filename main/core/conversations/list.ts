/**
 * The list of conversations as it is shown, read anew only where something has changed: thousands of chats must not be read
 * for each message. Has no knowledge of what an entry says.
 */
import { isDeepStrictEqual } from 'node:util'
import { type Conversation, type ConversationsEvent, inListOrder } from '../../../shared/contract/index.ts'
import type { ConversationId } from '../../../shared/ids.ts'
import { conflated, type Emitter } from '../../../shared/streams/index.ts'

export interface ChatListOptions {
  /** Something may have changed: in one conversation or, where it is null, in any. */
  readonly changes: Emitter<ConversationId | null>
  readonly readAll: () => Conversation[]
  /** Null for one that is not there, or no longer. */
  readonly read: (id: ConversationId) => Conversation | null
  /** At most one event in this time, in milliseconds. */
  readonly minIntervalMs: number
}

/** What may have changed since it was looked at last. */
class Stale {
  all = true
  readonly ids = new Set<ConversationId>()

  add(id: ConversationId | null): void {
    if (id === null) this.all = true
    else if (!this.all) this.ids.add(id)
  }

  clear(): void {
    this.all = false
    this.ids.clear()
  }
}

export class ChatList {
  readonly #options: ChatListOptions
  readonly #entries = new Map<ConversationId, Conversation>()
  readonly #stale = new Stale()

  constructor(options: ChatListOptions) {
    this.#options = options
    options.changes.on((id) => this.#stale.add(id))
  }

  /** All of them in their order. An entry that has not changed is the same object as before. */
  all(): Conversation[] {
    this.#refresh()
    return [...this.#entries.values()].sort(inListOrder)
  }

  /** A new whole list on each change. */
  watch(signal?: AbortSignal) {
    const { changes, minIntervalMs } = this.#options
    return conflated({
      changes: (changed) => changes.on(() => changed()),
      read: () => this.all(),
      minIntervalMs,
      signal,
    })
  }

  /** All of them once, then those that are other than before. */
  events(signal?: AbortSignal) {
    const { changes, minIntervalMs } = this.#options
    let told: ReadonlyMap<ConversationId, Conversation> | null = null
    const read = (): ConversationsEvent => {
      this.#refresh()
      const before = told
      told = new Map(this.#entries)
      if (before === null) return { type: 'all', conversations: this.all() }
      const conversations = [...told.values()].filter((entry) => before.get(entry.id) !== entry)
      const removed = [...before.keys()].filter((id) => !this.#entries.has(id))
      return { type: 'changed', conversations, removed }
    }
    return conflated({ changes: (changed) => changes.on(() => changed()), read, minIntervalMs, signal })
  }

  #refresh(): void {
    const { all, ids } = this.#stale
    if (all) {
      const now = new Map(this.#options.readAll().map((entry) => [entry.id, entry]))
      for (const id of this.#entries.keys()) if (!now.has(id)) this.#entries.delete(id)
      for (const entry of now.values()) this.#put(entry)
    } else {
      for (const id of ids) {
        const entry = this.#options.read(id)
        if (entry === null) this.#entries.delete(id)
        else this.#put(entry)
      }
    }
    this.#stale.clear()
  }

  #put(entry: Conversation): void {
    if (!isDeepStrictEqual(this.#entries.get(entry.id), entry)) this.#entries.set(entry.id, entry)
  }
}
