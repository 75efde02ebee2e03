import { expect, test } from 'vitest'
import { idOf, type KnownDevice } from './device-list.ts'

const known: KnownDevice[] = [
  { kind: 'audioinput', id: 'a', label: 'Headset' },
  { kind: 'audiooutput', id: 'b', label: 'Headset' },
]

test('a chosen device is found by its id, else by its name among those of its kind', () => {
  expect(idOf({ id: 'a', label: 'Renamed' }, 'audioinput', known)).toBe('a')
  expect(idOf({ id: 'of-yesterday', label: 'Headset' }, 'audiooutput', known)).toBe('b')
  // Not there now: it may come back.
  expect(idOf({ id: 'gone', label: 'Camera' }, 'videoinput', known)).toBe('gone')
})
