import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AccountId } from '../../../shared/ids.ts'
import { active, arbitraryFate, type Fate, Line, type Side, sides } from './line.ts'
import { callsAtMost } from './model.ts'
import { nextTick, step } from './state.ts'
import { isUnanswered, liveCalls } from './transitions.ts'

/** Alice and Bob talk, and Carol calls Bob: it rings. */
function rungWhileTalking(): Line {
  const line = active()
  line.start('carol', 'voice', line.newId(), 'bob')
  line.pass(100)
  return line
}

/** And Bob has answered her. */
function holding(): Line {
  const line = rungWhileTalking()
  line.does('bob', { type: 'accept' }, 'carol')
  line.pass(100)
  for (const side of ['bob', 'carol'] as const) line.does(side, { type: 'media', state: 'connected' })
  line.pass(100)
  return line
}

const hold = (line: Line, side: Side, peer: Side, held: boolean) => {
  const id = line.call(side, peer)?.id
  if (id === undefined) throw new Error('no such call')
  line.input(side, { type: 'hold', id, held })
  line.pass(100)
}

describe('a second call', () => {
  it('C-6 rings for whoever talks, and the talk goes on', () => {
    const line = rungWhileTalking()
    expect(line.call('carol')?.phase).toBe('ringing')
    expect(line.call('bob', 'carol')?.phase).toBe('ringing')
    expect(line.call('bob', 'alice')).toMatchObject({ phase: 'active', held: false })
  })

  it('C-6 a third one hears "busy"', () => {
    const line = holding()
    const dave = AccountId.parse('dddddddd-0000-4000-8000-000000000004')
    const body = { type: 'offer', media: 'voice' } as const
    const message = { callId: line.newId(), received: 0, signals: [], body }
    const { state, effects } = step(line.phones.bob, { type: 'message', from: dave, message, now: line.now })
    expect(effects[0]).toMatchObject({ to: dave, message: { body: { type: 'hangup', reason: 'busy' } } })
    expect(state.calls).toEqual(line.phones.bob.calls)
  })

  it('C-19 accepting it puts the first on hold, which that side is told', () => {
    const line = holding()
    expect(line.call('bob', 'alice')).toMatchObject({ phase: 'active', held: true })
    expect(line.call('alice')).toMatchObject({ phase: 'active', held: false, heldThere: true })
    expect(line.call('bob', 'carol')).toMatchObject({ phase: 'active', held: false })
    expect(line.call('carol')).toMatchObject({ phase: 'active', heldThere: false })
  })

  it('C-19 going on with one puts the other on hold', () => {
    const line = holding()
    hold(line, 'bob', 'alice', false)
    expect(line.call('alice')?.heldThere).toBe(false)
    expect(line.call('carol')?.heldThere).toBe(true)
    expect(line.call('bob', 'carol')?.held).toBe(true)
  })

  it('C-19 both may be on hold, and one call alone too', () => {
    const line = holding()
    hold(line, 'bob', 'carol', true)
    expect(line.phones.bob.calls.map(({ held }) => held)).toEqual([true, true])
    line.does('bob', { type: 'end' }, 'carol')
    hold(line, 'bob', 'alice', false)
    expect(line.call('alice')?.heldThere).toBe(false)
  })

  it('C-19 what the devices of a call on hold do says still that it is on hold', () => {
    const line = holding()
    const id = line.call('bob', 'alice')?.id
    if (id === undefined) throw new Error('no such call')
    const devices = { microphone: false, camera: false, screen: false, recording: false }
    line.input('bob', { type: 'devices', id, devices })
    line.pass(100)
    expect(line.call('alice')).toMatchObject({ heldThere: true, remote: devices })
  })

  it('a call that rings cannot be put on hold', () => {
    const line = rungWhileTalking()
    const before = line.phones.bob
    hold(line, 'bob', 'carol', true)
    expect(line.phones.bob).toEqual(before)
  })

  it('the end of one leaves the other as it is', () => {
    const line = holding()
    line.does('carol', { type: 'end' })
    line.pass(100)
    expect(line.call('bob', 'carol')?.phase).toBe('ended')
    // Nobody is heard again without a word of the user.
    expect(line.call('bob', 'alice')).toMatchObject({ phase: 'active', held: true })
  })

  it('declining it, or the caller’s giving up, leaves the talk as it is', () => {
    for (const end of [
      (line: Line) => line.does('bob', { type: 'decline' }, 'carol'),
      (line: Line) => line.does('carol', { type: 'end' }),
    ]) {
      const line = rungWhileTalking()
      end(line)
      line.pass(100)
      expect(line.call('bob', 'alice')).toMatchObject({ phase: 'active', held: false })
      expect(line.call('bob', 'carol')?.phase).toBe('ended')
    }
  })

  it('answering by calling back holds the talk as accepting does', () => {
    const line = rungWhileTalking()
    line.start('bob', 'voice', line.newId(), 'carol')
    line.pass(100)
    expect(line.call('bob', 'alice')?.held).toBe(true)
    expect(line.call('carol')?.phase).toBe('connecting')
  })
})

const action = fc.record({
  side: fc.constantFrom(...sides),
  peer: fc.constantFrom(...sides),
  does: fc.constantFrom(
    'start',
    'start',
    'accept',
    'accept',
    'connected',
    'hold',
    'resume',
    'decline',
    'end',
    'restart',
  ),
  after: fc.integer({ min: 0, max: 4_000 }),
})
type Action = typeof action extends fc.Arbitrary<infer T> ? T : never

function act(line: Line, { side, peer, does }: Action): void {
  const call = line.call(side, peer)
  if (does === 'start') {
    if (liveCalls(line.phones[side]).length === 0 && side !== peer) line.start(side, 'voice', line.newId(), peer)
  } else if (does === 'restart') line.restart(side)
  else if (does === 'connected') line.does(side, { type: 'media', state: 'connected' }, peer)
  else if (does === 'hold' || does === 'resume') {
    if (call !== null) line.input(side, { type: 'hold', id: call.id, held: does === 'hold' })
  } else line.does(side, { type: does }, peer)
}

describe('three machines, each of which calls the others', () => {
  it('C-19 nobody ever talks in two calls, and all come to rest', () => {
    fc.assert(
      fc.property(
        fc.array(arbitraryFate, { minLength: 1, maxLength: 100 }),
        fc.array(action, { minLength: 1, maxLength: 40 }),
        (fates: Fate[], actions) => {
          let crossing = 0
          const line = new Line(() => fates[crossing++ % fates.length] ?? [20])
          for (const one of actions) {
            line.pass(one.after)
            act(line, one)
            for (const side of sides) {
              const live = liveCalls(line.phones[side])
              expect(live.length).toBeLessThanOrEqual(callsAtMost)
              expect(live.filter((call) => !isUnanswered(call) && !call.held).length).toBeLessThanOrEqual(1)
            }
          }
          for (const side of sides) for (const peer of sides) line.does(side, { type: 'end' }, peer)
          line.pass(200_000)
          for (const side of sides) {
            expect(line.phones[side].calls).toEqual([])
            expect(nextTick(line.phones[side])).toBeNull()
          }
        },
      ),
      { numRuns: 2_000 },
    )
  })
})
