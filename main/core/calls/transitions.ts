/** The moves that inputs of the user, of the other side and of time share: saying something, and ending a call. */
import type { CallDevices, CallEnd, CallMedia } from '../../../shared/contract/calls.ts'
import { unreachable } from '../../../shared/errors.ts'
import type { AccountId, CallId } from '../../../shared/ids.ts'
import {
  type CallBody,
  type CallRecord,
  type CallState,
  type Effect,
  finishedKept,
  type HangupReason,
  type Outcome,
  type Phone,
  times,
} from './model.ts'
import { type Gate, handOn, noIncoming, noOutgoing, push, release, type Signal, takeDue } from './signals.ts'

/** One step in the making: the phone as it will be, and what is to be done. */
export interface Turn {
  phone: Phone
  readonly effects: Effect[]
  readonly now: number
}

export function newCall(
  turn: Turn,
  direction: 'outgoing' | 'incoming',
  id: CallId,
  peer: AccountId,
  media: CallMedia,
): CallState {
  return {
    id,
    peer,
    direction,
    media,
    phase: direction === 'outgoing' ? 'calling' : 'ringing',
    end: null,
    startedAt: turn.now,
    heardAt: turn.now,
    sentAt: turn.now,
    answeredAt: null,
    activeSince: null,
    interruptedSince: null,
    endedAt: null,
    answer: null,
    confirmed: false,
    held: false,
    heldThere: false,
    devices: null,
    remote: { microphone: true, camera: media === 'video', screen: false, recording: false },
    outgoing: noOutgoing,
    incoming: noIncoming,
  }
}

/** Those that are not over. */
export const liveCalls = (phone: Phone): readonly CallState[] => phone.calls.filter(({ phase }) => phase !== 'ended')

/** The call of this id that is not over, or null. */
export const liveCall = (phone: Phone, id: CallId): CallState | null =>
  liveCalls(phone).find((call) => call.id === id) ?? null

/** Puts a call in the place of what it was before. A new one takes those that are over off the display. */
export function put(turn: Turn, call: CallState): void {
  const { phone } = turn
  const calls = phone.calls.some(({ id }) => id === call.id)
    ? phone.calls.map((one) => (one.id === call.id ? call : one))
    : [...liveCalls(phone), call]
  turn.phone = { ...phone, calls }
}

export function remove(turn: Turn, id: CallId): void {
  turn.phone = { ...turn.phone, calls: turn.phone.calls.filter((call) => call.id !== id) }
}

export function isUnanswered(call: CallState): boolean {
  return call.phase === 'calling' || call.phase === 'ringing'
}

/** The caller's description may travel while it rings, the called side says nothing before it accepts. */
export function outgoingGate(call: CallState): Gate {
  if (!isUnanswered(call)) return 'open'
  return call.direction === 'outgoing' ? 'no-candidates' : 'shut'
}

/** Says where the call stands, with the signals that are due and the acknowledgement of those that came. */
export function sayState(turn: Turn, call: CallState): void {
  const { signals, due } = takeDue(release(call.outgoing, outgoingGate(call)), turn.now, turn.now - times.resendAfter)
  turn.effects.push({
    type: 'send',
    to: call.peer,
    message: { callId: call.id, received: call.incoming.received, signals: due, body: bodyOf(call) },
  })
  put(turn, { ...call, outgoing: signals, sentAt: turn.now })
}

/** Tells the other side a signal, now or once it may travel. */
export function sendSignal(turn: Turn, call: CallState, signal: Signal): void {
  const held = push(call.outgoing, signal)
  if (held === null) {
    endCall(turn, call, 'failed')
    return
  }
  const outgoing = release(held, outgoingGate(call))
  const sent: CallState = { ...call, outgoing }
  // What stays behind the gate needs no message now.
  if (outgoing.next > call.outgoing.next) sayState(turn, sent)
  else put(turn, sent)
}

function bodyOf(call: CallState): CallBody {
  if (call.direction === 'outgoing') return isUnanswered(call) ? { type: 'offer', media: call.media } : { type: 'none' }
  if (call.phase === 'ringing') return { type: 'ringing' }
  return call.confirmed ? { type: 'none' } : { type: 'answer', media: call.answer ?? 'voice' }
}

/** Hands the renderer what may pass; takes what concerns the display for itself. */
export function handOnSignals(turn: Turn, call: CallState): CallState {
  const { signals, passed } = handOn(call.incoming, isUnanswered(call) ? 'no-candidates' : 'open')
  let { remote, heldThere } = call
  for (const signal of passed) {
    if (signal.type === 'devices') {
      const { microphone, camera, screen, recording } = signal
      remote = { microphone, camera, screen, recording }
      heldThere = signal.held
    } else turn.effects.push({ type: 'signal', id: call.id, signal })
  }
  return { ...call, remote, heldThere, incoming: signals }
}

