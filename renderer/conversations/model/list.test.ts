import { expect, test } from 'vitest'
import { indexAfterKey, matching } from './list.ts'
import { sampleConversation } from './samples.ts'

const list = [
  sampleConversation(1, { name: 'Zoë Brandt', address: 'zoe@relay.example.org' }),
  sampleConversation(2, { name: 'Ben Adler', address: 'ben@home.example' }),
]
const found = (query: string): string[] => matching(list, query).map(({ name }) => name)

test('chats are found by name and address, whatever the case and marks', () => {
  expect(found('zoe')).toEqual(['Zoë Brandt'])
  expect(found('BRANDT zo')).toEqual(['Zoë Brandt'])
  expect(found('home.example')).toEqual(['Ben Adler'])
  expect(found('nobody')).toEqual([])
  expect(found('  ')).toHaveLength(2)
})

test('keys move within the ends of the list', () => {
  expect(indexAfterKey('ArrowDown', 0, 2)).toBe(1)
  expect(indexAfterKey('ArrowDown', 1, 2)).toBe(1)
  expect(indexAfterKey('ArrowUp', 0, 2)).toBe(0)
  expect(indexAfterKey('End', 0, 2)).toBe(1)
  expect(indexAfterKey('a', 0, 2)).toBeNull()
  expect(indexAfterKey('ArrowDown', 0, 0)).toBeNull()
})
