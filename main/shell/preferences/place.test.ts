import { describe, expect, it } from 'vitest'
import { placeOn, sizeIn } from './place.ts'

const laptop = { x: 0, y: 25, width: 1440, height: 875 }
const left = { x: -1920, y: 0, width: 1920, height: 1080 }
const at = (x: number, y: number, width = 1000, height = 700) => ({ x, y, width, height, maximized: false })

it('opens a window no larger than the screen', () => {
  expect(sizeIn(laptop)).toEqual({ width: 1120, height: 760 })
  expect(sizeIn({ x: 0, y: 0, width: 640, height: 400 })).toEqual({ width: 640, height: 400 })
})

describe('placeOn', () => {
  it('leaves a window where it was, on whichever display', () => {
    expect(placeOn([laptop, left], at(100, 100))).toEqual(at(100, 100))
    expect(placeOn([laptop, left], at(-1800, 40))).toEqual(at(-1800, 40))
    expect(placeOn([laptop, left], null)).toBeNull()
  })

  it('forgets a place on a display that is gone', () => {
    expect(placeOn([laptop], at(-1800, 40))).toBeNull()
    expect(placeOn([laptop], at(100, -500))).toBeNull()
  })

  it('forgets a place where nobody could take hold of the window', () => {
    expect(placeOn([laptop], at(1400, 100))).toBeNull()
    expect(placeOn([laptop], at(-950, 100))).toBeNull()
    expect(placeOn([laptop], at(1300, 100))).toEqual(at(1300, 100))
  })

  it('makes a window no larger than its display', () => {
    expect(placeOn([laptop], at(0, 25, 2560, 1440))).toEqual(at(0, 25, 1440, 875))
  })
})
