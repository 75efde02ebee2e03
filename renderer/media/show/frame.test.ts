import { expect, test } from 'vitest'
import { frameOf } from './frame.ts'

test.each([
  ['a photograph', 4000, 3000, 360, 270],
  ['one that stands', 3000, 4000, 300, 400],
  ['a small one', 200, 150, 200, 150],
  ['a panorama', 10_000, 500, 360, 120],
  ['a tall one', 500, 10_000, 140, 400],
  ['a dot', 1, 1, 140, 120],
  ['one of unknown size', 0, 0, 360, 202.5],
])('%s', (_, width, height, shownWidth, shownHeight) => {
  const frame = frameOf(width, height)
  expect(frame.width).toBe(shownWidth)
  expect(frame.width / frame.ratio).toBeCloseTo(shownHeight)
})
