/** Channels over message ports: the browser's, Node's, Electron's. They differ only in how a listener is added. */
import { BaseChannel, type Channel, type Frame } from './channel.ts'

interface Port {
  postMessage(message: unknown): void
  start(): void
  close(): void
}

/** The browser's `MessagePort`. */
export interface DomPort extends Port {
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void
  addEventListener(type: 'close' | 'messageerror', listener: () => void): void
}

/** `MessagePort` of `node:worker_threads`. */
export interface NodePort extends Port {
  on(event: 'message', listener: (data: unknown) => void): unknown
  on(event: 'close' | 'messageerror', listener: () => void): unknown
}

/** `MessagePortMain` of Electron's main process. */
export interface ElectronPort extends Port {
  on(event: 'message', listener: (event: { data: unknown }) => void): unknown
  on(event: 'close', listener: () => void): unknown
}

/**
 * A port tells nothing of what waits at the other side, so `writable` resolves at once; streams are bounded by the
 * window of the protocol above.
 */
class PortChannel extends BaseChannel {
  readonly #port: Port

  constructor(port: Port, maxFrame: number) {
    super(maxFrame)
    this.#port = port
  }

  readonly message = (data: unknown) => this.receive(data)
  readonly broken = () => this.close()
  readonly gone = () => this.ended()

  protected transmit(frame: Frame): void {
    this.#port.postMessage(frame)
  }

  protected terminate(): void {
    this.#port.close()
  }
}

/** Takes over `port`; a frame longer than `maxFrame` closes it. */
export function domPortChannel(port: DomPort, maxFrame: number): Channel {
  const channel = new PortChannel(port, maxFrame)
  port.addEventListener('message', (event) => channel.message(event.data))
  port.addEventListener('messageerror', channel.broken)
  port.addEventListener('close', channel.gone)
  port.start()
  return channel
}

/** Takes over `port`; a frame longer than `maxFrame` closes it. */
export function nodePortChannel(port: NodePort, maxFrame: number): Channel {
  const channel = new PortChannel(port, maxFrame)
  port.on('message', channel.message)
  port.on('messageerror', channel.broken)
  port.on('close', channel.gone)
  port.start()
  return channel
}

/** Takes over `port`; a frame longer than `maxFrame` closes it. */
export function electronPortChannel(port: ElectronPort, maxFrame: number): Channel {
  const channel = new PortChannel(port, maxFrame)
  port.on('message', (event) => channel.message(event.data))
  port.on('close', channel.gone)
  port.start()
  return channel
}
