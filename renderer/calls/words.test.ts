import { describe, expect, it } from 'vitest'
import { CallEnd } from '../../shared/contract/calls.ts'
import { de } from '../i18n/de/index.ts'
import { en } from '../i18n/en/index.ts'
import { troubleOf } from './media/devices.ts'
import { endWords, mayCallAgain, stateWords, troubleWords } from './words.ts'

describe('words', () => {
  it('every end has words in both languages, or none on purpose', () => {
    for (const end of CallEnd.options) {
      for (const direction of ['outgoing', 'incoming'] as const) {
        for (const activeSince of [null, 1]) {
          const id = endWords({ end, direction, activeSince })
          if (id === null) expect(['missed', 'declined']).toContain(end)
          else for (const language of [en, de]) expect(language[id]).toBeTruthy()
        }
      }
    }
  })

  it('a call is offered again where that may help', () => {
    expect(CallEnd.options.filter((end) => mayCallAgain({ end }))).toEqual([
      'busy',
      'no-answer',
      'failed',
      'unavailable',
    ])
  })

  it('the state in words gives way to the time of the call', () => {
    const call = { phase: 'active', held: false, heldThere: false } as const
    expect(stateWords({ ...call, phase: 'calling' }, null)).toBe('calls.calling')
    expect(stateWords({ ...call, phase: 'connecting' }, 'interrupted')).toBe('calls.connecting')
    expect(stateWords(call, 'interrupted')).toBe('calls.reconnecting')
    expect(stateWords({ ...call, heldThere: true }, 'connected')).toBe('calls.held-there')
    expect(stateWords({ ...call, held: true, heldThere: true }, 'connected')).toBe('calls.held')
    expect(stateWords(call, 'connected')).toBeNull()
  })

  it.each([
    ['NotAllowedError', 'refused'],
    ['NotReadableError', 'occupied'],
    ['NotFoundError', 'absent'],
    ['OverconstrainedError', 'absent'],
  ] as const)('a device that cannot be had: %s', (name, trouble) => {
    const cameraTrouble = troubleOf(new DOMException('', name))
    expect(cameraTrouble).toBe(trouble)
    const off = { microphoneTrouble: null, microphoneId: null, cameraId: null } as const
    const devices = { microphone: 'on', camera: 'off', cameraTrouble, ...off } as const
    expect(troubleWords(devices)).toEqual([`calls.camera.${trouble}`])
  })
})
