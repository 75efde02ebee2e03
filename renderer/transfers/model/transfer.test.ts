import { describe, expect, test } from 'vitest'
import { sampleTransfer } from './samples.ts'
import { actionsFor, grouped, problemOf, shareOf, sortOf } from './transfer.ts'

describe('what can be done', () => {
  test('an offer is accepted or declined by the receiver and cancelled by the sender', () => {
    const offer = sampleTransfer(1, { state: 'offered' })
    expect(actionsFor(offer, false)).toEqual(['accept', 'decline'])
    expect(actionsFor(offer, true)).toEqual(['accept', 'decline', 'save-to'])
    expect(actionsFor({ ...offer, direction: 'outgoing' }, true)).toEqual(['cancel'])
  })

  test('what runs pauses, what pauses resumes', () => {
    expect(actionsFor(sampleTransfer(1), true)).toEqual(['pause', 'cancel'])
    expect(actionsFor(sampleTransfer(1, { state: 'paused' }), true)).toEqual(['resume', 'cancel'])
  })

  test('a failure is final; what stopped a paused transfer is a problem to solve, what makes it wait is not', () => {
    const error = { code: 'disk-full' as const, message: '', data: {} }
    expect(actionsFor(sampleTransfer(1, { state: 'failed', error }), true)).toEqual([])
    expect(problemOf(sampleTransfer(1, { state: 'failed', error }))).toBe(error)
    expect(problemOf(sampleTransfer(1, { state: 'paused', error }))).toBe(error)
    expect(problemOf(sampleTransfer(1, { state: 'waiting', error }))).toBeNull()
  })

  test('only a received file is shown in its folder, where the shell can', () => {
    expect(actionsFor(sampleTransfer(1, { state: 'done' }), true)).toEqual(['show-in-folder'])
    expect(actionsFor(sampleTransfer(1, { state: 'done' }), false)).toEqual([])
    expect(actionsFor(sampleTransfer(1, { state: 'done', direction: 'outgoing' }), true)).toEqual([])
  })
})

test('the list parts what runs from what is over, newest first', () => {
  const groups = grouped([
    sampleTransfer(1),
    sampleTransfer(2, { state: 'done', finishedAt: 9_000 }),
    sampleTransfer(3, { state: 'cancelled', finishedAt: 4_000 }),
    sampleTransfer(4, { state: 'offered' }),
  ])
  expect(groups.running.map(({ createdAt }) => createdAt)).toEqual([4_000, 1_000])
  expect(groups.finished.map(({ createdAt }) => createdAt)).toEqual([2_000, 3_000])
})

test('progress is what the receiver has', () => {
  expect(shareOf(sampleTransfer(1, { confirmed: 250_000, sent: 900_000 }))).toBe(0.25)
  expect(shareOf(sampleTransfer(1, { state: 'preparing' }))).toBeNull()
  expect(shareOf(sampleTransfer(1, { size: 0, confirmed: 0 }))).toBe(1)
})

test('the icon follows the ending of the name', () => {
  expect(sortOf('Photo.JPG')).toBe('image')
  expect(sortOf('backup.tar.zst')).toBe('archive')
  expect(sortOf('.gitignore')).toBe('other')
  expect(sortOf('README')).toBe('other')
})

test('what waits whole at the relay can be cancelled, and has nothing to pause', () => {
  const stored = sampleTransfer(1, { direction: 'outgoing', state: 'waiting', away: 'stored' })
  expect(actionsFor(stored, true)).toEqual(['cancel'])
})
