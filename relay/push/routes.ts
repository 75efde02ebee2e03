/** The WebSocket of each device: who may open one, and what becomes of all of them when the relay stops. */
import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import { type WebSocket, WebSocketServer } from 'ws'
import { errorForLog } from '../../shared/error-log.ts'
import { heartbeatMs, maxDeviceFrameBytes, routes } from '../../shared/relay-api/index.ts'
import type { RelayContext } from '../context.ts'
import { errorAnswer } from '../http/errors.ts'
import { Refusal } from '../refusal.ts'
import type { Address } from '../storage/store.ts'
import { DeviceSocket } from './device-socket.ts'

export interface PushServer {
  /** Tells the devices to come again, spread over so many milliseconds. New ones have been refused before. */
  drain(milliseconds: number): Promise<void>
  /** Tells those that are left. Who does not answer is cut off. */
  close(): Promise<void>
}

/** Milliseconds that a device is given to answer when the relay stops. */
const farewellMs = 2000
/** Groups of devices that are asked one after the other whether they are still there. */
const heartbeatSlots = 100
/** Milliseconds between two groups of devices that are sent elsewhere. */
const drainStepMs = 100

export function servePush(server: Server, context: RelayContext): PushServer {
  const { authenticator, bus, draining, hosts, log, metrics, store } = context
  const sockets = new Set<DeviceSocket>()
  const slots = Array.from({ length: heartbeatSlots }, () => new Set<DeviceSocket>())
  let arrivals = 0
  let emptied: () => void = () => {}
  // Compression would cost 230 KiB for each socket and gains nothing on ciphertext.
  const upgrader = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: maxDeviceFrameBytes })

  async function admit(request: IncomingMessage): Promise<Address> {
    if (draining.aborted) throw new Refusal('relay-busy', 'the relay stops')
    const path = request.url?.split('?')[0]
    if (path !== routes.socket.path) throw new Refusal('not-found', 'no such route')
    if (hosts.accept(request.headers.host) === null) throw new Refusal('relay-address-invalid')
    return authenticator.authenticate(request)
  }

  function attach(socket: WebSocket, address: Address): void {
    const device = new DeviceSocket(socket, address, store, {
      delivered: (count) => metrics.envelopes.inc({ event: 'given' }, count),
      acknowledged: (count) => metrics.envelopes.inc({ event: 'acknowledged' }, count),
      failed: (error) => log.error({ error: errorForLog(error) }, 'a socket failed'),
    })
    const leave = bus.connect(address, device)
    sockets.add(device)
    const slot = slots[arrivals++ % heartbeatSlots] as Set<DeviceSocket>
    slot.add(device)
    metrics.sockets.inc()
    socket.on('error', () => socket.terminate())
    socket.on('close', () => {
      leave()
      sockets.delete(device)
      slot.delete(device)
      metrics.sockets.dec()
      if (sockets.size === 0) emptied()
    })
    device.ring()
  }

  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    stream.on('error', () => stream.destroy())
    admit(request).then(
      (address) => upgrader.handleUpgrade(request, stream, head, (socket) => attach(socket, address)),
      (error) => refuse(stream, error),
    )
  })

  // A few at a time: ten thousand pings in one moment would keep everybody else waiting.
  let slot = 0
  const heartbeat = setInterval(() => {
    slot = (slot + 1) % heartbeatSlots
    for (const device of slots[slot] ?? []) device.heartbeat()
  }, heartbeatMs / heartbeatSlots)

  return {
    async drain(milliseconds) {
      const steps = Math.max(1, Math.ceil(milliseconds / drainStepMs))
      for (let step = 0; step < steps && sockets.size > 0; step += 1) {
        const left = [...sockets]
        for (const device of left.slice(0, Math.ceil(left.length / (steps - step)))) device.restarting()
        await delay(drainStepMs)
      }
    },
    async close() {
      clearInterval(heartbeat)
      if (sockets.size === 0) return
      for (const device of sockets) device.restarting()
      await new Promise<void>((resolve) => {
        emptied = resolve
        setTimeout(resolve, farewellMs).unref()
      })
      for (const device of sockets) device.terminate()
    },
  }
}

/** Answers an upgrade that is refused as HTTP would. */
function refuse(stream: Duplex, error: unknown): void {
  const { status, body } = errorAnswer(error) ?? {
    status: 500,
    body: { code: 'internal', message: 'internal', data: {} },
  }
  const text = JSON.stringify(body)
  stream.end(
    `HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Type: application/json\r\n` +
      `Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`,
  )
}
