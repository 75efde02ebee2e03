import { describe, expect, it } from 'vitest'
import { AppError } from '../errors.ts'
import { conflated, Emitter, eventStream, Observable } from './index.ts'

const take = async <T>(stream: AsyncIterator<T>) => (await stream.next()).value as T

describe('Emitter', () => {
  it('tells all listeners although one throws, then throws its error', () => {
    const emitter = new Emitter<number>()
    const heard: number[] = []
    emitter.on(() => {
      throw new Error('first')
    })
    const off = emitter.on((value) => heard.push(value))
    expect(() => emitter.emit(1)).toThrow('first')
    off()
    expect(() => emitter.emit(2)).toThrow('first')
    expect(heard).toEqual([1])
  })
})

describe('conflated', () => {
  it('gives the state now and skips what the consumer was too slow for', async () => {
    const state = new Observable(0)
    const stream = state.watch()
    expect(await take(stream)).toBe(0)
    for (let i = 1; i <= 1000; i++) state.set(i)
    expect(await take(stream)).toBe(1000)
    const next = take(stream)
    state.set(7)
    expect(await next).toBe(7)
  })

  it('ends a waiting consumer on return and on abort, and unsubscribes', async () => {
    const subscriptions = new Set<object>()
    const changes = () => {
      const key = {}
      subscriptions.add(key)
      return () => {
        subscriptions.delete(key)
      }
    }
    const returned = conflated({ changes, read: () => 1 })
    const controller = new AbortController()
    const aborted = conflated({ changes, read: () => 1, signal: controller.signal })
    for (const stream of [returned, aborted]) expect(await take(stream)).toBe(1)
    expect(subscriptions.size).toBe(2)
    const waiting = [returned.next(), aborted.next()]
    await returned.return()
    controller.abort()
    for (const result of await Promise.all(waiting)) expect(result.done).toBe(true)
    expect(subscriptions.size).toBe(0)
  })

  it('keeps the least time between values', async () => {
    const emitter = new Emitter()
    let reads = 0
    const stream = conflated({ changes: emitter.on, read: () => ++reads, minIntervalMs: 50 })
    const start = performance.now()
    for (let i = 1; i <= 3; i++) {
      expect(await take(stream)).toBe(i)
      emitter.emit()
      emitter.emit()
    }
    expect(performance.now() - start).toBeGreaterThanOrEqual(95)
    await stream.return()
  })

  it('ends with what reading throws', async () => {
    const stream = conflated({
      changes: () => () => {},
      read: () => {
        throw new AppError('profile-locked')
      },
    })
    await expect(stream.next()).rejects.toMatchObject({ code: 'profile-locked' })
    expect((await stream.next()).done).toBe(true)
  })
})

describe('eventStream', () => {
  it('gives the snapshot, then every event in order', async () => {
    const emitter = new Emitter<string>()
    const stream = eventStream({ subscribe: emitter.on, snapshot: () => 'all' })
    expect(await take(stream)).toBe('all')
    for (const event of ['a', 'b', 'c']) emitter.emit(event)
    for (const event of ['a', 'b', 'c']) expect(await take(stream)).toBe(event)
    const next = stream.next()
    await stream.return()
    expect((await next).done).toBe(true)
  })

  it('starts over with a snapshot when too many events wait', async () => {
    const emitter = new Emitter<number>()
    let newest = -1
    emitter.on((value) => {
      newest = value
    })
    const stream = eventStream({ subscribe: emitter.on, snapshot: () => newest, limit: 10 })
    expect(await take(stream)).toBe(-1)
    for (let i = 0; i < 100; i++) emitter.emit(i)
    expect(await take(stream)).toBe(99)
    emitter.emit(100)
    expect(await take(stream)).toBe(100)
  })

  it('fails instead where no snapshot makes the loss good', async () => {
    const emitter = new Emitter<number>()
    const stream = eventStream({ subscribe: emitter.on, snapshot: () => -1, limit: 10, overflow: 'fail' })
    expect(await take(stream)).toBe(-1)
    for (let i = 0; i < 11; i++) emitter.emit(i)
    await expect(stream.next()).rejects.toBeInstanceOf(AppError)
  })
})
