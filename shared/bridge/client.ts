/** The asking end of a bridge: turns calls into frames of one channel. Knows no procedure in particular. */
import { AsyncIteratorClass, type ClientLink, createORPCClient } from '@orpc/client'
import type { AnyContractRouter, ContractRouterClient } from '@orpc/contract'
import { AppError } from '../errors.ts'
import type { Channel } from './channel.ts'
import { decode, encode } from './codec.ts'
import { fromPayload } from './errors.ts'
import { type ClientMessage, ServerMessage, streamWindow } from './messages.ts'

/** What carries calls; `BridgeLink` over one channel, others in front of it. */
export type Link = ClientLink<Record<never, never>>

/** A typed client. Calls and streams fail with {@link AppError} only. */
export function createClient<Contract extends AnyContractRouter>(link: Link): ContractRouterClient<Contract> {
  return createORPCClient<ContractRouterClient<Contract> & object>(link)
}

/** A typed client of whatever serves the other end of `channel`. */
export function clientOf<Contract extends AnyContractRouter>(channel: Channel): ContractRouterClient<Contract> {
  return createClient<Contract>(new BridgeLink(channel))
}

interface Pending {
  message(message: ServerMessage): void
  fail(error: AppError): void
}

/** Calls over one channel. When it closes, everything open fails with `bridge-closed`, and so does every later call. */
export class BridgeLink implements Link {
  readonly #channel: Channel
  readonly #pending = new Map<number, Pending>()
  #nextId = 0
  #closed = false

  constructor(channel: Channel) {
    this.#channel = channel
    channel.onFrame((frame) => {
      try {
        const message = ServerMessage.parse(decode(frame))
        // What was cancelled may still be answered.
        this.#pending.get(message.id)?.message(message)
      } catch {
        channel.close()
      }
    })
    channel.onClose(() => {
      this.#closed = true
      for (const pending of this.#pending.values()) pending.fail(new AppError('bridge-closed'))
      this.#pending.clear()
    })
  }

  call(path: readonly string[], input: unknown, { signal }: { signal?: AbortSignal | undefined }): Promise<unknown> {
    if (this.#closed) return Promise.reject(new AppError('bridge-closed'))
    if (signal?.aborted) return Promise.reject(new AppError('cancelled'))
    const id = this.#nextId++
    const frame = encode({ type: 'call', id, path, input } satisfies ClientMessage)
    return new Promise((resolve, reject) => {
      const abort = () => {
        this.#send({ type: 'cancel', id })
        settle()
        reject(new AppError('cancelled'))
      }
      const settle = () => {
        this.#pending.delete(id)
        signal?.removeEventListener('abort', abort)
      }
      signal?.addEventListener('abort', abort)
      this.#pending.set(id, {
        message: (message) => {
          settle()
          if (message.type === 'result') resolve(message.value)
          else if (message.type === 'error') reject(fromPayload(message.error))
          else if (message.type === 'stream') resolve(this.#stream(id, signal))
          else throw new TypeError('a value without a stream')
        },
        fail: (error) => {
          settle()
          reject(error)
        },
      })
      this.#channel.send(frame)
    })
  }

  #stream(id: number, signal: AbortSignal | undefined): AsyncIteratorClass<unknown> {
    const values: unknown[] = []
    let end: { error: AppError } | { value: unknown } | undefined
    let read = 0
    let wake: (() => void) | undefined

    const finish = (how: { error: AppError } | { value: unknown }) => {
      end ??= how
      this.#pending.delete(id)
      signal?.removeEventListener('abort', abort)
      wake?.()
    }
    const leave = (how: { error: AppError } | { value: unknown }) => {
      if (end) return
      this.#send({ type: 'cancel', id })
      values.length = 0
      finish(how)
    }
    const abort = () => leave({ error: new AppError('cancelled') })
    signal?.addEventListener('abort', abort)

    this.#pending.set(id, {
      message: (message) => {
        if (message.type === 'value') values.push(message.value)
        else if (message.type === 'end') finish({ value: message.value })
        else if (message.type === 'error') finish({ error: fromPayload(message.error) })
        else throw new TypeError('a second answer')
        if (values.length > streamWindow) throw new RangeError('more values than the window')
        wake?.()
      },
      fail: (error) => finish({ error }),
    })

    return new AsyncIteratorClass<unknown>(
      async () => {
        while (values.length === 0 && !end) await new Promise<void>((resolve) => (wake = resolve))
        if (values.length > 0) {
          const value = values.shift()
          read++
          // Half a window at once, or all of it where the server may wait for these very values.
          if (!end && (read >= streamWindow / 2 || values.length === 0)) {
            this.#send({ type: 'credit', id, values: read })
            read = 0
          }
          return { done: false, value }
        }
        if (end && 'error' in end) throw end.error
        return { done: true, value: end?.value }
      },
      async () => leave({ value: undefined }),
    )
  }

  #send(message: ClientMessage): void {
    this.#channel.send(encode(message))
  }
}
