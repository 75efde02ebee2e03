import { randomBytes } from 'node:crypto'
import { createServer, type Socket } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import type { AppError } from '../../../../shared/errors.ts'
import type { ByteStream } from './byte-stream.ts'
import { DirectConnection } from './connection.ts'
import type { FrameHead } from './frames.ts'
import { TcpStream } from './tcp-stream.ts'
import { UdpPort } from './udp-port.ts'
import { admit, prove } from './wire-up.ts'

const secret = randomBytes(32)
const meant = { transferId: new Uint8Array(randomBytes(16)), side: 'sender' } as const
const never = new AbortController().signal
const open: { close(): unknown }[] = []
afterEach(() => {
  for (const one of open.splice(0)) one.close()
})

/** Listens on loopback; gives the port and the sockets that come. */
async function listener(onSocket: (socket: Socket) => void): Promise<number> {
  const server = createServer(onSocket)
  open.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return typeof address === 'object' ? (address?.port ?? 0) : 0
}

async function pair(ofServer: Uint8Array = secret) {
  let admitted: Promise<DirectConnection> = Promise.reject(new Error('nobody came'))
  admitted.catch(() => {})
  const port = await listener((socket) => {
    admitted = admit(TcpStream.of(socket), () => ofServer, never).then(({ connection }) => connection)
    admitted.catch(() => {})
  })
  const client = await prove(TcpStream.dial({ host: '127.0.0.1', port }), secret, meant, never)
  const server = await admitted
  open.push(client, server)
  return { client, server }
}

/** Over UDX, on two ports of loopback. */
async function udxPair() {
  const ports = [new UdpPort(() => {}), new UdpPort(() => {})] as const
  const to = (at: 0 | 1) => ({ host: '127.0.0.1', port: ports[at].port })
  const [near, far] = [ports[0].stream(1, 2, to(1)), ports[1].stream(2, 1, to(0))]
  const [client, { connection: server }] = await Promise.all([
    prove(near, secret, meant, never),
    admit(far, () => secret, never),
  ])
  open.push(client, server, ...ports)
  return { client, server, near }
}

/** Keeps what comes; chunks only when they are asked for. */
function ear(connection: DirectConnection) {
  const heard: (readonly [string, number, number])[] = []
  const errors: AppError[] = []
  let wake = () => {}
  connection.listen({
    chunk: (index, length) => {
      heard.push(['chunk', index, length])
      wake()
    },
    control: (head: FrameHead, payload: Buffer) => {
      heard.push([head.type, head.index, payload.length])
      wake()
    },
    closed: (error) => {
      errors.push(error)
      wake()
    },
  })
  const until = async (is: () => boolean) => {
    while (!is()) await new Promise<void>((resolve) => (wake = resolve))
  }
  return { heard, errors, until }
}

test.each([
  ['TCP', pair],
  ['UDX', udxPair],
])('F-42 over %s chunks wait until somebody takes them, and come whole between other frames', async (_, pairOf) => {
  const { client, server } = await pairOf()
  const [theirs] = [ear(server), ear(client)]
  const chunks = [randomBytes(3_000_000), randomBytes(1), randomBytes(700_000)]
  client.send('have', 8, Buffer.from([1, 2, 3]))
  const sending = chunks.map((chunk, index) => client.sendChunk(index, chunk))
  client.send('ready', 0, new Uint8Array())
  await theirs.until(() => theirs.heard.length === 2)
  expect(theirs.heard).toEqual([
    ['have', 8, 3],
    ['chunk', 0, 3_000_000],
  ])
  for (const [index, chunk] of chunks.entries()) {
    await theirs.until(() => theirs.heard.some(([type, at]) => type === 'chunk' && at === index))
    const into = new Uint8Array(chunk.length)
    await server.take(into)
    expect(Buffer.compare(into, chunk)).toBe(0)
  }
  await theirs.until(() => theirs.heard.length === 5)
  expect(theirs.heard.at(-1)).toEqual(['ready', 0, 0])
  await Promise.all(sending)
})

