import { expect, test } from 'vitest'
import { matching } from './people.ts'

const anna = { name: 'Anna Müller', address: 'anna@relay.example' }
const zoe = { name: 'Zoë', address: 'zoe@other.example:8443' }
const list = [anna, zoe]

test.each([
  ['mull', [anna]],
  ['MÜLLER anna', [anna]],
  ['zoe', [zoe]],
  ['ex', list],
  ['zoe@other', [zoe]],
  ['example', list],
  ['nobody', []],
  ['  ', []],
])('%s', (query, expected) => {
  expect(matching(list, query)).toEqual(expected)
})

test('a word that begins so goes before one that has it within', () => {
  const brandt = { name: 'Zoë Brandt', address: 'zoe@home' }
  expect(matching([brandt, anna], 'an')).toEqual([anna, brandt])
})
