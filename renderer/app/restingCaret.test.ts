import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { restCaret } from './restingCaret.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

it('rests ten seconds after the last input, and blinks again with the next', () => {
  const window = new EventTarget()
  const root: { dataset: DOMStringMap } = { dataset: {} }
  restCaret(window, root)
  vi.advanceTimersByTime(9_000)
  window.dispatchEvent(new Event('keydown'))
  vi.advanceTimersByTime(9_000)
  expect(root.dataset).not.toHaveProperty('caretRests')
  vi.advanceTimersByTime(1_000)
  expect(root.dataset).toHaveProperty('caretRests')
  window.dispatchEvent(new Event('pointerdown'))
  expect(root.dataset).not.toHaveProperty('caretRests')
  vi.advanceTimersByTime(10_000)
  expect(root.dataset).toHaveProperty('caretRests')
})
