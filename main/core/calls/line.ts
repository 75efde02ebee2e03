/** For tests: phones and the links between them, under a clock of their own. */
import fc from 'fast-check'
import { AccountId, CallId } from '../../../shared/ids.ts'
import {
  type CallMessage,
  type CallRecord,
  type CallState,
  type Effect,
  type Input,
  idlePhone,
  type Phone,
} from './model.ts'
import { nextTick, step } from './state.ts'
import { readMessage, writeMessage } from './wire.ts'

export type Side = 'alice' | 'bob' | 'carol'

export const accounts: Record<Side, AccountId> = {
  alice: AccountId.parse('aaaaaaaa-0000-4000-8000-000000000001'),
  bob: AccountId.parse('bbbbbbbb-0000-4000-8000-000000000002'),
  carol: AccountId.parse('cccccccc-0000-4000-8000-000000000003'),
}

export const sides = Object.keys(accounts) as Side[]

const sideOf = (account: AccountId): Side => sides.find((side) => accounts[side] === account) ?? 'alice'

/** Ids in the order of their numbers. */
export const callId = (number: number): CallId =>
  CallId.parse(`00000000-0000-4000-8000-${number.toString(16).padStart(12, '0')}`)

/** Whom one calls where nobody is named. */
export const other = (side: Side): Side => (side === 'alice' ? 'bob' : 'alice')

/** What the link does with one message: when it arrives, each entry a copy, milliseconds later. */
export type Fate = readonly number[]

export interface Crossing {
  readonly from: Side
  readonly to: Side
  readonly message: CallMessage
}

export class Line {
  now = 0
  phones: Record<Side, Phone> = { alice: idlePhone, bob: idlePhone, carol: idlePhone }
  /** Everything that was sent, also what got lost. */
  readonly sent: Crossing[] = []
  readonly signals: Record<Side, { id: CallId; signal: Extract<Effect, { type: 'signal' }>['signal'] }[]> = {
    alice: [],
    bob: [],
    carol: [],
  }
  /** As the history keeps them: the first record of a call counts. */
  readonly records: Record<Side, Map<CallId, CallRecord>> = { alice: new Map(), bob: new Map(), carol: new Map() }
  /** How a call ended here, and whether by a message of the other side. */
  readonly ends: Record<Side, Map<CallId, { end: CallState['end']; learnt: boolean }>> = {
    alice: new Map(),
    bob: new Map(),
    carol: new Map(),
  }
  fate: (crossing: Crossing) => Fate
  #queue: (Crossing & { readonly at: number })[] = []
  #nextId = 1

  constructor(fate: (crossing: Crossing) => Fate = () => [20]) {
    this.fate = fate
  }

  /** The one that began last, or with `peer`. */
  call(side: Side, peer?: Side): CallState | null {
    const { calls } = this.phones[side]
    return calls.findLast((call) => peer === undefined || call.peer === accounts[peer]) ?? null
  }

