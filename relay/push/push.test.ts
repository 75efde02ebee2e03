import { randomBytes } from 'node:crypto'
import { connect } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { closeCodes, maxUnacknowledged, routes } from '../../shared/relay-api/index.ts'
import { TestAccount, TestSocket, textOf } from '../testing/client.ts'
import { startTestRelay, type TestRelay } from '../testing/relay.ts'

let relay: TestRelay
let alice: TestAccount
beforeEach(async () => {
  relay = await startTestRelay()
  alice = await TestAccount.make(relay.url, 'alice')
})
afterEach(() => relay.dispose())

const numbers = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => String(from + index))

async function deliverAll(texts: readonly string[]): Promise<void> {
  for (const text of texts) expect((await alice.deliver(text)).status).toBe(200)
}

describe('socket', () => {
  test('R-15 no more than 128 are under way; each acknowledgement makes room, in any order', async () => {
    await deliverAll(numbers(0, 200))
    const socket = await alice.connect()
    const first = await socket.envelopes(maxUnacknowledged)
    expect(first.map(textOf)).toEqual(numbers(0, maxUnacknowledged))
    // Answered after whatever the relay would have sent.
    await new Promise<void>((resolve) => {
      socket.socket.once('pong', () => resolve())
      socket.socket.ping()
    })
    expect(socket.unread).toBe(0)
    const last = first.slice(-10)
    socket.acknowledge(last)
    const next = await socket.envelopes(10)
    expect(next.map(textOf)).toEqual(numbers(128, 138))
    socket.acknowledge([...first.slice(0, -10), ...next])
    const rest = await socket.envelopes(62)
    expect(rest.map(textOf)).toEqual(numbers(138, 200))
    expect((await socket.next()).body.case).toBe('drained')
    await socket.close()
  })

  test('R-15 what was not acknowledged comes again, and only that', async () => {
    await deliverAll(['one', 'two', 'three'])
    const socket = await alice.connect()
    const [one, two, three] = await socket.envelopes(3)
    if (!one || !two || !three) throw new Error('three were awaited')
    socket.acknowledge([two])
    // The relay answers frames in turn: a later delivery shows that the acknowledgement was seen.
    await deliverAll(['four'])
    await socket.envelopes(1)
    await socket.close()
    const again = await alice.connect()
    expect((await again.envelopes(3)).map(textOf)).toEqual(['one', 'three', 'four'])
    await again.close()
  })

  test('R-16 an empty mailbox says so once', async () => {
    const socket = await alice.connect()
    expect((await socket.next()).body.case).toBe('drained')
    await deliverAll(['one', 'two'])
    const found = await socket.envelopes(2)
    socket.acknowledge(found)
    await deliverAll(['three'])
    const { body } = await socket.next()
    expect(body.case === 'deliver' && body.value.envelopes.map(textOf)).toEqual(['three'])
    await socket.close()
  })

  test('R-17 a device that does not read gets no more than a little', async () => {
    const socket = await alice.connect()
    await socket.next()
    socket.socket.pause()
    const ciphertext = randomBytes(96 * 1024)
    const devices = [{ device: 1, registrationId: alice.registrationId, ciphertext }]
    for (let count = 0; count < 100; count += 1) expect((await alice.deliver('', { devices })).status).toBe(200)
    const metrics = await (await fetch(`${relay.url}/metrics`)).text()
    const given = Number(/envelopes_total\{event="given"\} (\d+)/.exec(metrics)?.[1])
    // One MiB unsent in the relay, and what the two kernels hold for a connection on loopback.
    expect(given).toBeLessThan(100)
    socket.socket.resume()
    const found = await socket.envelopes(100)
    expect(found.every((envelope) => Buffer.compare(envelope.ciphertext, ciphertext) === 0)).toBe(true)
    await socket.close()
  })

  test('R-18 a second socket of the device replaces the first', async () => {
    const first = await alice.connect()
    const second = await alice.connect()
    expect(await first.closed).toBe(closeCodes.replaced)
    await deliverAll(['hello'])
    expect((await second.envelopes(1)).map(textOf)).toEqual(['hello'])
    await second.close()
    expect(await alice.deliver('x', { ephemeral: true })).toMatchObject({ body: { online: false } })
  })

  test.each([
    ['random bytes', randomBytes(50)],
    ['a frame of the relay', Buffer.from([0x1a, 0x00])],
    ['an empty frame', Buffer.alloc(0)],
    ['text', 'hello'],
  ])('R-19 %s ends the socket', async (_, data) => {
    const socket = await alice.connect()
    socket.socket.send(data)
    expect(await socket.closed).toBe(closeCodes.invalidFrame)
    expect((await alice.connect().then((next) => next.close())) ?? 'connected').toBe('connected')
  })

  test('R-19 a frame too large ends the socket', async () => {
    const socket = await alice.connect()
    socket.socket.send(randomBytes(65 * 1024))
    expect(await socket.closed).toBe(closeCodes.tooLarge)
  })

  test('R-19 nobody connects without a ticket, nor elsewhere, and garbage harms nobody', async () => {
    await expect(TestSocket.open(relay.url, 'x')).rejects.toThrow('401')
    await expect(TestSocket.open(`${relay.url}/x`, alice.ticket)).rejects.toThrow('404')
    const raw = connect(relay.running.port, '127.0.0.1')
    raw.resume().on('error', () => {})
    raw.end(randomBytes(1000))
    await new Promise((resolve) => raw.on('close', resolve))
    expect((await fetch(`${relay.url}/healthz`)).status).toBe(200)
  })

  test('a socket ends with its account, and when the relay stops', async () => {
    const socket = await alice.connect()
    expect((await alice.ask(routes.deleteAccount)).status).toBe(204)
    expect(await socket.closed).toBe(closeCodes.unauthorized)
    const bob = await TestAccount.make(relay.url, 'bob')
    const other = await bob.connect()
    await relay.restart()
    expect(await other.closed).toBe(closeCodes.restarting)
  })

  test('R-34 a relay that drains says so, sends its devices elsewhere a few at a time, and serves requests meanwhile', async () => {
    const draining = await startTestRelay({ drainSeconds: 1 })
    const { url } = draining
    const ready = async () => (await fetch(`${url}/readyz`)).status
    const people = await Promise.all(numbers(0, 10).map((n) => TestAccount.make(url, `person${n}`)))
    const sockets = await Promise.all(people.map((person) => person.connect()))
    const ends: number[] = []
    for (const socket of sockets) void socket.closed.then(() => ends.push(performance.now()))
    expect(await ready()).toBe(200)
    const stopped = draining.dispose()
    expect(await ready()).toBe(503)
    const [one] = people
    if (one === undefined) throw new Error('nobody')
    await expect(TestSocket.open(url, one.ticket)).rejects.toThrow('503')
    expect((await one.deliver('meanwhile')).status).toBe(200)
    expect(await Promise.all(sockets.map(({ closed }) => closed))).toEqual(sockets.map(() => closeCodes.restarting))
    await stopped
    expect(ends).toHaveLength(10)
    // Not all in one moment: ten groups, a tenth of a second apart.
    expect((ends.at(-1) ?? 0) - (ends[0] ?? 0)).toBeGreaterThan(500)
  })

  test('a device that does not answer does not keep the relay from stopping', async () => {
    const socket = await alice.connect()
    await socket.next()
    socket.socket.pause()
    await relay.restart()
    expect((await fetch(`${relay.url}/healthz`)).status).toBe(200)
    socket.socket.terminate()
  })

  test('R-12 R-15 nothing is lost or doubled while many deliver and the socket breaks now and then', async () => {
    const total = 300
    const texts = numbers(0, total)
    const seen = new Set<string>()
    const senders = [0, 1, 2].map(async (part) => {
      for (const text of texts.filter((_, index) => index % 3 === part)) await alice.deliver(text)
    })
    let acknowledged = 0
    while (acknowledged < total) {
      const socket = await alice.connect()
      for (let round = 0; round < 5 && acknowledged < total; round += 1) {
        const found = await socket.envelopes(1)
        for (const envelope of found) seen.add(textOf(envelope))
        socket.acknowledge(found)
        acknowledged = seen.size
      }
      socket.socket.terminate()
      await socket.closed
    }
    await Promise.all(senders)
    expect(seen.size).toBe(total)
    const last = await alice.connect()
    for (;;) {
      const { body } = await last.next()
      if (body.case === 'drained') break
      if (body.case === 'deliver') last.acknowledge(body.value.envelopes)
    }
    await last.close()
  })
})
