/**
 * The state machine of calls: `step` takes the phone and one input and gives the phone after it and what is to be done.
 * Has no knowledge of timers, sockets, databases or peer connections; time comes in with each input.
 */
import type { CallDevices, CallEnd } from '../../../shared/contract/calls.ts'
import { unreachable } from '../../../shared/errors.ts'
import { type CallState, type Farewell, type Input, type Phone, type Step, times } from './model.ts'
import { receiveMessage } from './receive.ts'
import { push, release, type Signal, unsent } from './signals.ts'
import {
  endCall,
  isUnanswered,
  liveCall,
  newCall,
  outgoingGate,
  pickUp,
  sayHangup,
  sayState,
  type Turn,
} from './transitions.ts'

export function step(state: Phone, input: Input): Step {
  const turn: Turn = { phone: state, effects: [], now: input.now }
  apply(turn, input)
  return { state: turn.phone, effects: turn.effects }
}

function apply(turn: Turn, input: Input): void {
  const live = liveCall(turn.phone)
  switch (input.type) {
    case 'start':
      if (live === null) sayState(turn, newCall(turn, 'outgoing', input.id, input.peer, input.media))
      else if (live.peer === input.peer && isRinging(live)) pickUp(turn, live, input.media)
      return
    case 'message':
      receiveMessage(turn, input.from, input.message)
      return
    case 'online':
      if (live !== null) sayState(turn, { ...live, outgoing: unsent(live.outgoing) })
      return
    case 'tick':
      tick(turn)
      return
    default:
      // A call that is over, or another one: the input came too late.
      if (live?.id === input.id) applyToLive(turn, live, input)
  }
}

type LiveInput = Exclude<Input, { type: 'start' | 'message' | 'online' | 'tick' }>

function applyToLive(turn: Turn, call: CallState, input: LiveInput): void {
  switch (input.type) {
    case 'accept':
      if (isRinging(call)) pickUp(turn, call, input.media)
      return
    case 'decline':
      if (isRinging(call)) endCall(turn, call, 'declined')
      return
    case 'end':
      endCall(turn, call, endByUser(call))
      return
    case 'signal':
      send(turn, call, input.signal)
      return
    case 'devices':
      if (call.devices !== null && sameDevices(call.devices, input.devices)) return
      send(turn, { ...call, devices: input.devices }, { type: 'devices', ...input.devices })
      return
    case 'media':
      reportMedia(turn, call, input.state)
      return
    default:
      unreachable(input)
  }
}

const sameDevices = (a: CallDevices, b: CallDevices): boolean =>
  a.microphone === b.microphone && a.camera === b.camera && a.screen === b.screen && a.recording === b.recording

const isRinging = (call: CallState): boolean => call.direction === 'incoming' && call.phase === 'ringing'

function endByUser(call: CallState): 'hung-up' | 'declined' | 'cancelled' {
  if (!isUnanswered(call)) return 'hung-up'
  return call.direction === 'incoming' ? 'declined' : 'cancelled'
}

function send(turn: Turn, call: CallState, signal: Signal): void {
  const held = push(call.outgoing, signal)
  if (held === null) {
    endCall(turn, call, 'failed')
    return
  }
  const outgoing = release(held, outgoingGate(call))
  const sent: CallState = { ...call, outgoing }
  // What stays behind the gate needs no message now.
  if (outgoing.next > call.outgoing.next) sayState(turn, sent)
  else turn.phone = { ...turn.phone, call: sent }
}

function reportMedia(turn: Turn, call: CallState, state: 'connected' | 'interrupted' | 'failed'): void {
  if (state === 'failed') {
    // While it rings here, another window may still have what this one lacks.
    if (!isRinging(call)) endCall(turn, call, 'failed')
    return
  }
  if (isUnanswered(call)) return
  const changed: CallState =
    state === 'connected'
      ? { ...call, phase: 'active', activeSince: call.activeSince ?? turn.now, interruptedSince: null }
      : { ...call, interruptedSince: call.activeSince === null ? null : (call.interruptedSince ?? turn.now) }
  turn.phone = { ...turn.phone, call: changed }
}

function tick(turn: Turn): void {
  const call = turn.phone.call
  if (call !== null) {
    const deadline = deadlineOf(call)
    if (deadline !== null && deadline.at <= turn.now) {
      if (deadline.end === null) turn.phone = { ...turn.phone, call: null }
      else endCall(turn, call, deadline.end)
    } else if ((repeatAt(call) ?? Number.POSITIVE_INFINITY) <= turn.now) sayState(turn, call)
  }
  const farewells = turn.phone.farewells.map((farewell) => {
    if (farewellAt(farewell) > turn.now) return farewell
    sayHangup(turn, farewell.id, farewell.peer, farewell.reason)
    return { ...farewell, repeats: farewell.repeats + 1 }
  })
  turn.phone = { ...turn.phone, farewells: farewells.filter(({ repeats }) => repeats < times.hangupAgain.length) }
}

/** When the next `tick` is due, in milliseconds; null when nothing waits for time. */
export function nextTick(phone: Phone): number | null {
  const at = phone.farewells.map(farewellAt)
  if (phone.call !== null) {
    at.push(deadlineOf(phone.call)?.at ?? Number.POSITIVE_INFINITY)
    at.push(repeatAt(phone.call) ?? Number.POSITIVE_INFINITY)
  }
  const next = Math.min(...at)
  return Number.isFinite(next) ? next : null
}

/** When the call may not stay as it is any longer, and how it then ends; null: it leaves the display. */
function deadlineOf(call: CallState): { at: number; end: CallEnd | null } | null {
  switch (call.phase) {
    case 'calling':
      return { at: call.startedAt + times.ringFor, end: 'unavailable' }
    case 'ringing':
      return call.direction === 'outgoing'
        ? { at: call.startedAt + times.ringFor, end: 'no-answer' }
        : { at: Math.min(call.heardAt + times.offersGone, call.startedAt + times.ringAtMost), end: 'missed' }
    case 'connecting':
      return { at: (call.answeredAt ?? call.startedAt) + times.connectWithin, end: 'failed' }
    case 'active':
      return call.interruptedSince === null
        ? null
        : { at: call.interruptedSince + times.interruptedAtMost, end: 'failed' }
    case 'ended':
      return { at: (call.endedAt ?? call.startedAt) + times.endedShown, end: null }
    default:
      return unreachable(call.phase)
  }
}

/** When the call is to be spoken of again: an offer, an answer that is not confirmed, signals not acknowledged. */
function repeatAt(call: CallState): number | null {
  if (call.phase === 'ended' || isRinging(call)) return null
  if (isUnanswered(call)) return call.sentAt + times.offerEvery
  const waiting = call.outgoing.unacknowledged.length > 0 || (call.direction === 'incoming' && !call.confirmed)
  return waiting ? call.sentAt + times.resendAfter : null
}

function farewellAt({ endedAt, repeats }: Farewell): number {
  return endedAt + (times.hangupAgain[repeats] ?? 0)
}
