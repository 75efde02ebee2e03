import { expect, test } from 'vitest'
import { abilitiesOf } from './abilities.ts'
import { sampleMessage } from './samples.ts'

const accepted = { state: 'accepted', notes: false } as const

test('own texts can be worded anew and deleted for everyone, others’ cannot', () => {
  expect(abilitiesOf(sampleMessage(1, { own: true }), accepted)).toMatchObject({ edit: true, deleteForEveryone: true })
  expect(abilitiesOf(sampleMessage(1), accepted)).toMatchObject({ edit: false, deleteForEveryone: false, reply: true })
})

test('M-60 a stranger is neither answered nor reacted to before acceptance', () => {
  expect(abilitiesOf(sampleMessage(1), { state: 'request', notes: false })).toMatchObject({
    reply: false,
    react: false,
  })
})

test('what failed or was deleted can be looked at and taken away, no more', () => {
  const failed = abilitiesOf(sampleMessage(1, { own: true, delivery: 'failed' }), accepted)
  expect(failed).toMatchObject({ reply: false, react: false, edit: false, forward: false, copy: 'message 1' })
  expect(abilitiesOf(sampleMessage(1, { body: { kind: 'deleted' } }), accepted)).toEqual({
    ...{ reply: false, react: false, edit: false, copy: null, forward: false, details: false },
    deleteForEveryone: false,
  })
})

test('M-79 notes are deleted, and there is nobody else to delete them for', () => {
  const note = abilitiesOf(sampleMessage(1, { own: true, delivery: null }), { state: 'accepted', notes: true })
  expect(note).toMatchObject({ edit: true, react: true, reply: true, forward: true, deleteForEveryone: false })
})
