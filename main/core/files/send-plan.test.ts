import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Bitmap } from './bitmap.ts'
import { SendPlan } from './send-plan.ts'

function planOf(chunks: number, window: number) {
  const stored = new Bitmap(chunks)
  const confirmed = new Bitmap(chunks)
  const plan = new SendPlan(stored, confirmed, window)
  const takeAll = () => {
    const taken: number[] = []
    for (let index = plan.take(); index !== null; index = plan.take()) taken.push(index)
    return taken
  }
  return { stored, confirmed, plan, takeAll }
}

describe('the window (F-5)', () => {
  test('opens with what the receiver confirms, not with what the path stores', () => {
    const { stored, confirmed, plan, takeAll } = planOf(10, 4)
    expect(takeAll()).toEqual([0, 1, 2, 3])
    for (const index of [0, 1, 2, 3]) {
      stored.add(index)
      plan.landed(index)
    }
    expect(takeAll()).toEqual([])
    confirmed.add(1)
    expect(takeAll()).toEqual([4])
    confirmed.add(0)
    expect(takeAll()).toEqual([5])
  })

  test('what did not arrive is taken again, and first', () => {
    const { plan } = planOf(10, 4)
    expect([plan.take(), plan.take()]).toEqual([0, 1])
    plan.landed(0)
    expect(plan.take()).toBe(0)
  })

  test('resumes in the holes', () => {
    const { stored, confirmed, takeAll } = planOf(10, 4)
    for (const index of [0, 1, 3, 5]) {
      stored.add(index)
      confirmed.add(index)
    }
    stored.add(4)
    expect(takeAll()).toEqual([2, 6, 7])
  })

  test('whatever happens, no more than a window is unconfirmed, and everything arrives once', () => {
    const steps = fc.array(fc.constantFrom('send', 'lose', 'confirm'), { minLength: 1, maxLength: 400 })
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 8 }), steps, (chunks, window, script) => {
        const { stored, confirmed, plan } = planOf(chunks, window)
        const flying: number[] = []
        const resting: number[] = []
        const step = (what: string) => {
          const index = plan.take()
          if (index !== null) flying.push(index)
          const first = flying[0]
          if (what === 'confirm' || first === undefined) {
            const held = resting.shift()
            if (held !== undefined) expect(confirmed.add(held)).toBe(true)
          } else {
            flying.shift()
            plan.landed(first)
            if (what === 'send') {
              expect(stored.add(first)).toBe(true)
              resting.push(first)
            }
          }
          expect(flying.length + resting.length).toBeLessThanOrEqual(window)
        }
        for (const what of script) step(what)
        for (let left = chunks * 4; left > 0; left--) step(left % 2 === 0 ? 'send' : 'confirm')
        expect(confirmed.full).toBe(true)
      }),
    )
  })
})

test('knows when the last chunk is under way', () => {
  const { stored, plan } = planOf(3, 3)
  plan.take()
  plan.take()
  expect(plan.allTaken).toBe(false)
  plan.take()
  expect(plan.allTaken).toBe(true)
  // The path may tell that it holds a chunk before its own answer arrives.
  stored.add(1)
  expect(plan.allTaken).toBe(true)
  plan.landed(1)
  expect(plan.allTaken).toBe(true)
  plan.landed(2)
  expect(plan.allTaken).toBe(false)
})