/** The called side picks up. Nobody talks to two people at once: another call that goes on waits. */
export function pickUp(turn: Turn, call: CallState, media: CallMedia): void {
  holdOthers(turn, call.id)
  sayState(turn, handOnSignals(turn, { ...call, phase: 'connecting', answeredAt: turn.now, answer: media }))
}

function holdOthers(turn: Turn, id: CallId): void {
  for (const call of liveCalls(turn.phone)) if (call.id !== id) hold(turn, call, true)
}

/** Puts a call that was answered on hold, or goes on with it. */
export function hold(turn: Turn, call: CallState, held: boolean): void {
  if (isUnanswered(call) || call.held === held) return
  if (!held) holdOthers(turn, call.id)
  sendDevices(turn, { ...call, held })
}

export function sendDevices(turn: Turn, call: CallState): void {
  sendSignal(turn, call, { type: 'devices', ...(call.devices ?? noDevices), held: call.held })
}

const noDevices: CallDevices = { microphone: false, camera: false, screen: false, recording: false }

/** Ends a call. `learnt`: the other side said so and needs no hangup. */
export function endCall(turn: Turn, call: CallState, end: CallEnd, learnt = false): void {
  const unanswered = isUnanswered(call)
  const ended: CallState = { ...call, phase: 'ended', end, endedAt: turn.now }
  put(turn, ended)
  finish(turn, call.id, call.peer, reasonOf(end))
  if (!learnt) sayFarewell(turn, call.id, call.peer, reasonOf(end))
  if (call.direction === 'outgoing' && unanswered && !learnt) {
    turn.effects.push({ type: 'missed', to: call.peer, id: call.id, media: call.media })
  }
  turn.effects.push({ type: 'record', record: recordOf(ended, turn.now) })
}

/** Remembers a call that is over. */
export function finish(turn: Turn, id: CallId, peer: AccountId, reason: HangupReason | null): void {
  const others = turn.phone.finished.filter((finished) => finished.id !== id)
  turn.phone = { ...turn.phone, finished: [...others, { id, peer, reason }].slice(-finishedKept) }
}

export function sayHangup(turn: Turn, callId: CallId, to: AccountId, reason: HangupReason): void {
  turn.effects.push({
    type: 'send',
    to,
    message: { callId, received: 0, signals: [], body: { type: 'hangup', reason } },
  })
}

/** A hangup that is repeated a few times. */
function sayFarewell(turn: Turn, id: CallId, peer: AccountId, reason: HangupReason): void {
  sayHangup(turn, id, peer, reason)
  const farewells = [...turn.phone.farewells, { id, peer, reason, endedAt: turn.now, repeats: 0 }]
  turn.phone = { ...turn.phone, farewells: farewells.slice(-finishedKept) }
}

function reasonOf(end: CallEnd): HangupReason {
  switch (end) {
    case 'hung-up':
      return 'ended'
    case 'declined':
    case 'busy':
    case 'cancelled':
    case 'failed':
    case 'answered-elsewhere':
      return end
    case 'no-answer':
    case 'missed':
    case 'unavailable':
      return 'no-answer'
    default:
      return unreachable(end)
  }
}

/** What a hangup of the other side means on this one. */
export function endOf(reason: HangupReason, call: CallState): CallEnd {
  switch (reason) {
    case 'ended':
      return 'hung-up'
    case 'cancelled':
      return call.direction === 'incoming' ? 'missed' : 'declined'
    case 'no-answer':
      return call.direction === 'incoming' ? 'missed' : 'no-answer'
    case 'declined':
    case 'busy':
    case 'failed':
    case 'answered-elsewhere':
      return reason
    default:
      return unreachable(reason)
  }
}

function recordOf(call: CallState, now: number): CallRecord {
  // The silence before a call was given up is not talk.
  const talkEnd = call.end === 'failed' && call.interruptedSince !== null ? call.interruptedSince : now
  return {
    id: call.id,
    peer: call.peer,
    direction: call.direction,
    media: call.media,
    outcome: outcomeOf(call),
    startedAt: call.startedAt,
    duration: call.activeSince === null ? 0 : Math.max(0, Math.round((talkEnd - call.activeSince) / 1000)),
  }
}

function outcomeOf(call: CallState): Outcome {
  switch (call.end) {
    case 'hung-up':
    case 'answered-elsewhere':
      return 'answered'
    case 'declined':
      return 'declined'
    case 'failed':
      return call.activeSince === null ? 'failed' : 'answered'
    default:
      return call.direction === 'incoming' ? 'missed' : 'no-answer'
  }
}
