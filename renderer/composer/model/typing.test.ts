import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ConversationId } from '../../../shared/ids.ts'
import { TypingWords } from './typing.ts'

const anna = ConversationId.parse('11111111-1111-4111-8111-111111111111')
let said: boolean[] = []
let words = new TypingWords(() => {})

beforeEach(() => {
  vi.useFakeTimers()
  said = []
  words = new TypingWords((_, typing) => said.push(typing))
})
afterEach(() => {
  vi.useRealTimers()
})

test('is said at the first letter and again every few seconds, not at each letter', () => {
  for (let time = 0; time < 6_500; time += 500) {
    words.wrote(anna, 'Hi')
    vi.advanceTimersByTime(500)
  }
  expect(said).toEqual([true, true, true])
})

test('ends with a pause, once', () => {
  words.wrote(anna, 'Hi')
  vi.advanceTimersByTime(60_000)
  expect(said).toEqual([true, false])
})

test('ends when the text is taken back, and needs no end when it was sent', () => {
  words.wrote(anna, 'Hi')
  words.wrote(anna, ' ')
  words.wrote(anna, '')
  expect(said).toEqual([true, false])
  words.wrote(anna, 'Hi')
  words.forget(anna)
  vi.advanceTimersByTime(60_000)
  expect(said).toEqual([true, false, true])
})
