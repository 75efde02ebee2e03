/**
 * Runs the state machine of calls: gives it time, the user's wishes and what other people send, and does what it says.
 * Has no knowledge of peer connections (the renderer's) or of how messages travel (the relay client's).
 */
import { setTimeout as delay } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Call, CallDevices, CallEvent, CallMedia, IceServer, PeerSignal } from '../../../shared/contract/calls.ts'
import { AppError, detach, type ErrorCode, errorCodeOf } from '../../../shared/errors.ts'
import { type AccountId, type CallId, type ConversationId, conversationWith, newCallId } from '../../../shared/ids.ts'
import { Emitter, eventStream, type Unsubscribe } from '../../../shared/streams/index.ts'
import type { Incoming, Messaging, Sender } from '../relay/index.ts'
import type { Store, Tx } from '../store/index.ts'
import { FloodGate } from './flood.ts'
import {
  type CallMessage,
  type CallRecord,
  type CallState,
  type Effect,
  type Input,
  idlePhone,
  type Phone,
} from './model.ts'
import { isRelayed, withoutRelatedAddress } from './sdp.ts'
import { nextTick, step } from './state.ts'
import { liveCall, liveCalls } from './transitions.ts'
import { readMessage, writeMessage } from './wire.ts'

/** How long the relay keeps the word of a call that nobody answered. */
const missedKeptMs = 14 * 24 * 60 * 60 * 1000

/** Messages on their way at once; what exceeds it is dropped, since everything is said again. */
const sendingAtMost = 16

/** How long the end of the program waits for a last hangup. */
const farewellWithinMs = 1_000

/** How long a call waits for the relay to name its TURN servers. */
const serversWithinMs = 3_000

/** Signals kept for a window that opens while it rings. */
const replayedAtMost = 64

export interface CallPartner {
  readonly account: AccountId
  readonly name: string
  readonly accepted: boolean
  /** Why there can be no call although both have accepted; null where there can. */
  readonly hindrance: ErrorCode | null
}

export interface CallsDeps {
  readonly store: Pick<Store, 'transaction'>
  readonly messaging: Pick<Messaging, 'handle' | 'enqueue' | 'sendEphemeral'>
  /** The other side of a conversation and whether both have accepted each other; null where there is none. */
  readonly contactOf: (conversation: ConversationId) => CallPartner | null
  /** Puts a call into the history; does nothing where it is there already. */
  readonly record: (tx: Tx, record: CallRecord) => void
  /** TURN and STUN servers of the own relay; none on a local network. */
  readonly iceServers: () => Promise<IceServer[]>
  /** The setting "always through the relay". */
  readonly relayOnly: () => boolean
  /** Calls `listener` when this computer is at another address, until what is given is called. */
  readonly onNetworkChanged: (listener: () => void) => Unsubscribe
  /** Calls `listener` whenever the way to the relay opens, until what is given is called. */
  readonly onOnline: (listener: () => void) => Unsubscribe
  readonly log: Logger
  /** Milliseconds since the epoch. */
  readonly now?: () => number
}

type WithoutTime<T> = T extends unknown ? Omit<T, 'now'> : never

export class Calls {
  readonly #deps: CallsDeps
  readonly #now: () => number
  readonly #events = new Emitter<CallEvent>()
  readonly #messages = new FloodGate({ burst: 60, perSecond: 30 })
  readonly #newCalls = new FloodGate({ burst: 6, perSecond: 0.2 })
  readonly #missed = new FloodGate({ burst: 100, perSecond: 1 })
  #phone: Phone = idlePhone
  #shown: readonly Call[] = []
  /** What the callers' peer connections have said while it rings, for a window that opens meanwhile. */
  readonly #replay = new Map<CallId, CallEvent[]>()
  readonly #sending = new Set<Promise<unknown>>()
  #timer: NodeJS.Timeout | undefined
  readonly #stopWatching: () => void

