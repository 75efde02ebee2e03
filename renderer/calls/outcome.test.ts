import { expect, test } from 'vitest'
import { newCallId } from '../../shared/ids.ts'
import { type CallBody, callWords, wasMissed } from './outcome.ts'

const call = (outcome: CallBody['outcome'], media: CallBody['media'] = 'voice'): CallBody => ({
  kind: 'call',
  callId: newCallId(),
  media,
  outcome,
  duration: 0,
})

test('an unanswered call is missed by the one who was called, and without an answer for the other', () => {
  for (const outcome of ['missed', 'no-answer'] as const) {
    expect(wasMissed(call(outcome), false)).toBe(true)
    expect(callWords(call(outcome, 'video'), false)).toBe('timeline.call.video.missed')
    expect(wasMissed(call(outcome), true)).toBe(false)
    expect(callWords(call(outcome), true)).toBe('timeline.call.no-answer')
  }
})

test('an answered call says its direction, a declined or failed one just that', () => {
  expect(callWords(call('answered'), true)).toBe('timeline.call.voice.outgoing')
  expect(callWords(call('answered', 'video'), false)).toBe('timeline.call.video.incoming')
  expect(callWords(call('declined'), true)).toBe('timeline.call.declined')
  expect(callWords(call('failed'), false)).toBe('timeline.call.failed')
})
