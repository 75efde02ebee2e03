/**
 * The state machine of calls: `step` takes the phone and one input and gives the phone after it and what is to be done.
 * Has no knowledge of timers, sockets, databases or peer connections; time comes in with each input.
 */
import type { CallDevices, CallEnd } from '../../../shared/contract/calls.ts'
import { unreachable } from '../../../shared/errors.ts'
import { type CallState, type Farewell, type Input, type Phone, type Step, times } from './model.ts'
import { receiveMessage } from './receive.ts'
import { unsent } from './signals.ts'
import {
  endCall,
  hold,
  isUnanswered,
  liveCall,
  liveCalls,
  newCall,
  pickUp,
  put,
  remove,
  sayHangup,
  sayState,
  sendDevices,
  sendSignal,
  type Turn,
} from './transitions.ts'

export function step(state: Phone, input: Input): Step {
  const turn: Turn = { phone: state, effects: [], now: input.now }
  apply(turn, input)
  return { state: turn.phone, effects: turn.effects }
}

function apply(turn: Turn, input: Input): void {
  switch (input.type) {
    case 'start':
      start(turn, input)
      return
    case 'message':
      receiveMessage(turn, input.from, input.message)
      return
    case 'online':
      for (const call of liveCalls(turn.phone)) sayState(turn, { ...call, outgoing: unsent(call.outgoing) })
      return
    case 'tick':
      tick(turn)
      return
    default: {
      // A call that is over: the input came too late.
      const call = liveCall(turn.phone, input.id)
      if (call !== null) applyToLive(turn, call, input)
    }
  }
}

/** Whoever calls back while it rings has answered. */
function start(turn: Turn, { id, peer, media }: Extract<Input, { type: 'start' }>): void {
  const live = liveCalls(turn.phone)
  const theirs = live.find((call) => call.peer === peer)
  if (live.length === 0) sayState(turn, newCall(turn, 'outgoing', id, peer, media))
  else if (theirs !== undefined && isRinging(theirs)) pickUp(turn, theirs, media)
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
    case 'hold':
      hold(turn, call, input.held)
      return
    case 'signal':
      sendSignal(turn, call, input.signal)
      return
    case 'devices':
      if (call.devices !== null && sameDevices(call.devices, input.devices)) return
      sendDevices(turn, { ...call, devices: input.devices })
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
  put(turn, changed)
}

function tick(turn: Turn): void {
  for (const call of turn.phone.calls) {
    const deadline = deadlineOf(call)
    if (deadline !== null && deadline.at <= turn.now) {
      if (deadline.end === null) remove(turn, call.id)
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
  for (const call of phone.calls) {
    at.push(deadlineOf(call)?.at ?? Number.POSITIVE_INFINITY)
    at.push(repeatAt(call) ?? Number.POSITIVE_INFINITY)
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
