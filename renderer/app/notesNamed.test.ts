import { expect, test } from 'vitest'
import type { Conversation } from '../../shared/contract/index.ts'
import { notesNamed } from './notesNamed.ts'

const entry = (id: string, notes: boolean) => ({ id, notes, name: notes ? '' : id }) as Conversation

test('notes get their name, everything else stays the same object', () => {
  const list = [entry('a', false), entry('me', true)]
  const named = notesNamed(list, 'Notes')
  expect(named.map(({ name }) => name)).toEqual(['a', 'Notes'])
  expect(named[0]).toBe(list[0])
  expect(notesNamed(list, 'Notes')).toBe(named)
  // A new list with the same notes: whoever looks at them alone sees nothing new.
  expect(notesNamed([...list], 'Notes')[1]).toBe(named[1])
  expect(notesNamed(list, 'Notizen')[1]?.name).toBe('Notizen')
  const without = [entry('a', false)]
  expect(notesNamed(without, 'Notes')).toBe(without)
})
