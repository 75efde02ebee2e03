import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Crop, mostZoom, moved, squareOf, wholeCrop, withinPicture } from './crop.ts'

const wide = { width: 400, height: 200 }

test('the whole crop is the largest square in the middle', () => {
  expect(squareOf(wide, wholeCrop)).toEqual({ left: 100, top: 0, side: 200 })
  expect(squareOf({ width: 30, height: 90 }, wholeCrop)).toEqual({ left: 0, top: 30, side: 30 })
})

test('what is shown follows the pointer, up to the edge', () => {
  // A quarter of the square to the right: what lies 50 pixels to the left comes in.
  expect(squareOf(wide, moved(wide, wholeCrop, 0.25, 0))).toEqual({ left: 50, top: 0, side: 200 })
  expect(squareOf(wide, moved(wide, wholeCrop, 9, 9))).toEqual({ left: 0, top: 0, side: 200 })
})

test('no crop leaves its picture', () => {
  const size = fc.record({ width: fc.integer({ min: 1, max: 9000 }), height: fc.integer({ min: 1, max: 9000 }) })
  const anything = fc.double({ min: -50, max: 50, noNaN: true })
  const crop = fc.record<Crop>({ zoom: anything, x: anything, y: anything })
  fc.assert(
    fc.property(size, crop, anything, anything, (of, given, right, down) => {
      const { zoom, ...middle } = moved(of, withinPicture(of, given), right, down)
      const { left, top, side } = squareOf(of, { zoom, ...middle })
      const slack = 1e-6
      expect(zoom >= 1 && zoom <= mostZoom).toBe(true)
      expect(left >= -slack && top >= -slack).toBe(true)
      expect(left + side <= of.width + slack && top + side <= of.height + slack).toBe(true)
    }),
  )
})
