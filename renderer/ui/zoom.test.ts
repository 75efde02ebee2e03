import { expect, test } from 'vitest'
import { fit, held, moved, zoomed } from './zoom.ts'

const room = { width: 800, height: 600, windowWidth: 1000, windowHeight: 600 }

test('what is under the pointer stays under it', () => {
  const twice = zoomed(fit, 2, { x: 100, y: 50 })
  expect(twice).toEqual({ scale: 2, x: -100, y: -50 })
  // The point at 100, 50 was at (100 - 0) / 1 of the picture, and is at (100 + 100) / 2.
  expect((100 - twice.x) / twice.scale).toBe(100)
  expect(zoomed(twice, 0.5, { x: 0, y: 0 })).toEqual(fit)
})

test('it is never smaller than the window nor without bounds', () => {
  expect(zoomed(fit, 0.1, { x: 9, y: 9 })).toEqual(fit)
  expect(zoomed(fit, 1000, { x: 0, y: 0 }).scale).toBe(8)
})

test('it is not moved out of the window', () => {
  expect(held(moved({ scale: 2, x: 0, y: 0 }, 5000, -5000), room)).toEqual({ scale: 2, x: 300, y: -300 })
  expect(held(moved(fit, 50, 50), room)).toEqual({ scale: 1, x: 0, y: 0 })
})
