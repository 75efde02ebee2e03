/** What every transport of the bridge must do, as cases that any runner can run. Has no knowledge of the transports. */
import assert from 'node:assert/strict'
import { eventIterator, oc } from '@orpc/contract'
import { implement } from '@orpc/server'
import { z } from 'zod'
import { BridgeLink, type Channel, clientOf, maxFrameFromRenderer } from '../../shared/bridge/index.ts'
import { streamWindow, streamWindowBytes } from '../../shared/bridge/messages.ts'
import { serveRouter } from '../../shared/bridge/serve.ts'
import { MessageBody, Transfer } from '../../shared/contract/index.ts'
import { AppError } from '../../shared/errors.ts'

/** Gives the renderer's end (accepting `maxFrameFromCore`) and the core's end (accepting `maxFrameFromRenderer`). */
export type MakePair = () => Promise<readonly [client: Channel, server: Channel]>

export interface ConformanceCase {
  readonly name: string
  /** Rejects when the transport fails the case. */
  run(makePair: MakePair): Promise<void>
}

const contract = {
  echo: oc.input(z.unknown()).output(z.unknown()),
  body: oc.input(MessageBody).output(MessageBody),
  transfer: oc.input(Transfer).output(Transfer),
  nothing: oc.output(z.void()),
  trimmed: oc.input(z.object({ name: z.string().trim().min(1) })).output(z.object({ name: z.string() })),
  fail: oc.input(z.object({ how: z.enum(['declared', 'undeclared', 'output', 'unencodable']) })).output(z.unknown()),
  hang: oc.output(z.void()),
  count: oc.input(z.object({ to: z.int(), bytes: z.int().optional() })).output(eventIterator(z.unknown())),
  failing: oc.input(z.object({ declared: z.boolean() })).output(eventIterator(z.int())),
  waiting: oc.output(eventIterator(z.int())),
  nested: { deeper: { call: oc.output(z.literal('here')) } },
}

interface Observed {
  /** Inputs as handlers saw them. */
  readonly inputs: unknown[]
  /** Errors that did not cross. */
  readonly reported: unknown[]
  produced: number
  started: number
  /** Streams and calls that were told to end and did. */
  finished: number
}

const secretPath = '/home/someone/secret.txt'

function serve(channel: Channel): Observed {
  const observed: Observed = { inputs: [], reported: [], produced: 0, started: 0, finished: 0 }
  const os = implement(contract)
  const untilAborted = (signal: AbortSignal | undefined) =>
    new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve()))
  const router = os.router({
    echo: os.echo.handler(({ input }) => input),
    body: os.body.handler(({ input }) => input),
    transfer: os.transfer.handler(({ input }) => input),
    nothing: os.nothing.handler(() => {}),
    trimmed: os.trimmed.handler(({ input }) => {
      observed.inputs.push(input)
      return input
    }),
    fail: os.fail.handler(({ input }) => {
      if (input.how === 'declared') throw new AppError('username-taken', 'taken', { username: 'ada', tries: 2 })
      if (input.how === 'undeclared') throw new Error(`ENOENT: ${secretPath}`)
      if (input.how === 'output') throw new AppError('internal', secretPath)
      return 10n
    }),
    hang: os.hang.handler(async ({ signal }) => {
      observed.started++
      await untilAborted(signal)
      observed.finished++
    }),
    count: os.count.handler(async function* ({ input }) {
      try {
        for (let i = 0; i < input.to; i++) {
          observed.produced++
          yield input.bytes === undefined ? i : new Uint8Array(input.bytes)
        }
      } finally {
        observed.finished++
      }
    }),
    failing: os.failing.handler(async function* ({ input }) {
      yield 1
      throw input.declared ? new AppError('disk-full', 'full', { free: 0 }) : new Error(secretPath)
    }),
    waiting: os.waiting.handler(async function* ({ signal }) {
      try {
        yield 1
        await untilAborted(signal)
      } finally {
        observed.finished++
      }
    }),
    nested: { deeper: { call: os.nested.deeper.call.handler(() => 'here' as const) } },
  })
  serveRouter(channel, router, { report: (error) => observed.reported.push(error) })
  return observed
}

