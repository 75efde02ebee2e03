/** What a message of the other side does to the phone. Messages may be lost, repeated, late and in any order. */
import type { CallMedia } from '../../../shared/contract/calls.ts'
import { unreachable } from '../../../shared/errors.ts'
import type { AccountId } from '../../../shared/ids.ts'
import { type CallMessage, type CallState, callsAtMost, times } from './model.ts'
import { acknowledge, take } from './signals.ts'
import {
  endCall,
  endOf,
  finish,
  handOnSignals,
  isUnanswered,
  liveCall,
  liveCalls,
  newCall,
  pickUp,
  put,
  remove,
  sayHangup,
  sayState,
  type Turn,
} from './transitions.ts'

export function receiveMessage(turn: Turn, from: AccountId, message: CallMessage): void {
  const live = liveCall(turn.phone, message.callId)
  if (live !== null) {
    if (live.peer === from) receiveForLive(turn, live, message)
    return
  }
  const finished = turn.phone.finished.find(({ id }) => id === message.callId)
  if (finished === undefined) receiveForUnknown(turn, from, message)
  else if (finished.peer === from && finished.reason !== null && expectsAnswer(message)) {
    sayHangup(turn, message.callId, from, finished.reason)
  }
}

/** A hangup is never answered, and neither is a bare acknowledgement: two sides would go on for ever. */
function expectsAnswer({ body, signals }: CallMessage): boolean {
  return body.type === 'offer' || body.type === 'ringing' || body.type === 'answer' || signals.length > 0
}

function receiveForLive(turn: Turn, live: CallState, message: CallMessage): void {
  const { body } = message
  if (body.type === 'hangup' || body.type === 'missed') {
    endCall(turn, live, endOf(body.type === 'hangup' ? body.reason : 'no-answer', live), true)
    return
  }
  const heard: CallState = {
    ...live,
    heardAt: turn.now,
    outgoing: acknowledge(live.outgoing, message.received),
    incoming: take(live.incoming, message.signals),
  }
  const call = handOnSignals(turn, afterBody(heard, message, turn.now))
  put(turn, call)
  if (body.type === 'offer' || body.type === 'answer' || message.signals.length > 0) sayState(turn, call)
}

function afterBody(call: CallState, { body }: CallMessage, now: number): CallState {
  if (call.direction === 'incoming') {
    // Past the offers: the caller has seen the answer.
    return body.type === 'none' && !isUnanswered(call) ? { ...call, confirmed: true } : call
  }
  if (body.type === 'ringing' && call.phase === 'calling') return { ...call, phase: 'ringing' }
  if (body.type === 'answer' && isUnanswered(call)) {
    const remote = { ...call.remote, camera: body.media === 'video' }
    return { ...call, phase: 'connecting', answeredAt: now, remote }
  }
  return call
}

function receiveForUnknown(turn: Turn, from: AccountId, message: CallMessage): void {
  const { body, callId } = message
  switch (body.type) {
    case 'offer':
      receiveOffer(turn, from, message, body.media)
      return
    case 'missed':
      finish(turn, callId, from, 'no-answer')
      turn.effects.push({ type: 'record', record: missedCall(turn, from, message, body.media) })
      return
    case 'hangup':
      // Overtook its offers: they must not ring any more.
      finish(turn, callId, from, null)
      return
    case 'ringing':
    case 'answer':
    case 'none':
      // Of a call that ended with this program's last run.
      if (expectsAnswer(message)) sayHangup(turn, callId, from, 'failed')
      return
    default:
      unreachable(body)
  }
}

function receiveOffer(turn: Turn, from: AccountId, message: CallMessage, media: CallMedia): void {
  const theirs = liveCalls(turn.phone).find(({ peer }) => peer === from)
  if (theirs !== undefined) {
    receiveAnotherOffer(turn, theirs, message, media)
    return
  }
  if (maySecondRing(liveCalls(turn.phone))) {
    ring(turn, from, message, media)
    return
  }
  finish(turn, message.callId, from, 'busy')
  sayHangup(turn, message.callId, from, 'busy')
  turn.effects.push({ type: 'record', record: missedCall(turn, from, message, media) })
}

/** Whoever talks hears that another one calls; whoever calls or is called has enough to do. */
const maySecondRing = (live: readonly CallState[]): boolean =>
  live.length < callsAtMost && !live.some((call) => isUnanswered(call))

function receiveAnotherOffer(turn: Turn, theirs: CallState, message: CallMessage, media: CallMedia): void {
  if (theirs.direction === 'outgoing' && isUnanswered(theirs)) {
    // Both called each other: on both sides the lower id wins, and both have said that they want to talk.
    if (message.callId < theirs.id) yieldTo(turn, theirs, message, media)
    return
  }
  // The other side started anew, unless this is a late offer of a call it has given up.
  const gone = isUnanswered(theirs) ? turn.now - theirs.heardAt > times.offerStale : theirs.interruptedSince !== null
  if (!gone) return
  endCall(turn, theirs, isUnanswered(theirs) ? 'missed' : 'failed', true)
  ring(turn, theirs.peer, message, media)
}

function ring(turn: Turn, from: AccountId, message: CallMessage, media: CallMedia): void {
  const call = newCall(turn, 'incoming', message.callId, from, media)
  sayState(turn, handOnSignals(turn, { ...call, incoming: take(call.incoming, message.signals) }))
}

/** Gives up the own call for the other side's, and picks that one up. */
function yieldTo(turn: Turn, own: CallState, message: CallMessage, media: CallMedia): void {
  finish(turn, own.id, own.peer, null)
  remove(turn, own.id)
  const call = newCall(turn, 'incoming', message.callId, own.peer, media)
  pickUp(turn, { ...call, incoming: take(call.incoming, message.signals) }, own.media)
}

function missedCall(turn: Turn, peer: AccountId, { callId }: CallMessage, media: CallMedia) {
  return {
    id: callId,
    peer,
    direction: 'incoming',
    media,
    outcome: 'missed',
    startedAt: turn.now,
    duration: 0,
  } as const
}
