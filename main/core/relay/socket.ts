/** One WebSocket to the own relay, from its opening to its end. Has no knowledge of reconnection or of envelopes. */
import { fromBinary } from '@bufbuild/protobuf'
import { WebSocket } from 'ws'
import { AppError } from '../../../shared/errors.ts'
import { type Frame, FrameSchema } from '../../../shared/relay-api/gen/frames_pb.js'
import { closeCodes, headers, heartbeatMs, routes } from '../../../shared/relay-api/index.ts'
import { unreachableOr } from './http.ts'
import type { ProxyFor } from './proxy.ts'
import { type Connected, connectRelay } from './tls.ts'

/** `maxUnacknowledged` envelopes of the largest size, and their frame. */
const maxFrameBytes = 16 * 1024 * 1024
const handshakeTimeoutMs = 15_000
/** The relay pings; after two missed pings it is gone. */
const silenceMs = 2 * heartbeatMs + 5_000
/** Milliseconds in which a relay answers that is asked whether it is there. */
const probeMs = 3_000

export interface SocketOptions {
  readonly url: string
  readonly pin: Uint8Array | null
  readonly proxyFor: ProxyFor
  readonly ticket: string
  readonly onOpen: () => void
  readonly onFrame: (frame: Frame) => void
  /** Called exactly once, whatever happened. */
  readonly onEnd: (error: AppError) => void
}

export interface RelaySocket {
  send(frame: Uint8Array): void
  /** Asks for a sign of life; where none comes the socket ends. */
  probe(): void
  close(): void
}

/** Opens the socket. Errors of every kind come through `onEnd`. */
export function openSocket({ url, pin, proxyFor, ticket, onOpen, onFrame, onEnd }: SocketOptions): RelaySocket {
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}${routes.socket.path}`, {
    headers: { [headers.authorization]: `Bearer ${ticket}` },
    perMessageDeflate: false,
    maxPayload: maxFrameBytes,
    handshakeTimeout: handshakeTimeoutMs,
    // `ws` hands this to http.request, which takes the socket from the callback as well as from the return value.
    createConnection: ((_: unknown, done: Connected) => connectRelay(url, pin, proxyFor, done)) as never,
  })
  socket.binaryType = 'nodebuffer'
  let failure: AppError | null = null
  let watchdog: NodeJS.Timeout | undefined

  const expectLife = (withinMs: number) => {
    clearTimeout(watchdog)
    watchdog = setTimeout(() => socket.terminate(), withinMs)
  }
  const alive = () => expectLife(silenceMs)
  socket.on('open', () => {
    alive()
    onOpen()
  })
  socket.on('ping', alive)
  socket.on('pong', alive)
  socket.on('message', (data, isBinary) => {
    alive()
    try {
      if (!isBinary) throw new Error('a text message')
      onFrame(fromBinary(FrameSchema, data as Buffer))
    } catch (error) {
      failure = new AppError('relay-refused', 'not a frame', {}, { cause: error })
      socket.terminate()
    }
  })
  socket.on('unexpected-response', (request, response) => {
    failure = new AppError(response.statusCode === 401 ? 'unauthorized' : 'relay-busy', `HTTP ${response.statusCode}`)
    request.destroy()
  })
  socket.on('error', (error) => {
    failure ??= unreachableOr(error)
  })
  socket.on('close', (code) => {
    clearTimeout(watchdog)
    onEnd(failure ?? closed(code))
  })
  return {
    send: (frame) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(frame)
    },
    probe: () => {
      if (socket.readyState !== WebSocket.OPEN) return
      socket.ping()
      expectLife(probeMs)
    },
    close: () => socket.terminate(),
  }
}

function closed(code: number): AppError {
  switch (code) {
    case closeCodes.unauthorized:
      return new AppError('unauthorized', 'the ticket has run out')
    case closeCodes.replaced:
      return new AppError('relay-refused', 'the same device has connected again')
    default:
      return new AppError('relay-unreachable', `the socket was closed (${code})`)
  }
}
