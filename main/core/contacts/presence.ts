/**
 * Who of the contacts is there at the moment, and when somebody was there last; told only among those who both show it.
 * Ephemeral in both directions. SPEC.md M-76 ff.
 */
import { create } from '@bufbuild/protobuf'
import type { PersonPresence } from '../../../shared/contract/index.ts'
import { detach } from '../../../shared/errors.ts'
import type { AccountId } from '../../../shared/ids.ts'
import { conflated, Emitter } from '../../../shared/streams/index.ts'
import { PresenceSchema, Presence_State as State } from '../../../shared/wire/gen/content_pb.js'
import type { Messaging } from '../relay/index.ts'
import type { Store, Tx } from '../store/index.ts'
import type { ContactDirectory } from './directory.ts'
import { deleteSeen, readSeen, writeSeen } from './presence-table.ts'
import { readContact } from './table.ts'

/** Milliseconds between two words that one is there. */
const repeatMs = 60_000
/** Milliseconds after which somebody of whom nothing more was heard is not there any more. */
const silenceMs = 150_000
/** Milliseconds without use after which one is not there oneself. */
const idleMs = 300_000
/** Milliseconds between two answers to one person. */
const answerMs = 10_000
/** Of whom it is asked whether they are there. */
const maxAsked = 50

export interface PresenceOptions {
  readonly store: Store
  readonly messaging: Pick<Messaging, 'handle' | 'sendEphemeral'>
  readonly directory: Pick<ContactDirectory, 'peer'>
  /** Whether the user shows when they are there, and so may see it of others. */
  readonly shows: () => boolean
  /** Accounts, the one that was talked to last first. */
  readonly recent: () => readonly AccountId[]
  /** Somebody is there without touching anything: in a call. */
  readonly busy: () => boolean
}

export class Presence {
  readonly #options: PresenceOptions
  readonly #changes = new Emitter()
  /** When those who are there were heard last, milliseconds since the epoch. */
  readonly #online = new Map<AccountId, number>()
  readonly #answeredAt = new Map<AccountId, number>()
  #usedAt = Number.NEGATIVE_INFINITY
  /** The others have been told that we are there. */
  #here = false
  #timer: NodeJS.Timeout | undefined

  constructor(options: PresenceOptions) {
    this.#options = options
    options.messaging.handle('presence', (tx, { account }, { body, ephemeral, accepted }) => {
      if (!ephemeral || !accepted || !options.shows()) return
      tx.afterCommit(() => this.#heard(account, body.state === State.ONLINE, body.answer))
    })
  }

  watch(signal?: AbortSignal) {
    return conflated<PersonPresence[]>({ changes: this.#changes.on, read: () => this.#shown(), signal })
  }

  start(): void {
    this.#timer ??= setInterval(() => this.#look(), repeatMs).unref()
  }

  /** Somebody uses the application. */
  touch(): void {
    this.#usedAt = performance.now()
    if (!this.#here) this.#come()
  }

  /** The relay is there again: what was said meanwhile has reached nobody. */
  connected(): void {
    if (this.#here) this.#come()
  }

  /** The user has chosen to show it, or not to. */
  settingChanged(): void {
    if (this.#options.shows()) {
      if (this.#isUsed()) this.#come()
    } else {
      detach(this.#leave(), () => undefined)
      this.#online.clear()
      this.#options.store.transaction((tx) => deleteSeen(tx))
    }
    this.#changes.emit()
  }

  /** Says that we go, and waits a moment for it. */
  async close(): Promise<void> {
    clearInterval(this.#timer)
    const { store } = this.#options
    store.transaction((tx) => {
      for (const [account, at] of this.#online) writeSeen(tx, account, at)
    })
    const patience = new Promise<void>((resolve) => setTimeout(resolve, 500).unref())
    await Promise.race([this.#leave(), patience])
  }

  #look(): void {
    const now = Date.now()
    const { store } = this.#options
    for (const [account, at] of this.#online)
      if (now - at >= silenceMs) store.transaction((tx) => this.#gone(tx, account, at))
    if (!this.#here) return
    if (!this.#isUsed()) detach(this.#leave(), () => undefined)
    else for (const account of this.#online.keys()) detach(this.#say(account, State.ONLINE, false), () => undefined)
  }

  #isUsed(): boolean {
    return this.#options.busy() || performance.now() - this.#usedAt < idleMs
  }

  #come(): void {
    if (!this.#options.shows()) return
    this.#here = true
    const asked = new Set([...this.#online.keys(), ...this.#options.recent().slice(0, maxAsked)])
    for (const account of asked) detach(this.#say(account, State.ONLINE, true), () => undefined)
  }

  async #leave(): Promise<void> {
    if (!this.#here) return
    this.#here = false
    await Promise.all([...this.#online.keys()].map((account) => this.#say(account, State.AWAY, false)))
  }

  async #say(account: AccountId, state: State, answer: boolean): Promise<void> {
    const { directory, messaging, store } = this.#options
    const peer = directory.peer(account)
    if (peer === null || peer.blocked || peer.unconfirmed) return
    if (readContact(store.db, account)?.state !== 'accepted') return
    // Whom it does not reach now it need not reach.
    await messaging
      .sendEphemeral(account, { case: 'presence', value: create(PresenceSchema, { state, answer }) })
      .catch(() => undefined)
  }

  #heard(account: AccountId, online: boolean, answer: boolean): void {
    const now = Date.now()
    if (online) {
      this.#online.set(account, now)
      if (answer && this.#here && now - (this.#answeredAt.get(account) ?? 0) >= answerMs) {
        this.#answeredAt.set(account, now)
        detach(this.#say(account, State.ONLINE, false), () => undefined)
      }
    } else this.#options.store.transaction((tx) => this.#gone(tx, account, now))
    this.#changes.emit()
  }

  #gone(tx: Tx, account: AccountId, seenAt: number): void {
    if (!this.#online.delete(account)) return
    writeSeen(tx, account, seenAt)
    tx.afterCommit(() => this.#changes.emit())
  }

  #shown(): PersonPresence[] {
    const { store, shows, directory } = this.#options
    if (!shows()) return []
    const seen = new Map([...readSeen(store.db), ...this.#online])
    return [...seen].flatMap(([id, seenAt]) =>
      directory.peer(id)?.blocked === false ? [{ id, online: this.#online.has(id), seenAt }] : [],
    )
  }
}
