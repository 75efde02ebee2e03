import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { arbitraryFate, type Fate, Line, type Side } from './line.ts'
import type { Outcome } from './model.ts'
import { nextTick } from './state.ts'

const sides: readonly Side[] = ['alice', 'bob']

const does = fc.oneof(
  ...Object.entries({
    start: 3,
    accept: 4,
    connected: 4,
    signal: 5,
    interrupted: 1,
    decline: 1,
    end: 1,
    restart: 1,
  }).map(([name, weight]) => ({ weight, arbitrary: fc.constant(name) })),
)

const action = fc.record({
  side: fc.constantFrom(...sides),
  does,
  after: fc.oneof(
    { weight: 3, arbitrary: fc.integer({ min: 0, max: 300 }) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 12_000 }) },
  ),
})

interface Walk {
  readonly fates: readonly Fate[]
  readonly actions: readonly { side: Side; does: string; after: number }[]
}

const walks: fc.Arbitrary<Walk> = fc.record({
  fates: fc.array(arbitraryFate, { minLength: 1, maxLength: 200 }),
  actions: fc.array(action, { minLength: 1, maxLength: 40 }),
})

function run({ fates, actions }: Walk): Line {
  let crossing = 0
  const line = new Line(() => fates[crossing++ % fates.length] ?? [20])
  let signal = 0
  for (const { side, does, after } of actions) {
    line.pass(after)
    const call = line.call(side)
    if (does === 'start') {
      if (call === null || call.phase === 'ended') line.start(side)
    } else if (does === 'restart') line.restart(side)
    else if (does === 'accept' || does === 'decline' || does === 'end') line.does(side, { type: does })
    else if (does === 'signal') {
      if (call)
        line.input(side, { type: 'signal', id: call.id, signal: { type: 'candidates', candidates: [`${signal++}`] } })
    } else if (does === 'interrupted') line.does(side, { type: 'media', state: 'interrupted' })
    // Media flow only where both have picked up the same call.
    else if (
      sides.every((one) => line.call(one)?.id === call?.id && /connecting|active/.test(line.call(one)?.phase ?? ''))
    )
      line.does(side, { type: 'media', state: 'connected' })
    // Media of a side that has gone are interrupted.
    for (const one of sides) {
      const mine = line.call(one)
      const theirs = line.call(one === 'alice' ? 'bob' : 'alice')
      if (mine?.phase === 'active' && (theirs?.id !== mine.id || theirs.phase === 'ended'))
        line.does(one, { type: 'media', state: 'interrupted' })
    }
  }
  return line
}

/** Whether both sides would say that they talked. */
const answered = (outcome: Outcome) => outcome === 'answered'

describe('two machines on a link that loses, repeats and reorders', () => {
  it('C-13 are never stuck: when nobody does anything more, both come to rest', () => {
    fc.assert(
      fc.property(walks, (walk) => {
        const line = run(walk)
        // The users walk away: whoever still talks hangs up, whoever rings lets it ring.
        for (const side of sides) {
          if (/connecting|active/.test(line.call(side)?.phase ?? '')) line.does(side, { type: 'end' })
        }
        line.pass(200_000)
        for (const side of sides) {
          expect(line.call(side)).toBeNull()
          expect(nextTick(line.phones[side])).toBeNull()
        }
      }),
      { numRuns: 3_000 },
    )
  })

  it('C-13 a side that learns the end from the other agrees with it about how it ended', () => {
    fc.assert(
      fc.property(walks, (walk) => {
        // A restart forgets how a call ended, by design.
        const line = run({ ...walk, actions: walk.actions.filter(({ does }) => does !== 'restart') })
        line.pass(300_000)
        for (const side of sides) {
          const theirs = side === 'alice' ? 'bob' : 'alice'
          for (const [id, { learnt }] of line.ends[side]) {
            const own = line.records[side].get(id)
            const other = line.records[theirs].get(id)
            if (!learnt || own === undefined || other === undefined) continue
            // A connection that broke is seen by one side before or after the talk began for it.
            if (own.outcome === 'failed' || other.outcome === 'failed') continue
            expect(answered(own.outcome)).toBe(answered(other.outcome))
          }
        }
      }),
      { numRuns: 3_000 },
    )
  })

  it('C-9 signals come once and in order, and never before the call is accepted', () => {
    fc.assert(
      fc.property(walks, (walk) => {
        const line = run(walk)
        line.pass(300_000)
        for (const side of sides) {
          const seen = new Map<string, number>()
          for (const { id, signal } of line.signals[side]) {
            if (signal.type !== 'candidates') continue
            const number = Number(signal.candidates[0])
            expect(number).toBeGreaterThan(seen.get(id) ?? -1)
            seen.set(id, number)
          }
        }
      }),
      { numRuns: 3_000 },
    )
  })

  it('C-13 on a link that works, a call that is accepted connects', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1, maxLength: 50 }), (delays) => {
        let crossing = 0
        const line = new Line(() => [delays[crossing++ % delays.length] ?? 1])
        line.start('alice')
        line.pass(2_000)
        line.does('bob', { type: 'accept' })
        line.pass(4_000)
        expect(sides.map((side) => line.call(side)?.phase)).toEqual(['connecting', 'connecting'])
      }),
    )
  })
})
