/**
 * The numbered signals of one call in both directions: each is sent until it is acknowledged and handed on once, in order.
 * A gate holds back network addresses until the call is accepted. Has no knowledge of phases, people or time limits.
 */
import type { CallDevices, PeerSignal } from '../../../shared/contract/calls.ts'
import { withoutAddresses } from './sdp.ts'

/** What a side sends at the moment, and whether it has put the call on hold. */
export type DevicesSignal = { readonly type: 'devices'; readonly held: boolean } & Readonly<CallDevices>

export type Signal = PeerSignal | DevicesSignal

/** `shut`: nothing passes; `no-candidates`: nothing that names a network address; `open`: the call is accepted. */
export type Gate = 'shut' | 'no-candidates' | 'open'

/** Signals of one side that may wait at once; a peer connection makes some dozens. */
export const signalsKept = 256

/** Characters of signals in one message: two UTF-8 messages of this stay below the relay's 96 KiB. */
const charactersPerMessage = 40_000

export interface OutgoingSignals {
  /** Number of the next signal that passes the gate. */
  readonly next: number
  readonly held: readonly Signal[]
  readonly unacknowledged: readonly {
    readonly sequence: number
    readonly signal: Signal
    readonly sentAt: number | null
  }[]
}

export interface IncomingSignals {
  /** All signals up to this one have arrived. */
  readonly received: number
  /** Arrived before their turn. */
  readonly early: ReadonlyMap<number, Signal | null>
  /** In order, waiting at the gate. */
  readonly held: readonly Signal[]
}

export const noOutgoing: OutgoingSignals = { next: 1, held: [], unacknowledged: [] }
export const noIncoming: IncomingSignals = { received: 0, early: new Map(), held: [] }

/** Adds a signal. Null when too many wait already. */
export function push(signals: OutgoingSignals, signal: Signal): OutgoingSignals | null {
  if (signals.held.length + signals.unacknowledged.length >= signalsKept) return null
  return { ...signals, held: [...signals.held, stripped(signal)] }
}

/** Numbers what passes the gate. Order is kept: what stands behind a held signal waits with it. */
export function release(signals: OutgoingSignals, gate: Gate): OutgoingSignals {
  const [passed, held] = divide(signals.held, gate)
  if (passed.length === 0) return signals
  const numbered = passed.map((signal, index) => ({ sequence: signals.next + index, signal, sentAt: null }))
  return { next: signals.next + passed.length, held, unacknowledged: [...signals.unacknowledged, ...numbered] }
}

export function acknowledge(signals: OutgoingSignals, received: number): OutgoingSignals {
  if (!signals.unacknowledged.some(({ sequence }) => sequence <= received)) return signals
  return { ...signals, unacknowledged: signals.unacknowledged.filter(({ sequence }) => sequence > received) }
}

/** As if nothing of what is not acknowledged had been sent. */
export function unsent(signals: OutgoingSignals): OutgoingSignals {
  return { ...signals, unacknowledged: signals.unacknowledged.map((entry) => ({ ...entry, sentAt: null })) }
}

/** Takes what belongs into a message now: never sent, or sent at `before` or earlier and still not acknowledged. */
export function takeDue(
  signals: OutgoingSignals,
  now: number,
  before: number,
): { signals: OutgoingSignals; due: { sequence: number; signal: Signal }[] } {
  const due: { sequence: number; signal: Signal }[] = []
  let characters = 0
  const unacknowledged = signals.unacknowledged.map((entry) => {
    if (entry.sentAt !== null && entry.sentAt > before) return entry
    const length = lengthOf(entry.signal)
    if (due.length > 0 && characters + length > charactersPerMessage) return entry
    characters += length
    due.push({ sequence: entry.sequence, signal: entry.signal })
    return { ...entry, sentAt: now }
  })
  return { signals: { ...signals, unacknowledged }, due }
}

/** Takes arrived signals, in any order and any number of times. Those far ahead are left out; they come again. */
export function take(
  signals: IncomingSignals,
  arrived: readonly { readonly sequence: number; readonly signal: Signal | null }[],
): IncomingSignals {
  const early = new Map(signals.early)
  for (const { sequence, signal } of arrived) {
    if (sequence > signals.received && sequence <= signals.received + signalsKept) early.set(sequence, signal)
  }
  const held = [...signals.held]
  let received = signals.received
  for (let signal = early.get(received + 1); signal !== undefined; signal = early.get(received + 1)) {
    if (held.length >= signalsKept) break
    received += 1
    early.delete(received)
    if (signal !== null) held.push(stripped(signal))
  }
  return { received, early, held }
}

/** Hands on what passes the gate, in order. */
export function handOn(signals: IncomingSignals, gate: Gate): { signals: IncomingSignals; passed: readonly Signal[] } {
  const [passed, held] = divide(signals.held, gate)
  return { signals: { ...signals, held }, passed }
}

function divide(signals: readonly Signal[], gate: Gate): [passed: readonly Signal[], held: readonly Signal[]] {
  if (gate === 'open') return [signals, []]
  const first = gate === 'shut' ? 0 : signals.findIndex(({ type }) => type === 'candidates')
  return first === -1 ? [signals, []] : [signals.slice(0, first), signals.slice(first)]
}

function stripped(signal: Signal): Signal {
  return signal.type === 'description' ? { ...signal, sdp: withoutAddresses(signal.sdp) } : signal
}

function lengthOf(signal: Signal): number {
  if (signal.type === 'description') return signal.sdp.length
  return signal.type === 'candidates' ? signal.candidates.reduce((sum, candidate) => sum + candidate.length, 0) : 1
}