  constructor(deps: CallsDeps) {
    this.#deps = deps
    this.#now = deps.now ?? Date.now
    const watches = [
      deps.onNetworkChanged(() => this.#networkChanged()),
      deps.onOnline(() => this.#apply({ type: 'online' })),
    ]
    this.#stopWatching = () => {
      for (const stop of watches) stop()
    }
    deps.messaging.handle('call', (tx, sender, incoming) => this.#receive(tx, sender, incoming))
  }

  /** The calls at hand first, then every change of them and what the other side's peer connection says. */
  watch(signal?: AbortSignal) {
    return eventStream<CallEvent>({
      subscribe: (push) => {
        push({ type: 'calls', calls: [...this.#shown] })
        for (const events of this.#replay.values()) for (const event of events) push(event)
        return this.#events.on(push)
      },
      signal,
    })
  }

  /** Whether there is a call, were it only ringing. */
  get busy(): boolean {
    return liveCalls(this.#phone).length > 0
  }

  /** Raises `contact-unknown`, `call-unavailable` where the other side has not accepted, `call-busy`, and the hindrance. */
  start(conversation: ConversationId, media: CallMedia): CallId {
    const contact = this.#deps.contactOf(conversation)
    if (contact === null) throw new AppError('contact-unknown')
    if (contact.hindrance !== null) throw new AppError(contact.hindrance)
    if (!contact.accepted) throw new AppError('call-unavailable')
    const live = liveCalls(this.#phone)
    const theirs = live.find(({ peer }) => peer === contact.account)
    const ringsForUs = theirs?.direction === 'incoming' && theirs.phase === 'ringing'
    if (live.length > 0 && !ringsForUs) throw new AppError('call-busy')
    const id = theirs?.id ?? newCallId()
    this.#apply({ type: 'start', id, peer: contact.account, media })
    return id
  }

  /** Each raises `call-ended` where that call is over. */
  accept(id: CallId, media: CallMedia): void {
    this.#require(id)
    this.#apply({ type: 'accept', id, media })
  }

  decline(id: CallId): void {
    this.#require(id)
    this.#apply({ type: 'decline', id })
  }

  end(id: CallId): void {
    this.#require(id)
    this.#apply({ type: 'end', id })
  }

  /** Whatever there is with this person is over. Resolves when they have been told, or could not be. */
  async endWith(account: AccountId): Promise<void> {
    const theirs = liveCalls(this.#phone).filter(({ peer }) => peer === account)
    if (theirs.length === 0) return
    for (const { id } of theirs) this.#apply({ type: 'end', id })
    await this.#farewell()
  }

  hold(id: CallId, held: boolean): void {
    this.#require(id)
    this.#apply({ type: 'hold', id, held })
  }

  signal(id: CallId, signal: PeerSignal): void {
    this.#require(id)
    const own = this.#withoutOwnAddress(signal)
    if (own !== null) this.#apply({ type: 'signal', id, signal: own })
  }

  reportMedia(id: CallId, state: 'connected' | 'interrupted' | 'failed'): void {
    this.#require(id)
    this.#apply({ type: 'media', id, state })
  }

  setDevices(id: CallId, devices: CallDevices): void {
    this.#require(id)
    this.#apply({ type: 'devices', id, devices })
  }

  /** Without servers where the relay offers none or cannot be reached: then direct connections alone are tried. */
  async iceConfiguration(id: CallId): Promise<{ servers: IceServer[]; relayOnly: boolean }> {
    this.#require(id)
    const asked = this.#deps.iceServers().catch((error: unknown) => {
      this.#deps.log.info({ code: errorCodeOf(error) }, 'no servers for calls')
      return []
    })
    const servers = await Promise.race([asked, delay(serversWithinMs, [], { ref: false })])
    return { servers, relayOnly: this.#deps.relayOnly() }
  }

  /** Hangs up, so that the other side need not wait, and stops all timers. Resolves when the word has left. */
  async close(): Promise<void> {
    this.#stopWatching()
    for (const { id } of liveCalls(this.#phone)) this.#apply({ type: 'end', id })
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#phone = idlePhone
    await this.#farewell()
  }

  /** The peer connection may not notice for seconds. */
  #networkChanged(): void {
    for (const { id } of liveCalls(this.#phone)) this.#events.emit({ type: 'network-changed', callId: id })
  }

  async #farewell(): Promise<void> {
    await Promise.race([Promise.allSettled(this.#sending), delay(farewellWithinMs, undefined, { ref: false })])
  }

  #require(id: CallId): void {
    if (liveCall(this.#phone, id) === null) throw new AppError('call-ended')
  }

  /** With "always through the relay" nothing but the TURN server's address leaves; null where nothing is left. */
  #withoutOwnAddress(signal: PeerSignal): PeerSignal | null {
    if (signal.type !== 'candidates' || !this.#deps.relayOnly()) return signal
    const candidates = signal.candidates.filter(isRelayed).map(withoutRelatedAddress)
    return candidates.length === 0 ? null : { ...signal, candidates }
  }

  /** Runs inside the transaction of the inbox; the machine moves only once that is committed. */
  #receive(tx: Tx, { account }: Sender, incoming: Incoming<'call'>): void {
    if (!incoming.accepted) return
    const message = readMessage(incoming.body)
    if (message === null) return
    // Only the word of a missed call waits in mailboxes: nobody is rung by an offer of yesterday.
    if (incoming.ephemeral === (message.body.type === 'missed')) return
    if (!this.#admits(account, message)) return
    if (message.body.type === 'missed') {
      this.#deps.record(tx, {
        id: message.callId,
        peer: account,
        direction: 'incoming',
        media: message.body.media,
        outcome: 'missed',
        startedAt: incoming.sentAt,
        duration: 0,
      })
    }
    tx.afterCommit(() => this.#apply({ type: 'message', from: account, message }))
  }

  #admits(account: AccountId, { callId, body }: CallMessage): boolean {
    const now = this.#now()
    if (body.type === 'missed') return this.#missed.admits(account, now)
    if (!this.#messages.admits(account, now)) return false
    const { calls, finished } = this.#phone
    const known = [...calls, ...finished].some(({ id }) => id === callId)
    return known || this.#newCalls.admits(account, now)
  }

  #apply(input: WithoutTime<Input>): void {
    const { state, effects } = step(this.#phone, { ...input, now: this.#now() })
    this.#phone = state
    this.#store(effects)
    for (const effect of effects) if (effect.type === 'send') this.#send(effect.to, effect.message)
    this.#show(state.calls)
    for (const effect of effects) {
      if (effect.type === 'signal') this.#tell({ type: 'signal', callId: effect.id, signal: effect.signal })
    }
    this.#schedule()
  }

  #store(effects: readonly Effect[]): void {
    const lasting = effects.filter(({ type }) => type === 'record' || type === 'missed')
    if (lasting.length === 0) return
    const { store, messaging, record, log } = this.#deps
    try {
      store.transaction((tx) => {
        for (const effect of lasting) {
          if (effect.type === 'record') record(tx, effect.record)
          else if (effect.type === 'missed') {
            const body = writeMessage({
              callId: effect.id,
              received: 0,
              signals: [],
              body: { type: 'missed', media: effect.media },
            })
            messaging.enqueue(tx, effect.to, { case: 'call', value: body }, { expiresInMs: missedKeptMs })
          }
        }
      })
    } catch (error) {
      // A call must be able to end although the disk is full.
      log.error({ code: errorCodeOf(error) }, 'a call could not be put into the history')
    }
  }

  #send(to: AccountId, message: CallMessage): void {
    if (this.#sending.size >= sendingAtMost) return
    const sent = this.#deps.messaging.sendEphemeral(to, { case: 'call', value: writeMessage(message) })
    this.#sending.add(sent)
    detach(
      sent.finally(() => this.#sending.delete(sent)),
      (error) => this.#deps.log.debug({ code: errorCodeOf(error) }, 'a call message was not delivered'),
    )
  }

  #show(calls: readonly CallState[]): void {
    const shown = calls.map((call) => this.#view(call))
    if (JSON.stringify(shown) === JSON.stringify(this.#shown)) return
    this.#shown = shown
    for (const id of this.#replay.keys()) if (!this.#rings(id)) this.#replay.delete(id)
    this.#events.emit({ type: 'calls', calls: shown })
  }

  #rings(callId: CallId): boolean {
    return this.#shown.some(({ id, phase }) => id === callId && phase === 'ringing')
  }

  #view(call: CallState): Call {
    const conversationId = conversationWith(call.peer)
    const name = this.#deps.contactOf(conversationId)?.name ?? ''
    const { id, direction, media, phase, end, startedAt, activeSince, held, heldThere, remote, devices: own } = call
    const seen = { id, conversationId, name, direction, media, phase, end, startedAt, activeSince }
    return { ...seen, held, heldThere, remote, own }
  }

  #tell(event: Extract<CallEvent, { type: 'signal' }>): void {
    const { callId } = event
    const kept = this.#replay.get(callId) ?? []
    if (this.#rings(callId) && kept.length < replayedAtMost) this.#replay.set(callId, [...kept, event])
    this.#events.emit(event)
  }

  #schedule(): void {
    clearTimeout(this.#timer)
    const at = nextTick(this.#phone)
    this.#timer =
      at === null ? undefined : setTimeout(() => this.#apply({ type: 'tick' }), Math.max(0, at - this.#now()))
  }
}
