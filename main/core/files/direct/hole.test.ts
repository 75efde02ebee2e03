import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { SocketPlace } from './addresses.ts'
import type { ByteStream } from './byte-stream.ts'
import { Hole } from './hole.ts'
import { readPunch } from './punch.ts'

const secret = randomBytes(32)
const transferId = new Uint8Array(randomBytes(16))

interface Stream {
  readonly own: number
  readonly theirs: number
  readonly to: SocketPlace
  end(): void
}

/** One side, whose datagrams go to `deliver`. */
function side(name: 'sender' | 'receiver', deliver: (bytes: Buffer, to: SocketPlace) => void) {
  const streams: Stream[] = []
  const hole = new Hole({
    port: {
      send: (bytes, to) => deliver(Buffer.from(bytes), to),
      stream: (own, theirs, to) => {
        let end = () => {}
        streams.push({ own, theirs, to, end: () => end() })
        const stream: Pick<ByteStream, 'onClose'> = {
          onClose: (listener) => {
            end = listener
          },
        }
        return stream as ByteStream
      },
    },
    ...{ transferId, secret, side: name, onStream: () => {} },
  })
  return { hole, streams }
}

/** Both, behind routers: a datagram comes through only to who has sent one there before. */
function houses() {
  const outside = { sender: { host: '203.0.113.2', port: 2000 }, receiver: { host: '203.0.113.3', port: 3000 } }
  const opened = new Set<string>()
  const sent: string[] = []
  const deliver = (from: 'sender' | 'receiver') => (bytes: Buffer, to: SocketPlace) => {
    const other = from === 'sender' ? 'receiver' : 'sender'
    const punch = readPunch(bytes)
    sent.push(`${from} ${punch?.step}`)
    opened.add(`${from} ${to.host}`)
    const reaches = to.host === outside[other].host && opened.has(`${other} ${outside[from].host}`)
    if (reaches && punch !== null) people[other].hole.hear(punch, outside[from])
  }
  const people = { sender: side('sender', deliver('sender')), receiver: side('receiver', deliver('receiver')) }
  return { outside, people, sent }
}

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

describe('F-47 a hole', () => {
  it('opens once both have sent, and both expect the same stream', () => {
    const { outside, people } = houses()
    people.sender.hole.aim([{ host: '192.168.1.2', port: 9 }, outside.receiver])
    expect(people.sender.streams).toEqual([])
    people.receiver.hole.aim([outside.sender])
    vi.advanceTimersByTime(300)
    const numbers = ({ own, theirs }: Stream) => [own, theirs]
    const back = ({ own, theirs }: Stream) => [theirs, own]
    expect(people.sender.streams).toHaveLength(1)
    expect(people.sender.streams.map(numbers)).toEqual(people.receiver.streams.map(back))
    expect(people.receiver.streams[0]?.to).toEqual(outside.sender)
  })

  it('is used once, and anew with other numbers when its stream has ended', () => {
    const { outside, people } = houses()
    const { sender, receiver } = people
    for (const [one, other] of [
      [sender, outside.receiver],
      [receiver, outside.sender],
    ] as const)
      one.hole.aim([other])
    vi.advanceTimersByTime(2_000)
    expect(sender.streams).toHaveLength(1)
    const [first] = sender.streams
    for (const { streams } of [sender, receiver]) for (const stream of [...streams]) stream.end()
    vi.advanceTimersByTime(1_000)
    expect(sender.streams).toHaveLength(2)
    expect(sender.streams[1]?.own).not.toBe(first?.own)
  })

  it('opens also where what one side has said of its places is lost', () => {
    const { outside, people } = houses()
    // The sender is at no router, so to say: it has sent there before.
    people.sender.hole.aim([outside.receiver])
    vi.advanceTimersByTime(10_000)
    people.receiver.hole.aim([outside.sender])
    vi.advanceTimersByTime(1_000)
    expect(people.sender.streams).toHaveLength(1)
  })

  it('gives up in the end', () => {
    const { people, sent } = houses()
    people.sender.hole.aim([{ host: '198.51.100.9', port: 9 }])
    vi.advanceTimersByTime(60_000)
    const count = sent.length
    vi.advanceTimersByTime(60_000)
    expect([count < 60, sent.length]).toEqual([true, count])
  })
})
