import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { MessageChannel, type MessagePort } from 'node:worker_threads'
import { afterAll, describe, it } from 'vitest'
import { WebSocketServer } from 'ws'
import {
  type Channel,
  type DomPort,
  domPortChannel,
  type ElectronPort,
  electronPortChannel,
  maxFrameFromCore,
  maxFrameFromRenderer,
  memoryPair,
  nodePortChannel,
  socketChannel,
} from '../../shared/bridge/index.ts'
import { conformanceCases, type MakePair } from './conformance.ts'
import { forward } from './forward.ts'

function conformance(name: string, makePair: MakePair): void {
  describe(`bridge over ${name}`, () => {
    for (const { name, run } of conformanceCases) it(name, () => run(makePair))
  })
}

conformance('memory', async () => memoryPair(maxFrameFromCore, maxFrameFromRenderer))

conformance('a Node port', async () => {
  const { port1, port2 } = new MessageChannel()
  return [nodePortChannel(port1, maxFrameFromCore), nodePortChannel(port2, maxFrameFromRenderer)]
})

conformance('a browser port', async () => {
  // Node's ports take the browser's listeners too; only their types do not say so.
  const { port1, port2 } = new MessageChannel() as unknown as Record<'port1' | 'port2', DomPort>
  return [domPortChannel(port1, maxFrameFromCore), domPortChannel(port2, maxFrameFromRenderer)]
})

/** Node's port with the events of Electron's. */
const asElectron = (port: MessagePort): ElectronPort => ({
  postMessage: (message) => port.postMessage(message),
  on: (event: string, listener: (event: { data: unknown }) => void) =>
    port.on(event as 'message', (data: unknown) => listener({ data })),
  start: () => port.start(),
  close: () => port.close(),
})

conformance('an Electron port, forwarded to another thread', async () => {
  const window = new MessageChannel()
  const worker = new MessageChannel()
  forward(
    electronPortChannel(asElectron(window.port2), maxFrameFromRenderer),
    nodePortChannel(worker.port1, maxFrameFromCore),
  )
  return [nodePortChannel(window.port1, maxFrameFromCore), nodePortChannel(worker.port2, maxFrameFromRenderer)]
})

const server = new WebSocketServer({ host: '127.0.0.1', port: 0, maxPayload: maxFrameFromRenderer })
afterAll(() => server.close())

async function socketPair(): Promise<[Channel, Channel]> {
  if (!server.address()) await once(server, 'listening')
  const client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`)
  const [[accepted]] = await Promise.all([once(server, 'connection'), once(client, 'open')])
  return [socketChannel(client, maxFrameFromCore), socketChannel(accepted, maxFrameFromRenderer)]
}

conformance('a WebSocket', socketPair)

conformance('a WebSocket, forwarded to another thread', async () => {
  const [client, accepted] = await socketPair()
  const worker = new MessageChannel()
  forward(accepted, nodePortChannel(worker.port1, maxFrameFromCore))
  return [client, nodePortChannel(worker.port2, maxFrameFromRenderer)]
})
