import { describe, expect, it } from 'vitest'
import { accounts, active, bodies, callId, ends, Line, outcomes, phases, ringing } from './line.ts'
import { idlePhone, times } from './model.ts'
import { nextTick, step } from './state.ts'

const description = (sdp: string) => ({ type: 'description', kind: 'offer', sdp }) as const
const candidates = (...list: string[]) => ({ type: 'candidates', candidates: list }) as const

describe('a call that goes well', () => {
  it('C-1 rings only when the other side says that it rings', () => {
    const line = new Line(() => [])
    line.start('alice')
    line.pass(10_000)
    expect(phases(line)).toEqual(['calling', null])
    line.fate = () => [20]
    line.pass(3_100)
    expect(phases(line)).toEqual(['ringing', 'ringing'])
  })

  it('connects on the answer, is active once media flow, and ends on both sides', () => {
    const line = ringing()
    line.does('bob', { type: 'accept' })
    expect(phases(line)).toEqual(['ringing', 'connecting'])
    line.pass(100)
    expect(phases(line)).toEqual(['connecting', 'connecting'])
    line.does('alice', { type: 'media', state: 'connected' })
    line.does('bob', { type: 'media', state: 'connected' })
    expect(phases(line)).toEqual(['active', 'active'])
    line.pass(61_000)
    line.does('alice', { type: 'end' })
    line.pass(100)
    expect(ends(line)).toEqual(['hung-up', 'hung-up'])
    expect(outcomes(line)).toEqual(['answered', 'answered'])
    expect(line.records.alice.get(callId(1))?.duration).toBe(61)
    line.pass(times.endedShown)
    expect(phases(line)).toEqual([null, null])
    line.pass(60_000)
    expect([nextTick(line.phones.alice), nextTick(line.phones.bob)]).toEqual([null, null])
  })

  it('carries what was offered and what was answered', () => {
    const line = ringing()
    expect(line.call('bob')).toMatchObject({ media: 'video', remote: { camera: true } })
    line.input('bob', { type: 'accept', id: callId(1), media: 'voice' })
    line.pass(100)
    expect(line.call('alice')?.remote).toEqual({ microphone: true, camera: false, screen: false, recording: false })
  })

  it('C-9 says at once what may have been lost, when the way to the relay is open again', () => {
    const line = active()
    line.fate = () => []
    line.input('bob', { type: 'signal', id: callId(1), signal: { type: 'candidates', candidates: ['new'] } })
    line.pass(100)
    line.fate = () => [20]
    line.input('bob', { type: 'online' })
    line.pass(30)
    expect(line.signals.alice.at(-1)?.signal).toEqual({ type: 'candidates', candidates: ['new'] })
    const sent = line.sent.length
    line.restart('bob')
    line.input('bob', { type: 'online' })
    expect(line.sent.length).toBe(sent)
  })

  it('C-18 shows what the other side sends and does', () => {
    const line = active()
    line.input('bob', {
      type: 'devices',
      id: callId(1),
      devices: { microphone: false, camera: false, screen: false, recording: false },
    })
    const sent = line.sent.length
    line.input('bob', {
      type: 'devices',
      id: callId(1),
      devices: { microphone: false, camera: false, screen: false, recording: false },
    })
    expect(line.sent.length).toBe(sent)
    line.pass(100)
    expect(line.call('alice')?.remote).toEqual({ microphone: false, camera: false, screen: false, recording: false })
    line.input('bob', {
      type: 'devices',
      id: callId(1),
      devices: { microphone: false, camera: false, screen: true, recording: true },
    })
    line.pass(100)
    expect(line.call('alice')?.remote.screen).toBe(true)
  })
})

