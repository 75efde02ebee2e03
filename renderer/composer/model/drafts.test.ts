import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { maxTextBytes } from '../../../shared/contract/conversations.ts'
import { ConversationId } from '../../../shared/ids.ts'
import { Drafts } from './drafts.ts'
import { bytesTooMany } from './text-size.ts'

const anna = ConversationId.parse('11111111-1111-4111-8111-111111111111')
const ben = ConversationId.parse('22222222-2222-4222-8222-222222222222')

let saved: [ConversationId, string][] = []
let drafts = new Drafts(() => {})

beforeEach(() => {
  vi.useFakeTimers()
  saved = []
  drafts = new Drafts((conversationId, text) => saved.push([conversationId, text]))
})
afterEach(() => {
  vi.useRealTimers()
})

test('a draft is saved once, when writing pauses', () => {
  drafts.write(anna, 'H')
  vi.advanceTimersByTime(400)
  drafts.write(anna, 'Hi')
  vi.advanceTimersByTime(400)
  expect(saved).toEqual([])
  vi.advanceTimersByTime(100)
  expect(saved).toEqual([[anna, 'Hi']])
  vi.advanceTimersByTime(5_000)
  expect(saved).toHaveLength(1)
})

test('each conversation has its own; what was never written is not known here', () => {
  drafts.write(anna, 'Hi Anna')
  expect(drafts.read(anna)).toBe('Hi Anna')
  expect(drafts.read(ben)).toBeUndefined()
})

test('what is on its way stays saved until it has arrived', () => {
  drafts.write(anna, 'Hi')
  drafts.flush(anna)
  drafts.replace(anna, '')
  vi.advanceTimersByTime(5_000)
  expect(saved).toEqual([[anna, 'Hi']])
  drafts.saveSoon(anna)
  vi.advanceTimersByTime(500)
  expect(saved).toEqual([
    [anna, 'Hi'],
    [anna, ''],
  ])
})

test('leaving saves at once', () => {
  drafts.write(anna, 'a')
  drafts.write(ben, 'b')
  drafts.flushAll()
  expect(saved).toEqual([
    [anna, 'a'],
    [ben, 'b'],
  ])
  vi.advanceTimersByTime(5_000)
  expect(saved).toHaveLength(2)
})

test('the size of a text counts UTF-8 bytes', () => {
  expect(bytesTooMany('a'.repeat(maxTextBytes))).toBe(0)
  expect(bytesTooMany('a'.repeat(maxTextBytes + 1))).toBe(1)
  expect(bytesTooMany('ä'.repeat(maxTextBytes / 2 + 3))).toBe(6)
})
