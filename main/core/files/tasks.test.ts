import { expect, test } from 'vitest'
import { allOrFirstFailure, Batches, News } from './tasks.ts'

test('batches grow while one is at work', async () => {
  const seen: number[][] = []
  const gates: (() => void)[] = []
  const batches = new Batches<number>(async (items) => {
    seen.push(items)
    await new Promise<void>((resolve) => gates.push(resolve))
  })
  batches.add(1)
  batches.add(2, 3)
  batches.add(4)
  gates.shift()?.()
  await expect.poll(() => seen).toEqual([[1], [2, 3, 4]])
  gates.shift()?.()
  await batches.settled()
})

test('a batch waits for enough, for its time, or for the end', async () => {
  const seen: number[][] = []
  const work = async (items: number[]) => {
    seen.push(items)
  }
  const patient = new Batches<number>(work, { enough: 3, waitMs: 3_600_000 })
  patient.add(1)
  patient.add(2)
  patient.add(3)
  await expect.poll(() => seen).toEqual([[1, 2, 3]])
  patient.add(4)
  await patient.settled()
  expect(seen).toEqual([[1, 2, 3], [4]])
  const quick = new Batches<number>(work, { enough: 3, waitMs: 1 })
  quick.add(5)
  await expect.poll(() => seen.at(-1)).toEqual([5])
})

test('after a failure batches take nothing, and settle with it every time', async () => {
  let runs = 0
  const batches = new Batches<number>(async () => {
    runs++
    throw new Error('full')
  })
  batches.add(1)
  batches.add(2)
  await expect(batches.settled()).rejects.toThrow('full')
  batches.add(3)
  await expect(batches.settled()).rejects.toThrow('full')
  expect(runs).toBe(1)
})

test('the first failure counts, and the others are waited for', async () => {
  let told = 0
  let finished = false
  let release = () => {}
  const slow = new Promise<void>((resolve) => (release = resolve)).then(() => {
    finished = true
    throw new Error('second')
  })
  const all = allOrFirstFailure([slow, Promise.reject(new Error('first'))], () => {
    told++
    release()
  })
  await expect(all).rejects.toThrow('first')
  expect(finished).toBe(true)
  expect(told).toBe(1)
})

test('news wakes everybody who waits; a signal ends the waiting', async () => {
  const news = new News()
  const stop = new AbortController()
  const waiting = [news.next(stop.signal), news.next(stop.signal)]
  news.emit()
  await Promise.all(waiting)
  const cut = news.next(stop.signal)
  stop.abort()
  await expect(cut).rejects.toThrow()
  await expect(news.next(stop.signal)).rejects.toThrow()
})
