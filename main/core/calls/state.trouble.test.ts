import { describe, expect, it } from 'vitest'
import { accounts, active, callId, ends, outcomes, phases, ringing } from './line.ts'
import { finishedKept, idlePhone, times } from './model.ts'
import { step } from './state.ts'

describe('trouble', () => {
  it('C-10 a lost answer is repeated until the caller has seen it', () => {
    const line = ringing()
    line.fate = ({ from }) => (from === 'bob' ? [] : [20])
    line.does('bob', { type: 'accept' })
    line.pass(5_000)
    expect(phases(line)).toEqual(['ringing', 'connecting'])
    line.fate = () => [20]
    line.pass(1_100)
    expect(phases(line)).toEqual(['connecting', 'connecting'])
    const sent = line.sent.length
    line.pass(5_000)
    expect(line.sent.length).toBe(sent)
  })

  it('an answer that nobody ever sees fails', () => {
    const line = ringing()
    line.fate = () => []
    line.does('bob', { type: 'accept' })
    line.pass(times.connectWithin)
    expect(line.call('bob')?.end).toBe('failed')
    expect(line.records.bob.get(callId(1))?.outcome).toBe('failed')
  })

  it('media that never flow fail after 30 s', () => {
    const line = ringing()
    line.does('bob', { type: 'accept' })
    line.pass(times.connectWithin + 100)
    expect(ends(line)).toEqual(['failed', 'failed'])
    expect(outcomes(line)).toEqual(['failed', 'failed'])
  })

  it('C-11 media interrupted for more than 30 s end the call; the silence is not talk', () => {
    const line = active()
    line.pass(10_000)
    line.fate = () => []
    line.does('alice', { type: 'media', state: 'interrupted' })
    line.pass(10_000)
    line.does('alice', { type: 'media', state: 'interrupted' })
    line.pass(19_999)
    expect(line.call('alice')?.phase).toBe('active')
    line.pass(1)
    expect(line.call('alice')?.end).toBe('failed')
    expect(line.records.alice.get(callId(1))).toMatchObject({ outcome: 'answered', duration: 10 })
  })

  it('media that come back keep the call', () => {
    const line = active()
    line.does('alice', { type: 'media', state: 'interrupted' })
    line.pass(20_000)
    line.does('alice', { type: 'media', state: 'connected' })
    line.pass(60_000)
    expect(phases(line)).toEqual(['active', 'active'])
  })

  it('both hang up at once', () => {
    const line = active()
    line.does('alice', { type: 'end' })
    line.does('bob', { type: 'end' })
    line.pass(10_000)
    expect(outcomes(line)).toEqual(['answered', 'answered'])
    expect(line.sent.filter(({ message }) => message.body.type === 'hangup')).toHaveLength(6)
  })

  it('accept and cancel cross: both end', () => {
    const line = ringing()
    line.does('bob', { type: 'accept' })
    line.does('alice', { type: 'end' })
    line.pass(100)
    expect(ends(line)).toEqual(['cancelled', 'missed'])
    expect(outcomes(line)).toEqual(['no-answer', 'missed'])
  })

  it('C-12 a call of the last run ends at the other side with its next message', () => {
    const line = active()
    line.restart('bob')
    line.input('alice', {
      type: 'devices',
      id: callId(1),
      devices: { microphone: false, camera: true, screen: false, recording: false },
    })
    line.pass(100)
    expect(line.call('alice')?.end).toBe('failed')
  })

  it('the other side starts anew and calls: the call at hand ends only when its media are gone', () => {
    const line = active()
    line.restart('bob')
    line.start('bob', 'voice', callId(7))
    line.pass(4_000)
    expect(line.call('alice')?.id).toBe(callId(1))
    line.does('alice', { type: 'media', state: 'interrupted' })
    line.pass(4_000)
    expect(line.call('alice')).toMatchObject({ id: callId(7), phase: 'ringing' })
    expect(line.records.alice.get(callId(1))?.outcome).toBe('answered')
  })

  it('the caller starts anew while it rings: the new call rings once the old one is no longer offered', () => {
    const line = ringing()
    line.restart('alice')
    line.start('alice', 'voice', callId(8))
    line.pass(1_000)
    expect(line.call('bob')?.id).toBe(callId(1))
    line.pass(6_000)
    expect(line.call('bob')).toMatchObject({ id: callId(8), phase: 'ringing' })
    expect(line.records.bob.get(callId(1))?.outcome).toBe('missed')
  })

  it('media that cannot be had end an outgoing call, not a ringing one', () => {
    const line = ringing()
    line.does('bob', { type: 'media', state: 'failed' })
    expect(line.call('bob')?.phase).toBe('ringing')
    line.does('alice', { type: 'media', state: 'failed' })
    line.pass(100)
    expect(ends(line)).toEqual(['failed', 'failed'])
  })
})

describe('what does not belong', () => {
  const types = ['offer', 'ringing', 'answer', 'hangup', 'missed', 'none'] as const
  const bodyOf = (type: (typeof types)[number]) =>
    type === 'hangup'
      ? ({ type, reason: 'ended' } as const)
      : type === 'offer' || type === 'answer' || type === 'missed'
        ? ({ type, media: 'video' } as const)
        : { type }

  it.each(types)('a message of a stranger to the call changes nothing: %s', (type) => {
    const line = active()
    const mallory = accounts.alice.replace('a', 'd') as typeof accounts.alice
    const message = { callId: callId(1), received: 99, signals: [], body: bodyOf(type) }
    const { state, effects } = step(line.phones.bob, { type: 'message', from: mallory, message, now: line.now })
    expect(state).toBe(line.phones.bob)
    expect(effects).toEqual([])
  })

  it.each(types)('no message brings an ended call back: %s', (type) => {
    const line = active()
    line.does('alice', { type: 'end' })
    line.pass(100)
    for (const side of ['alice', 'bob'] as const) {
      const from = side === 'alice' ? accounts.bob : accounts.alice
      const message = { callId: callId(1), received: 0, signals: [], body: bodyOf(type) }
      const { state, effects } = step(line.phones[side], { type: 'message', from, message, now: line.now })
      expect(state.calls[0]?.phase).toBe('ended')
      expect(effects.every((effect) => effect.type === 'send' && effect.message.body.type === 'hangup')).toBe(true)
    }
  })

  it.each(['accept', 'decline', 'end'] as const)('a wish for a call that is over changes nothing: %s', (type) => {
    const line = active()
    const { state } = step(line.phones.bob, { type, id: callId(3), media: 'voice', now: line.now })
    expect(state).toBe(line.phones.bob)
  })

  it('the caller cannot accept its own call', () => {
    const line = ringing()
    line.does('alice', { type: 'accept' })
    line.does('alice', { type: 'decline' })
    line.does('alice', { type: 'media', state: 'connected' })
    expect(line.call('alice')?.phase).toBe('ringing')
  })

  it('only so many ended calls are remembered', () => {
    let state = idlePhone
    for (let i = 1; i <= 100; i++) {
      const message = { callId: callId(i), received: 0, signals: [], body: bodyOf('hangup') }
      state = step(state, { type: 'message', from: accounts.bob, message, now: i }).state
    }
    expect(state.finished).toHaveLength(finishedKept)
  })
})
