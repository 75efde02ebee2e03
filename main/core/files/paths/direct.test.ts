import { expect, test, vi } from 'vitest'
import { Bitmap } from '../bitmap.ts'
import type { StreamKind } from '../direct/byte-stream.ts'
import type { ConnectionListener, DirectConnection } from '../direct/connection.ts'
import { lost } from '../direct/connection.ts'
import { Meeting } from '../direct/meeting.ts'
import { DirectReceivingPath, DirectSendingPath } from './direct.ts'

const never = new AbortController().signal

/** A connection whose other end is the test. */
function connection(kind: StreamKind) {
  let listener: ConnectionListener | null = null
  const one = {
    ...{ kind, isOpen: true, queued: 0, remote: '203.0.113.9', roundTripMs: 50 },
    listen: (given: ConnectionListener) => {
      listener = given
    },
    send: vi.fn(),
    sendChunk: vi.fn(async () => {}),
    take: vi.fn(async (_into: Uint8Array | null) => {}),
    close: vi.fn(() => {
      one.isOpen = false
      listener?.closed(lost('closed'))
    }),
  }
  const says = (type: 'have' | 'ready' | 'confirm', payload: Buffer = Buffer.alloc(0)) =>
    listener?.control({ type, index: 0, length: payload.length }, payload)
  return { one, says, connection: one as Partial<DirectConnection> as DirectConnection, hear: () => listener }
}

const number = (index: number): Buffer => {
  const payload = Buffer.alloc(4)
  payload.writeUInt32BE(index)
  return payload
}

test('F-48 chunks go over one kind of connection alone, and what the receiver confirms there counts', async () => {
  const [slow, fast] = [connection('tcp'), connection('udx')]
  const meeting = new Meeting(() => {})
  meeting.add(slow.connection)
  meeting.add(fast.connection)
  const path = new DirectSendingPath(meeting, 'udx', 3)
  const opened = path.open(never)
  fast.says('have', Buffer.from([0b001]))
  fast.says('ready')
  await opened
  expect([path.confirmed.has(0), path.stored.has(0)]).toEqual([true, true])
  await path.send(1, new Uint8Array(9), never)
  expect([fast.one.sendChunk.mock.calls.length, slow.hear()]).toEqual([1, null])
  fast.says('confirm', number(1))
  expect(path.confirmed.has(1)).toBe(true)
  path.close()
  expect([fast.one.isOpen, slow.one.isOpen]).toEqual([false, true])
})

test('F-48 what is given up ends at once, also half way through a chunk', async () => {
  const slow = connection('tcp')
  const meeting = new Meeting(() => {})
  meeting.add(slow.connection)
  let fail = (_: Error) => {}
  slow.one.sendChunk.mockReturnValue(new Promise<void>((_, reject) => (fail = reject)))
  slow.one.close.mockImplementation(() => fail(lost('closed')))
  const path = new DirectSendingPath(meeting, 'tcp', 1)
  const opened = path.open(never)
  slow.says('ready')
  await opened
  const better = new AbortController()
  const sending = path.send(0, new Uint8Array(9), better.signal)
  better.abort()
  await expect(sending).rejects.toMatchObject({ code: 'peer-unreachable' })
  expect(path.stored.has(0)).toBe(false)
})

test('F-48 a chunk that is announced again counts where it is announced last, and is confirmed there', async () => {
  const [slow, fast] = [connection('tcp'), connection('udx')]
  const meeting = new Meeting(() => {})
  meeting.add(slow.connection)
  meeting.add(fast.connection)
  const path = new DirectReceivingPath(meeting, new Bitmap(2), () => 9)
  await path.open()
  let fail = (_: Error) => {}
  slow.one.take.mockReturnValue(new Promise<void>((_, reject) => (fail = reject)))
  slow.hear()?.chunk(0, 9)
  const given = path.receive(await path.next(never), new Uint8Array(9))
  fast.hear()?.chunk(0, 9)
  slow.one.close()
  fail(lost('closed'))
  await expect(given).rejects.toMatchObject({ code: 'peer-unreachable' })
  expect(await path.receive(await path.next(never), new Uint8Array(9))).toBe(9)
  await path.confirm([0])
  expect(fast.one.send).toHaveBeenLastCalledWith('confirm', 0, number(0))
})

test('F-44 what is recorded is confirmed wherever the sender may listen, and again when it comes again', async () => {
  const [old, fresh] = [connection('udx'), connection('tcp')]
  const meeting = new Meeting(() => {})
  meeting.add(old.connection)
  meeting.add(fresh.connection)
  const have = new Bitmap(2)
  const path = new DirectReceivingPath(meeting, have, () => 9)
  await path.open()
  old.hear()?.chunk(0, 9)
  await path.receive(await path.next(never), new Uint8Array(9))
  have.add(0)
  await path.confirm([0])
  for (const { one } of [old, fresh]) expect(one.send).toHaveBeenLastCalledWith('confirm', 0, number(0))
  fresh.one.send.mockClear()
  fresh.hear()?.chunk(0, 9)
  expect(fresh.one.send).toHaveBeenCalledWith('confirm', 0, number(0))
})
