import { expect, test } from 'vitest'
import { sampleMessage } from './samples.ts'
import { begun, chosenOf, extended, mostSelected, toggled, withAll } from './selection.ts'

const messages = [1, 2, 3, 4, 5].map((position) => sampleMessage(position))
const [first, second, , fourth, fifth] = messages
if (!first || !second || !fourth || !fifth) throw new Error('the samples are missing')

const positions = (selection: Parameters<typeof chosenOf>[0]) =>
  chosenOf(selection, messages).map(({ position }) => position)

test('one by one, and a range from the last one', () => {
  const one = begun(fourth)
  expect(positions(toggled(one, first))).toEqual([1, 4])
  expect(positions(toggled(one, fourth))).toEqual([])
  expect(positions(extended(one, messages, second))).toEqual([2, 3, 4])
  expect(positions(extended(extended(one, messages, second), messages, fifth))).toEqual([2, 3, 4, 5])
})

test('what the program itself says is not chosen, and there is a most', () => {
  const notice = sampleMessage(3, { body: { kind: 'notice', notice: 'undecryptable' } })
  expect(positions(withAll(begun(fourth), [first, second, notice, fourth, fifth]))).toEqual([1, 2, 4, 5])
  const many = Array.from({ length: mostSelected + 5 }, (_, index) => sampleMessage(index + 1))
  expect(withAll(begun(fourth), many).chosen.size).toBe(mostSelected)
})

test('a message that changed is taken as it is now', () => {
  const changed = sampleMessage(4, { text: 'changed' })
  expect(chosenOf(begun(fourth), [changed])).toEqual([changed])
})