test('F-44 what is on its way ends with its connection, whatever the network still says', async () => {
  const silent: ByteStream = {
    ...{ kind: 'udx', remote: '203.0.113.9', roundTripMs: null, queued: 0, paused: false },
    ...{ read: () => {}, pause: () => {}, resume: () => {}, write: () => {}, onClose: () => {}, destroy: () => {} },
  }
  const keys = { outgoing: randomBytes(32), incoming: randomBytes(32) }
  const connection = new DirectConnection(silent, keys, Buffer.alloc(0))
  const sending = connection.sendChunk(0, new Uint8Array(9))
  connection.close()
  await expect(sending).rejects.toMatchObject({ code: 'peer-unreachable' })
})

test('F-47 over UDX the time there and back is known, and who ends is noticed', async () => {
  const { client, server } = await udxPair()
  const theirs = ear(server)
  ear(client)
  client.send('ready', 0, new Uint8Array())
  await theirs.until(() => theirs.heard.length === 1)
  expect(client.roundTripMs ?? 0).toBeLessThan(1000)
  client.close()
  await theirs.until(() => theirs.errors.length > 0)
  expect(theirs.errors[0]?.code).toBe('peer-unreachable')
})

test('F-47 over UDX a chunk that is cut off half way is no chunk', async () => {
  const { client, server } = await udxPair()
  const theirs = ear(server)
  const sending = client.sendChunk(0, randomBytes(4_000_000))
  await theirs.until(() => theirs.heard.length === 1)
  server.close()
  await expect(sending).rejects.toMatchObject({ code: 'peer-unreachable' })
})

test('F-47 over UDX whoever sends more than a window to nobody is cut off', async () => {
  const { client, server, near } = await udxPair()
  const theirs = ear(server)
  const megabyte = new Uint8Array(1024 * 1024)
  client.sendChunk(0, megabyte).catch(() => {})
  await theirs.until(() => theirs.heard.length === 1)
  for (let sent = 0; sent < 90 && theirs.errors.length === 0; sent++)
    await new Promise<void>((resolve) => near.write([megabyte], () => resolve()))
  await theirs.until(() => theirs.errors.length > 0)
  expect(theirs.heard).toEqual([['chunk', 0, megabyte.length]])
})

test('F-41 nobody without the secret is let in, or believed', async () => {
  await expect(pair(randomBytes(32))).rejects.toMatchObject({ code: 'peer-unreachable' })
  const silent = await listener(() => {})
  const gone = AbortSignal.timeout(50)
  await expect(prove(TcpStream.dial({ host: '127.0.0.1', port: silent }), secret, meant, gone)).rejects.toMatchObject({
    code: 'peer-unreachable',
  })
})

test('F-42 a byte that somebody has put in ends the connection', async () => {
  const sockets: Socket[] = []
  let admitted: DirectConnection | undefined
  const target = await listener((socket) => {
    void admit(TcpStream.of(socket), () => secret, never).then(({ connection }) => {
      admitted = connection
    })
  })
  // In the middle, as whoever controls the network.
  const { connect } = await import('node:net')
  const port = await listener((socket) => {
    const onward = connect({ host: '127.0.0.1', port: target })
    socket.pipe(onward).pipe(socket)
    socket.on('error', () => {})
    onward.on('error', () => {})
    sockets.push(onward)
  })
  const client = await prove(TcpStream.dial({ host: '127.0.0.1', port }), secret, meant, never)
  open.push(client)
  while (admitted === undefined) await new Promise((resolve) => setTimeout(resolve, 5))
  const { errors, heard, until } = ear(admitted)
  sockets[0]?.write(Buffer.alloc(64, 4))
  await until(() => errors.length > 0)
  expect([errors[0]?.code, heard]).toEqual(['peer-unreachable', []])
})