async function open(makePair: MakePair) {
  const [clientChannel, serverChannel] = await makePair()
  return {
    clientChannel,
    serverChannel,
    observed: serve(serverChannel),
    client: clientOf<typeof contract>(clientChannel),
  }
}

type Session = Awaited<ReturnType<typeof open>>

/** Waits for a state that comes soon, without a fixed sleep. */
async function until(reached: () => boolean): Promise<void> {
  const deadline = Date.now() + 5000
  while (!reached()) {
    assert.ok(Date.now() < deadline, 'the awaited state did not come')
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
}

const fails = (promise: Promise<unknown>, code: string, data: object = {}) =>
  assert.rejects(promise, (error) => {
    assert.ok(error instanceof AppError)
    assert.deepEqual({ code: error.code, data: error.data }, { code, data })
    assert.ok(!`${error.message}`.includes(secretPath))
    return true
  })

const closed = (channel: Channel) => new Promise<void>((resolve) => channel.onClose(resolve))

const values = [
  null,
  '',
  'ä€😀\u0000\ud800',
  -0.5,
  Number.MAX_SAFE_INTEGER,
  [],
  {},
  [1, [2, [3]]],
  { a: null, b: [true, { c: 'x' }] },
  JSON.parse('{"__proto__": {"x": 1}, "constructor": 2, "$bytes": 0}'),
  new Uint8Array(0),
  new Uint8Array([0, 255, 128]),
  { deep: [new Uint8Array([1]), { bytes: new Uint8Array(100_000).fill(7) }], also: 'text' },
  { $bytes: [['$bytes', 1]], real: new Uint8Array([9]) },
]

const plain = { ranges: [], quote: null, forwarded: false }

const bodies: MessageBody[] = [
  { kind: 'text', text: 'hello', ranges: [{ style: 'bold', start: 0, length: 2 }], quote: null, forwarded: false },
  { kind: 'notice', notice: 'undecryptable' },
  { kind: 'call', callId: '5f0c8f6e-6b0e-4f53-9d4d-0d0a7c1f0001', media: 'video', outcome: 'missed', duration: 0 },
  {
    kind: 'file',
    transferId: '5f0c8f6e-6b0e-4f53-9d4d-0d0a7c1f0002',
    name: 'a.bin',
    size: 2 ** 43,
    media: null,
    caption: '',
    ...plain,
  },
].map((body) => MessageBody.parse(body))

const garbage = [
  'not json',
  '',
  'null',
  '{}',
  '[]',
  '{"type":"call"}',
  '{"type":"call","id":-1,"path":[],"input":1}',
  '{"type":"call","id":1,"path":"echo"}',
  '{"type":"credit","id":0,"values":1000000}',
  '{"type":"result","id":0,"value":1}',
  new Uint8Array([255, 255, 255, 255]),
  new Uint8Array([0, 0, 0, 1, 0xff]),
  new Uint8Array(0),
  new Uint8Array([0, 0, 0, 12, ...new TextEncoder().encode('{"$bytes":7}')]),
]

const inSession = (name: string, run: (session: Session) => Promise<void>): ConformanceCase => ({
  name,
  run: async (makePair) => {
    const session = await open(makePair)
    try {
      await run(session)
    } finally {
      session.clientChannel.close()
      session.serverChannel.close()
    }
  },
})

export const conformanceCases: readonly ConformanceCase[] = [
  inSession('B-1 values arrive as they were sent, bytes as bytes', async ({ client }) => {
    for (const value of values) assert.deepEqual(await client.echo(value), value)
    assert.equal(await client.nothing(), undefined)
    assert.equal(await client.nested.deeper.call(), 'here')
    assert.deepEqual(await client.echo(Buffer.from([1, 2])), new Uint8Array([1, 2]))
    for (const body of bodies) assert.deepEqual(await client.body(body), body)
    const transfer = Transfer.parse({
      ...{ id: '5f0c8f6e-6b0e-4f53-9d4d-0d0a7c1f0002', conversationId: '5f0c8f6e-6b0e-4f53-9d4d-0d0a7c1f0003' },
      ...{
        media: false,
        folder: null,
        away: null,
        direction: 'outgoing',
        name: 'a.bin',
        size: 2 ** 43,
        state: 'failed',
        confirmed: 1,
        sent: 2,
      },
      ...{ bytesPerSecond: 0.5, secondsLeft: null, path: 'relay', createdAt: 1, finishedAt: null },
      error: { code: 'disk-full', message: 'full', data: { free: 0, path: 'x', really: true } },
    })
    assert.deepEqual(await client.transfer(transfer), transfer)
  }),
  inSession('B-1 streams arrive whole and in order, and end', async ({ client, observed }) => {
    const received: unknown[] = []
    for await (const value of await client.count({ to: 1000 })) received.push(value)
    assert.deepEqual(received, [...Array(1000).keys()])
    assert.equal(observed.finished, 1)
  }),
  inSession('B-2 only the parsed input reaches a handler', async ({ client, observed }) => {
    const spoken = client as unknown as { trimmed(input: unknown): Promise<unknown> }
    assert.deepEqual(await spoken.trimmed({ name: ' ada ', extra: 1, __proto__: { admin: true } }), { name: 'ada' })
    assert.deepEqual(observed.inputs, [{ name: 'ada' }])
    for (const input of [{ name: ' ' }, { name: 1 }])
      await fails(spoken.trimmed(input), 'invalid-input', { field: 'name' })
    await fails(spoken.trimmed(undefined), 'invalid-input', { field: '' })
    assert.equal(observed.inputs.length, 1)
  }),
  inSession('B-2 only declared procedures are there', async ({ clientChannel }) => {
    const link = new BridgeLink(clientChannel)
    for (const path of ['constructor', '__proto__', 'toString', 'nested', 'nested.deeper', '~orpc', '']) {
      await fails(link.call(path.split('.'), undefined, {}), 'not-found')
    }
    await fails(link.call([], undefined, {}), 'not-found')
  }),
  inSession('B-3 declared errors cross whole, all others as `internal`', async ({ client, observed }) => {
    await fails(client.fail({ how: 'declared' }), 'username-taken', { username: 'ada', tries: 2 })
    assert.equal(observed.reported.length, 0)
    for (const how of ['undeclared', 'output', 'unencodable'] as const) await fails(client.fail({ how }), 'internal')
    assert.equal(observed.reported.length, 3)
    for (const declared of [true, false]) {
      const stream = await client.failing({ declared })
      assert.deepEqual(await stream.next(), { done: false, value: 1 })
      await (declared ? fails(stream.next(), 'disk-full', { free: 0 }) : fails(stream.next(), 'internal'))
      assert.equal((await stream.next()).done, true)
    }
  }),
  inSession('B-4 a cancelled call is told to its handler', async ({ client, observed }) => {
    const controller = new AbortController()
    const call = client.hang(undefined, { signal: controller.signal })
    await until(() => observed.started === 1)
    controller.abort()
    await fails(call, 'cancelled')
    await until(() => observed.finished === 1)
    await fails(client.nothing(undefined, { signal: AbortSignal.abort() }), 'cancelled')
    assert.equal(await client.echo(1), 1)
  }),
  inSession('B-4 leaving a stream ends its generator', async ({ client, observed }) => {
    for await (const value of await client.count({ to: 1_000_000 })) if (value === 100) break
    await until(() => observed.finished === 1)
    const waiting = await client.waiting()
    assert.equal((await waiting.next()).value, 1)
    const pending = waiting.next()
    await waiting.return()
    assert.equal((await pending).done, true)
    await until(() => observed.finished === 2)
    const controller = new AbortController()
    const aborted = await client.waiting(undefined, { signal: controller.signal })
    assert.equal((await aborted.next()).value, 1)
    controller.abort()
    await fails(aborted.next(), 'cancelled')
    await until(() => observed.finished === 3)
    assert.equal(observed.reported.length, 0)
  }),
  inSession('B-5 a slow consumer holds a fast stream back', async ({ client, observed }) => {
    const stream = await client.count({ to: 1_000_000 })
    await stream.next()
    // The answer to a later call shows that the server had its time.
    for (let i = 0; i < 50; i++) await client.nothing()
    assert.ok(observed.produced <= streamWindow + 2, `${observed.produced} values`)
    for (let i = 0; i < 500; i++) await stream.next()
    assert.ok(observed.produced <= 501 + streamWindow + 2)
    await stream.return()
    await until(() => observed.finished === 1)
    const before = observed.produced
    const large = await client.count({ to: 1000, bytes: 300_000 })
    await large.next()
    for (let i = 0; i < 50; i++) await client.nothing()
    assert.ok(observed.produced - before <= streamWindowBytes / 300_000 + 3, `${observed.produced - before} values`)
    let rest = 1
    for await (const value of large) rest += (value as Uint8Array).length === 300_000 ? 1 : 0
    assert.equal(rest, 1000)
  }),
  inSession(
    'B-6 the close of a channel fails all that is open',
    async ({ client, clientChannel, serverChannel, observed }) => {
      const call = fails(client.hang(), 'bridge-closed')
      const stream = await client.waiting()
      await stream.next()
      const next = fails(stream.next(), 'bridge-closed')
      await until(() => observed.started === 1)
      serverChannel.close()
      await Promise.all([call, next, closed(clientChannel)])
      await until(() => observed.finished === 2)
      await fails(client.nothing(), 'bridge-closed')
    },
  ),
  inSession(
    'B-6 a client that goes away ends its streams',
    async ({ client, clientChannel, serverChannel, observed }) => {
      const stream = await client.waiting()
      await stream.next()
      clientChannel.close()
      await closed(serverChannel)
      await until(() => observed.finished === 1)
    },
  ),
  ...garbage.map((frame, index) =>
    inSession(`B-7 garbage closes the channel (${index})`, async ({ client, clientChannel, serverChannel }) => {
      await client.hang(undefined, { signal: AbortSignal.timeout(1) }).catch(() => {})
      const streaming = await client.waiting()
      clientChannel.send(frame)
      await Promise.all([closed(clientChannel), closed(serverChannel)])
      await streaming.next().catch(() => {})
      clientChannel.send(frame)
    }),
  ),
  inSession('B-7 a huge frame closes the channel', async ({ client, clientChannel, serverChannel }) => {
    assert.equal(String(await client.echo('x'.repeat(maxFrameFromRenderer - 1000))).length, maxFrameFromRenderer - 1000)
    clientChannel.send('x'.repeat(maxFrameFromRenderer + 1))
    await Promise.all([closed(clientChannel), closed(serverChannel)])
  }),
  inSession('B-8 thousands of calls at once', async ({ client }) => {
    const answers = await Promise.all(Array.from({ length: 5000 }, (_, i) => client.echo(i)))
    assert.deepEqual(answers, [...Array(5000).keys()])
  }),
  inSession('B-8 hundreds of streams at once', async ({ client }) => {
    const streams = await Promise.all(Array.from({ length: 300 }, () => client.count({ to: 100 })))
    const sums = streams.map(async (stream) => {
      let sum = 0
      for await (const value of stream) sum += value as number
      return sum
    })
    assert.deepEqual(await Promise.all(sums), Array(300).fill(4950))
  }),
]
