/** The answering end of a bridge: runs a router's procedures for one channel. Knows no procedure in particular. */
import { type AnyProcedure, type AnyRouter, createProcedureClient, isProcedure } from '@orpc/server'
import { AppError } from '../errors.ts'
import type { Channel } from './channel.ts'
import { decode, encode } from './codec.ts'
import { isUndeclared, toPayload } from './errors.ts'
import { ClientMessage, maxOpenCalls, type ServerMessage, streamWindow, streamWindowBytes } from './messages.ts'

export interface ServeOptions {
  /** Hears of each error that crosses as `internal`, with the procedure's name. */
  readonly report: (error: unknown, procedure: string) => void
}

type Run = (input: unknown, options: { signal: AbortSignal }) => Promise<unknown>

/** Answers `channel` until it closes; then all calls and streams of it are aborted. */
export function serveRouter(channel: Channel, router: AnyRouter, options: ServeOptions): void {
  const procedures = collect(router)
  const open = new Map<number, OpenCall>()

  channel.onFrame((frame) => {
    const message = parse(frame)
    if (!message) return channel.close()
    const call = open.get(message.id)
    switch (message.type) {
      case 'call': {
        if (call) return channel.close()
        const name = message.path.join('.')
        const started = new OpenCall(channel, message.id, (error) => options.report(error, name))
        if (open.size >= maxOpenCalls) return started.fail(new AppError('rate-limited'))
        open.set(message.id, started)
        void started.run(procedures.get(name), message.input).finally(() => open.delete(message.id))
        return
      }
      case 'cancel':
        return call?.cancel()
      case 'credit':
        // A stream may have ended while its credit was on its way.
        if (call && !call.credit(message.values)) channel.close()
    }
  })
  channel.onClose(() => {
    for (const call of open.values()) call.cancel()
  })
}

/** One call, and the stream that may come of it. */
class OpenCall {
  readonly #channel: Channel
  readonly #id: number
  readonly #report: (error: unknown) => void
  readonly #controller = new AbortController()
  /** Lengths of the stream's values that the client has not read yet. */
  readonly #unread: number[] = []
  #unreadBytes = 0
  #wake: (() => void) | undefined

  constructor(channel: Channel, id: number, report: (error: unknown) => void) {
    this.#channel = channel
    this.#id = id
    this.#report = report
  }

  /** Runs to the end of the call or stream; never rejects. */
  async run(procedure: Run | undefined, input: unknown): Promise<void> {
    const { signal } = this.#controller
    try {
      if (!procedure) throw new AppError('not-found', 'no such procedure')
      const output = await procedure(input, { signal })
      if (isStream(output)) return await this.#pump(output)
      await this.#channel.writable()
      if (!signal.aborted) this.#send({ type: 'result', id: this.#id, value: output })
    } catch (error) {
      // The client has left; its cancelling is no error.
      if (!signal.aborted) this.fail(error)
    }
  }

  fail(error: unknown): void {
    if (isUndeclared(error)) this.#report(error)
    this.#send({ type: 'error', id: this.#id, error: toPayload(error) })
  }

  cancel(): void {
    this.#controller.abort(new AppError('cancelled'))
    this.#wake?.()
  }

  /** False when the client says that it read more than there was. */
  credit(values: number): boolean {
    if (values > this.#unread.length) return false
    for (const length of this.#unread.splice(0, values)) this.#unreadBytes -= length
    this.#wake?.()
    return true
  }

  async #pump(stream: AsyncIterator<unknown>): Promise<void> {
    const { signal } = this.#controller
    // Not awaited by the loop below, which may itself wait for the stream's next value.
    const leave = () => void Promise.resolve(stream.return?.()).catch(this.#report)
    if (signal.aborted) return leave()
    signal.addEventListener('abort', leave)
    try {
      this.#send({ type: 'stream', id: this.#id })
      for (;;) {
        await this.#window()
        if (signal.aborted) return
        const { done, value } = await stream.next()
        if (signal.aborted) return
        if (done) return void this.#send({ type: 'end', id: this.#id, value })
        const length = this.#send({ type: 'value', id: this.#id, value })
        this.#unread.push(length)
        this.#unreadBytes += length
      }
    } catch (error) {
      if (!signal.aborted) leave()
      throw error
    } finally {
      signal.removeEventListener('abort', leave)
    }
  }

  /** Resolves when the stream may send another value, or is cancelled. */
  async #window(): Promise<void> {
    const full = () => this.#unread.length >= streamWindow || this.#unreadBytes >= streamWindowBytes
    while (full() && !this.#controller.signal.aborted) await new Promise<void>((resolve) => (this.#wake = resolve))
    await this.#channel.writable()
  }

  #send(message: ServerMessage): number {
    const frame = encode(message)
    this.#channel.send(frame)
    return frame.length
  }
}

function parse(frame: Parameters<typeof decode>[0]): ClientMessage | undefined {
  try {
    return ClientMessage.parse(decode(frame))
  } catch {
    return undefined
  }
}

function isStream(output: unknown): output is AsyncIterator<unknown> {
  return typeof output === 'object' && output !== null && Symbol.asyncIterator in output
}

/** All procedures by name, so that no path from outside ever walks an object. */
function collect(router: AnyRouter, prefix = '', procedures = new Map<string, Run>()): Map<string, Run> {
  for (const [key, value] of Object.entries(router)) {
    if (isProcedure(value)) procedures.set(prefix + key, runner(value))
    else collect(value as AnyRouter, `${prefix}${key}.`, procedures)
  }
  return procedures
}

/** The procedure with its checks. An input without a schema would pass unparsed, so it is dropped. */
function runner(procedure: AnyProcedure): Run {
  const client = createProcedureClient(procedure, { context: {} })
  const takesInput = procedure['~orpc'].inputSchema !== undefined
  return (input, options) => client(takesInput ? input : undefined, options)
}