describe('a call that nobody answers', () => {
  it('C-2 offers every 3 s, gives up after 60 s and leaves one durable word', () => {
    const line = new Line(() => [])
    line.start('alice', 'voice')
    line.pass(times.ringFor - 1)
    expect(bodies(line, 'alice').filter((type) => type === 'offer')).toHaveLength(20)
    line.pass(1)
    expect(ends(line)).toEqual(['unavailable', null])
    expect(bodies(line, 'alice').filter((type) => type === 'missed')).toHaveLength(1)
    line.pass(5_000)
    expect(outcomes(line)).toEqual(['no-answer', 'missed'])
    expect(line.call('bob')).toBeNull()
  })

  it('is "no answer" when it rang, and the durable word changes nothing', () => {
    const line = ringing()
    line.pass(times.ringFor)
    expect(ends(line)).toEqual(['no-answer', 'missed'])
    const record = line.records.bob.get(callId(1))
    line.pass(10_000)
    expect(line.records.bob.get(callId(1))).toBe(record)
    expect(outcomes(line)).toEqual(['no-answer', 'missed'])
  })

  it('C-3 the durable word also stops the ringing where hangups are lost', () => {
    const line = ringing()
    line.fate = () => []
    line.does('alice', { type: 'end' })
    line.pass(5_000)
    expect(ends(line)).toEqual(['cancelled', 'missed'])
  })

  it('an offer that comes after the durable word does not ring', () => {
    const line = new Line(({ message }) => (message.body.type === 'offer' ? [8_000] : []))
    line.start('alice')
    line.does('alice', { type: 'end' })
    line.pass(20_000)
    expect(line.call('bob')).toBeNull()
    expect(outcomes(line)).toEqual(['no-answer', 'missed'])
  })

  it('C-4 stops ringing 10 s after the last offer', () => {
    const line = ringing()
    line.restart('alice')
    line.pass(times.offersGone - 200)
    expect(line.call('bob')?.phase).toBe('ringing')
    line.pass(times.offerEvery)
    expect(line.call('bob')?.end).toBe('missed')
    expect(line.records.bob.get(callId(1))?.outcome).toBe('missed')
  })

  it('does not ring for ever, however long it is offered', () => {
    let { state } = step(idlePhone, offerAt(0))
    for (let now = 1_000; now < times.ringAtMost; now += 1_000) {
      state = step(step(state, offerAt(now)).state, { type: 'tick', now }).state
    }
    expect(state.calls[0]?.phase).toBe('ringing')
    expect(step(state, { type: 'tick', now: times.ringAtMost }).state.calls[0]?.end).toBe('missed')
  })

  const offerAt = (now: number) =>
    ({
      type: 'message',
      from: accounts.alice,
      message: { callId: callId(1), received: 0, signals: [], body: { type: 'offer', media: 'voice' } },
      now,
    }) as const

  it('cancelled by the caller: missed here', () => {
    const line = ringing()
    line.does('alice', { type: 'end' })
    line.pass(100)
    expect(ends(line)).toEqual(['cancelled', 'missed'])
    expect(outcomes(line)).toEqual(['no-answer', 'missed'])
  })

  it('a hangup that overtakes its offer silences it', () => {
    const line = new Line(({ message }) => (message.body.type === 'hangup' ? [1] : [50]))
    line.start('alice')
    line.does('alice', { type: 'end' })
    line.pass(1_000)
    expect(line.call('bob')).toBeNull()
  })

  it('declined: no durable word', () => {
    const line = ringing()
    line.does('bob', { type: 'decline' })
    line.pass(100)
    expect(ends(line)).toEqual(['declined', 'declined'])
    expect(outcomes(line)).toEqual(['declined', 'declined'])
    expect(bodies(line, 'alice')).not.toContain('missed')
  })

  it('the called side that "ends" a ringing call declines it', () => {
    const line = ringing()
    line.does('bob', { type: 'end' })
    expect(line.call('bob')?.end).toBe('declined')
  })

  it('C-5 a lost "declined" is said again on the next offer', () => {
    const line = ringing()
    line.fate = () => []
    line.does('bob', { type: 'decline' })
    line.pass(5_000)
    expect(line.call('alice')?.phase).toBe('ringing')
    line.fate = () => [20]
    line.pass(3_000)
    expect(line.call('alice')?.end).toBe('declined')
  })
})

describe('C-6 busy', () => {
  it('a third person hears "busy", and the call is missed, once', () => {
    const line = ringing()
    const { carol } = accounts
    const offer = {
      type: 'message',
      from: carol,
      message: { callId: callId(9), received: 0, signals: [], body: { type: 'offer', media: 'voice' } },
      now: line.now,
    } as const
    const first = step(line.phones.bob, offer)
    expect(first.effects.map(({ type }) => type)).toEqual(['send', 'record'])
    expect(first.effects[0]).toMatchObject({ to: carol, message: { body: { type: 'hangup', reason: 'busy' } } })
    expect(first.effects[1]).toMatchObject({ record: { outcome: 'missed', peer: carol } })
    expect(first.state.calls.map(({ phase }) => phase)).toEqual(['ringing'])
    const again = step(first.state, offer)
    expect(again.effects).toHaveLength(1)
    expect(again.effects[0]).toMatchObject({ message: { body: { reason: 'busy' } } })
  })

  it('ends the call of who called', () => {
    const line = ringing()
    line.input('alice', {
      type: 'message',
      from: accounts.bob,
      message: { callId: callId(1), received: 0, signals: [], body: { type: 'hangup', reason: 'busy' } },
    })
    expect(line.call('alice')?.end).toBe('busy')
    expect(line.records.alice.get(callId(1))?.outcome).toBe('no-answer')
  })

  it('a second call cannot be started', () => {
    const line = active()
    const { state, effects } = step(line.phones.alice, {
      type: 'start',
      id: callId(5),
      peer: accounts.bob,
      media: 'voice',
      now: line.now,
    })
    expect(state).toBe(line.phones.alice)
    expect(effects).toEqual([])
  })
})

