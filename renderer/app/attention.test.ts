import { beforeEach, describe, expect, it, vi } from 'vitest'
import { coverRooms, isAttended, onAttended } from './attention.ts'

let focused: boolean
let page: EventTarget
beforeEach(() => {
  focused = true
  page = new EventTarget()
  vi.stubGlobal('document', { hasFocus: () => focused })
  vi.stubGlobal('window', page)
})

describe('whether the user sees the rooms', () => {
  it('is so while the window has the focus and nothing covers them', () => {
    expect(isAttended()).toBe(true)
    const [first, second] = [coverRooms(), coverRooms()]
    expect(isAttended()).toBe(false)
    first()
    expect(isAttended()).toBe(false)
    second()
    expect(isAttended()).toBe(true)
    focused = false
    expect(isAttended()).toBe(false)
  })

  it('is told when it may be so again, until nobody wants to know', () => {
    const heard = vi.fn()
    const off = onAttended(heard)
    page.dispatchEvent(new Event('focus'))
    expect(heard).toHaveBeenCalledTimes(1)
    const [first, second] = [coverRooms(), coverRooms()]
    first()
    expect(heard).toHaveBeenCalledTimes(1)
    second()
    expect(heard).toHaveBeenCalledTimes(2)
    off()
    coverRooms()()
    page.dispatchEvent(new Event('focus'))
    expect(heard).toHaveBeenCalledTimes(2)
  })
})
