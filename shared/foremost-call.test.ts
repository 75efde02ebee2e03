import { describe, expect, it } from 'vitest'
import type { Call } from './contract/calls.ts'
import { foremostCall } from './foremost-call.ts'

const call = (name: string, over: Partial<Call> = {}) =>
  ({ name, direction: 'outgoing', phase: 'active', held: false, ...over }) as Call
const foremost = (...calls: readonly Call[]) => foremostCall(calls)?.name ?? null

describe('the call that the user is asked about, or talks in', () => {
  const talk = call('talk')
  const held = call('held', { held: true })
  const rings = call('rings', { direction: 'incoming', phase: 'ringing' })
  const over = call('over', { phase: 'ended' })

  it('is the one that rings here', () => expect(foremost(talk, rings)).toBe('rings'))
  it('is the one that goes on, not the one on hold', () => {
    expect(foremost(held, talk)).toBe('talk')
    expect(foremost(talk, held)).toBe('talk')
  })
  it('is one on hold where no other is left', () => expect(foremost(over, held)).toBe('held'))
  it('is one that is over where nothing else is', () => expect(foremost(over)).toBe('over'))
  it('rings elsewhere for the caller: that is a call of theirs', () =>
    expect(foremost(call('calls', { phase: 'ringing' }), held)).toBe('calls'))
  it('is none', () => expect(foremost()).toBeNull())
})
