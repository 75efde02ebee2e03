/** What the state machine of calls speaks of: state, inputs, effects and times. Has no behaviour. */
import type { CallDevices, CallEnd, CallMedia, PeerSignal } from '../../../shared/contract/calls.ts'
import type { AccountId, CallId } from '../../../shared/ids.ts'
import type { IncomingSignals, OutgoingSignals, Signal } from './signals.ts'

/** Milliseconds. */
export const times = {
  /** Offers are never stored by the relay: who comes online is rung by the next one. */
  offerEvery: 3_000,
  /** How long the caller lets it ring. */
  ringFor: 60_000,
  /** The called side's own limit, against a caller that never stops. */
  ringAtMost: 75_000,
  /** Three lost offers in a row: the caller has gone. */
  offersGone: 10_000,
  /** An offer of another call from the same person counts only when the one at hand is no longer offered. */
  offerStale: 4_500,
  connectWithin: 30_000,
  interruptedAtMost: 30_000,
  /** What is not acknowledged is sent again after this. */
  resendAfter: 1_000,
  /** A hangup is said again after these, because nobody acknowledges it. */
  hangupAgain: [1_000, 3_000],
  /** How long an ended call stays on show. */
  endedShown: 10_000,
} as const

/** Calls at once: one on hold, and one that rings or goes on. */
export const callsAtMost = 2

/** How many ended calls are remembered, to answer or ignore what still arrives for them. */
export const finishedKept = 32

export type HangupReason = 'ended' | 'declined' | 'busy' | 'cancelled' | 'no-answer' | 'failed' | 'answered-elsewhere'

export type CallBody =
  | { readonly type: 'offer'; readonly media: CallMedia }
  | { readonly type: 'ringing' }
  | { readonly type: 'answer'; readonly media: CallMedia }
  | { readonly type: 'hangup'; readonly reason: HangupReason }
  | { readonly type: 'missed'; readonly media: CallMedia }
  /** Only signals, or the acknowledgement of signals. */
  | { readonly type: 'none' }

export interface NumberedSignal {
  readonly sequence: number
  /** Null where this version does not understand it. */
  readonly signal: Signal | null
}

export interface CallMessage {
  readonly callId: CallId
  readonly received: number
  readonly signals: readonly NumberedSignal[]
  readonly body: CallBody
}

export interface CallState {
  readonly id: CallId
  readonly peer: AccountId
  readonly direction: 'outgoing' | 'incoming'
  /** What the caller asked for. */
  readonly media: CallMedia
  readonly phase: 'calling' | 'ringing' | 'connecting' | 'active' | 'ended'
  readonly end: CallEnd | null
  readonly startedAt: number
  /** When the last message of this call came from the other side. */
  readonly heardAt: number
  /** When the last message of this call left. */
  readonly sentAt: number
  readonly answeredAt: number | null
  readonly activeSince: number | null
  readonly interruptedSince: number | null
  readonly endedAt: number | null
  /** Incoming: what the answer said. */
  readonly answer: CallMedia | null
  /** Incoming: the caller has seen the answer. */
  readonly confirmed: boolean
  /** The user talks to somebody else meanwhile: nothing is sent, and nothing is heard or seen. */
  readonly held: boolean
  /** The same, said by the other side. */
  readonly heldThere: boolean
  readonly devices: CallDevices | null
  readonly remote: CallDevices
  readonly outgoing: OutgoingSignals
  readonly incoming: IncomingSignals
}

export interface Finished {
  readonly id: CallId
  readonly peer: AccountId
  /** What to say to a side that has not noticed; null where silence is right. */
  readonly reason: HangupReason | null
}

export interface Farewell {
  readonly id: CallId
  readonly peer: AccountId
  readonly reason: HangupReason
  readonly endedAt: number
  readonly repeats: number
}

/** All that one account knows of its calls: those at hand and the traces of those before them. Never stored. */
export interface Phone {
  /** In the order in which they began; one that has ended stays for a while, to be shown. */
  readonly calls: readonly CallState[]
  readonly finished: readonly Finished[]
  readonly farewells: readonly Farewell[]
}

export const idlePhone: Phone = { calls: [], finished: [], farewells: [] }

/** Each carries the time in milliseconds; the machine has no clock of its own. */
export type Input = { readonly now: number } & (
  | { readonly type: 'start'; readonly id: CallId; readonly peer: AccountId; readonly media: CallMedia }
  | { readonly type: 'accept'; readonly id: CallId; readonly media: CallMedia }
  | { readonly type: 'decline'; readonly id: CallId }
  | { readonly type: 'end'; readonly id: CallId }
  | { readonly type: 'signal'; readonly id: CallId; readonly signal: PeerSignal }
  /** At most one call is not on hold: another one that goes on is put there. */
  | { readonly type: 'hold'; readonly id: CallId; readonly held: boolean }
  | { readonly type: 'devices'; readonly id: CallId; readonly devices: CallDevices }
  | { readonly type: 'media'; readonly id: CallId; readonly state: 'connected' | 'interrupted' | 'failed' }
  | { readonly type: 'message'; readonly from: AccountId; readonly message: CallMessage }
  /** The way to the relay is open again: what was said last may have been lost. */
  | { readonly type: 'online' }
  | { readonly type: 'tick' }
)

export type Outcome = 'missed' | 'declined' | 'answered' | 'no-answer' | 'failed'

/** What the history keeps of a call. */
export interface CallRecord {
  readonly id: CallId
  readonly peer: AccountId
  readonly direction: 'outgoing' | 'incoming'
  readonly media: CallMedia
  readonly outcome: Outcome
  readonly startedAt: number
  /** Seconds of talk. */
  readonly duration: number
}

export type Effect =
  /** Ephemeral: may be lost. */
  | { readonly type: 'send'; readonly to: AccountId; readonly message: CallMessage }
  /** Durable, with an expiry: the call went unanswered. */
  | { readonly type: 'missed'; readonly to: AccountId; readonly id: CallId; readonly media: CallMedia }
  /** Only the first record of a call counts. */
  | { readonly type: 'record'; readonly record: CallRecord }
  /** To the peer connection in the renderer. */
  | { readonly type: 'signal'; readonly id: CallId; readonly signal: PeerSignal }

export interface Step {
  readonly state: Phone
  readonly effects: readonly Effect[]
}