describe('C-7 both call each other', () => {
  it.each([
    ['alice', 1, 2],
    ['bob', 2, 1],
  ] as const)('the lower id wins on both sides and connects at once: %s', (winner, alices, bobs) => {
    const line = new Line()
    line.start('alice', 'video', callId(alices))
    line.start('bob', 'voice', callId(bobs))
    line.pass(200)
    expect(phases(line)).toEqual(['connecting', 'connecting'])
    expect(line.call('alice')?.id).toBe(callId(1))
    expect(line.call('bob')?.id).toBe(callId(1))
    expect(line.call(winner)?.direction).toBe('outgoing')
    expect(line.call('alice')?.remote.camera).toBe(false)
    line.does('alice', { type: 'end' })
    line.pass(200)
    expect(outcomes(line, callId(1))).toEqual(['answered', 'answered'])
    expect(outcomes(line, callId(2))).toEqual([null, null])
  })

  it('whoever presses "call" while the other side rings picks up', () => {
    const line = ringing()
    line.start('bob', 'voice')
    line.pass(100)
    expect(phases(line)).toEqual(['connecting', 'connecting'])
    expect(line.call('bob')?.id).toBe(callId(1))
  })

  it('a late offer of the call that gave way disturbs nothing', () => {
    const line = new Line()
    line.start('alice', 'video', callId(1))
    line.fate = () => [400]
    line.start('bob', 'video', callId(2))
    line.fate = () => [20]
    line.pass(1_000)
    expect(phases(line)).toEqual(['connecting', 'connecting'])
    expect(line.call('alice')?.id).toBe(callId(1))
  })
})

describe('signals', () => {
  it('C-8 no candidate leaves, and none is handed on, before the call is accepted', () => {
    const line = ringing()
    const id = callId(1)
    line.input('alice', { type: 'signal', id, signal: description('v=0') })
    line.input('alice', { type: 'signal', id, signal: candidates('host') })
    line.input('bob', { type: 'signal', id, signal: candidates('secret') })
    line.pass(20_000)
    expect(line.sent.flatMap(({ message }) => message.signals).map(({ signal }) => signal?.type)).toEqual([
      'description',
    ])
    expect(line.signals.bob.map(({ signal }) => signal.type)).toEqual(['description'])
    expect(line.signals.alice).toEqual([])
    line.does('bob', { type: 'accept' })
    line.pass(200)
    expect(line.signals.bob.map(({ signal }) => signal.type)).toEqual(['description', 'candidates'])
    expect(line.signals.alice.map(({ signal }) => signal.type)).toEqual(['candidates'])
  })

  it('C-8 candidates of a caller that does not keep to it wait until the call is accepted', () => {
    const line = ringing()
    line.input('bob', {
      type: 'message',
      from: accounts.alice,
      message: {
        callId: callId(1),
        received: 0,
        signals: [{ sequence: 1, signal: candidates('trap') }],
        body: { type: 'offer', media: 'video' },
      },
    })
    line.input('bob', {
      type: 'message',
      from: accounts.alice,
      message: {
        callId: callId(1),
        received: 0,
        signals: [{ sequence: 2, signal: description('v=0\r\na=candidate:1 1 udp 1 192.0.2.1 9 typ host') }],
        body: { type: 'offer', media: 'video' },
      },
    })
    expect(line.signals.bob).toEqual([])
    line.does('bob', { type: 'accept' })
    expect(line.signals.bob.map(({ signal }) => signal)).toEqual([candidates('trap'), description('v=0')])
  })

  it('C-9 arrive once and in order although messages are lost', () => {
    const arrives = [true, false, false, true, true, false, true]
    let turn = 0
    const line = new Line(() => (arrives[turn++ % arrives.length] ? [20] : []))
    line.start('alice')
    line.pass(30_000)
    line.does('bob', { type: 'accept' })
    line.pass(8_000)
    for (let i = 0; i < 20; i++) line.input('alice', { type: 'signal', id: callId(1), signal: candidates(`${i}`) })
    line.pass(30_000)
    expect(line.signals.bob.map(({ signal }) => (signal.type === 'candidates' ? signal.candidates[0] : ''))).toEqual(
      Array.from({ length: 20 }, (_, i) => `${i}`),
    )
    expect(line.call('alice')?.outgoing.unacknowledged).toEqual([])
  })

  it('too many that nobody takes end the call', () => {
    const line = ringing()
    for (let i = 0; i < 300; i++) line.input('alice', { type: 'signal', id: callId(1), signal: candidates(`${i}`) })
    expect(line.call('alice')?.end).toBe('failed')
  })
})