  newId(): CallId {
    return callId(this.#nextId++)
  }

  start(side: Side, media: 'voice' | 'video' = 'video', id = this.newId(), peer = other(side)): CallId {
    this.input(side, { type: 'start', id, peer: accounts[peer], media })
    return id
  }

  /** Does `type` to the call at hand, or to that with `peer`, if there is one. */
  does(
    side: Side,
    input: { type: 'accept' | 'decline' | 'end' } | { type: 'media'; state: 'connected' | 'interrupted' | 'failed' },
    peer?: Side,
  ): void {
    const id = this.call(side, peer)?.id
    if (id === undefined) return
    if (input.type === 'media') this.input(side, { type: 'media', id, state: input.state })
    else if (input.type === 'accept') this.input(side, { type: 'accept', id, media: 'video' })
    else this.input(side, { type: input.type, id })
  }

  /** The program of one side ends and starts again: calls are never stored. */
  restart(side: Side): void {
    this.phones[side] = idlePhone
  }

  input(side: Side, input: Input extends infer T ? (T extends Input ? Omit<T, 'now'> : never) : never): void {
    const before = this.phones[side].calls
    const { state, effects } = step(this.phones[side], { ...input, now: this.now } as Input)
    this.phones[side] = state
    for (const { id, phase, end } of state.calls) {
      if (phase !== 'ended' || before.some((call) => call.id === id && call.phase === 'ended')) continue
      this.ends[side].set(id, { end, learnt: input.type === 'message' })
    }
    for (const effect of effects) this.#perform(side, effect)
  }

  #perform(side: Side, effect: Effect): void {
    switch (effect.type) {
      case 'send':
        this.#cross({ from: side, to: sideOf(effect.to), message: effect.message })
        return
      case 'missed':
        // Durable: comes for certain, but late.
        this.#cross(
          {
            from: side,
            to: sideOf(effect.to),
            message: { callId: effect.id, received: 0, signals: [], body: { type: 'missed', media: effect.media } },
          },
          [5_000],
        )
        return
      case 'record': {
        const records = this.records[side]
        if (!records.has(effect.record.id)) records.set(effect.record.id, effect.record)
        return
      }
      case 'signal':
        this.signals[side].push({ id: effect.id, signal: effect.signal })
    }
  }

  #cross(crossing: Crossing, fate = this.fate(crossing)): void {
    this.sent.push(crossing)
    const message = readMessage(writeMessage(crossing.message))
    if (message === null) throw new Error('a message that the other side refuses')
    for (const delay of fate) this.#queue.push({ ...crossing, message, at: this.now + delay })
  }

  /** Lets time pass: messages arrive and ticks come when they are due. */
  pass(milliseconds: number): void {
    const until = this.now + milliseconds
    for (let steps = 0; ; steps++) {
      if (steps > 100_000) throw new Error('stuck: the machines never rest')
      const arrival = this.#queue.reduce<number>((least, { at }, index) => {
        const first = this.#queue[least]
        return first === undefined || at < first.at ? index : least
      }, -1)
      const arrivesAt = this.#queue[arrival]?.at ?? Number.POSITIVE_INFINITY
      const ticks = sides.map((side) => ({ side, at: nextTick(this.phones[side]) }))
      const due = ticks.reduce((a, b) =>
        (b.at ?? Number.POSITIVE_INFINITY) < (a.at ?? Number.POSITIVE_INFINITY) ? b : a,
      )
      const dueAt = due.at ?? Number.POSITIVE_INFINITY
      if (Math.min(arrivesAt, dueAt) > until) break
      if (arrivesAt <= dueAt) {
        this.now = Math.max(this.now, arrivesAt)
        const [crossing] = this.#queue.splice(arrival, 1)
        if (crossing) {
          this.input(crossing.to, { type: 'message', from: accounts[crossing.from], message: crossing.message })
        }
      } else {
        this.now = Math.max(this.now, dueAt)
        this.input(due.side, { type: 'tick' })
      }
    }
    this.now = until
  }
}

/** A line on which Alice calls Bob and it rings. */
export function ringing(): Line {
  const line = new Line()
  line.start('alice')
  line.pass(100)
  return line
}

export function active(): Line {
  const line = ringing()
  line.does('bob', { type: 'accept' })
  line.pass(100)
  for (const side of ['alice', 'bob'] as const) line.does(side, { type: 'media', state: 'connected' })
  line.pass(100)
  return line
}

export const phases = (line: Line) => [line.call('alice')?.phase ?? null, line.call('bob')?.phase ?? null]
export const ends = (line: Line) => [line.call('alice')?.end ?? null, line.call('bob')?.end ?? null]
export const outcomes = (line: Line, id = callId(1)) => [
  line.records.alice.get(id)?.outcome ?? null,
  line.records.bob.get(id)?.outcome ?? null,
]
export const bodies = (line: Line, from: Side) =>
  line.sent.filter((crossing) => crossing.from === from).map(({ message }) => message.body.type)

/** Lost, late, out of order, twice. */
export const arbitraryFate: fc.Arbitrary<Fate> = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 1, max: 80 }).map((delay) => [delay]) },
  { weight: 2, arbitrary: fc.integer({ min: 80, max: 2_500 }).map((delay) => [delay]) },
  { weight: 3, arbitrary: fc.constant([]) },
  { weight: 1, arbitrary: fc.tuple(fc.integer({ min: 1, max: 80 }), fc.integer({ min: 1, max: 3_000 })) },
)
