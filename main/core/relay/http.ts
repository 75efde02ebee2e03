/** HTTP to one relay: what comes back has the form its route promises, what fails is an `AppError`. Knows no account. */
import type { Static } from 'typebox'
import { Check } from 'typebox/value'
import type { Agent } from 'undici'
import { AppError } from '../../../shared/errors.ts'
import { collectShortLived } from '../../../shared/node/short-lived-memory.ts'
import {
  ErrorBody,
  errorStatus,
  mediaTypes,
  pathOf,
  type RelayErrorCode,
  type Route,
} from '../../../shared/relay-api/index.ts'
import { type ProxyFor, straight } from './proxy.ts'
import { connectRelay } from './tls.ts'

/** Milliseconds until the head of an answer, unless the caller says otherwise. */
const defaultTimeoutMs = 15_000
/** An answer that is larger than every chunk and every bitmap is not one of ours. */
const maxResponseBytes = 8 * 1024 * 1024
/** Long polls and chunks run side by side. */
const defaultConnections = 32

export interface HttpOptions {
  /** Sockets at most. */
  readonly connections?: number
  /** Requests that may be on the way on one socket; only for routes that may be repeated. */
  readonly pipelining?: number
  readonly proxyFor?: ProxyFor
}

export interface CallOptions {
  readonly params?: Readonly<Record<string, string | number>>
  readonly query?: Readonly<Record<string, string | number | undefined>>
  readonly headers?: Readonly<Record<string, string>>
  /** Goes as JSON. */
  readonly json?: unknown
  /** Goes as it is, instead of `json`. */
  readonly bytes?: { readonly type: string; readonly body: Uint8Array }
  /** Where the bytes of the answer go, instead of memory of their own; what is longer is refused. */
  readonly into?: Uint8Array
  readonly signal?: AbortSignal | undefined
  /** Milliseconds until the head of the answer. */
  readonly timeoutMs?: number
}

export interface RawAnswer {
  readonly status: number
  readonly body: Uint8Array
}

export class RelayHttp {
  /** Origin. */
  readonly url: string
  readonly #options: HttpOptions
  readonly #pin: Uint8Array | null
  #agent: Promise<Agent> | undefined

  /** @param pin SHA-256 of the relay's SubjectPublicKeyInfo, 32 bytes; null where a certificate authority vouches. */
  constructor({ url, pin }: { url: string; pin: Uint8Array | null }, options: HttpOptions = {}) {
    this.url = url
    this.#pin = pin
    this.#options = options
  }

  /** Calls a route that answers with JSON or with nothing. */
  async call<R extends Route>(route: R, options: CallOptions = {}): Promise<Static<R['response']>> {
    const { body } = await this.raw(route, options)
    const value: unknown = body.length === 0 ? undefined : parseJson(body)
    if (!Check(route.response, value)) throw new AppError('relay-refused', 'the relay answered in another form')
    return value as Static<R['response']>
  }

  /** Calls a route that answers with bytes. Raises the relay's own error for every status but 2xx. */
  async raw(route: Route, options: CallOptions = {}): Promise<RawAnswer> {
    const { params, query, signal, timeoutMs = defaultTimeoutMs } = options
    const sent = bodyOf(options)
    try {
      const agent = await this.#connected()
      const answer = await agent.request({
        origin: this.url,
        method: route.method,
        path: pathOf(route, params, query),
        headers: { ...options.headers, ...(sent === null ? {} : { 'content-type': sent.type }) },
        body: sent?.body ?? null,
        signal: signal ?? null,
        headersTimeout: timeoutMs,
        bodyTimeout: timeoutMs,
      })
      const body =
        options.into === undefined
          ? new Uint8Array(await answer.body.arrayBuffer())
          : await readInto(answer.body, options.into)
      if (answer.statusCode < 200 || answer.statusCode > 299) throw refusal(answer.statusCode, body)
      return { status: answer.statusCode, body }
    } catch (error) {
      throw signal?.aborted ? new AppError('cancelled') : unreachableOr(error)
    }
  }

  /** Ends every connection; what runs on one fails, what comes next makes another. */
  reset(): void {
    const agent = this.#agent
    this.#agent = undefined
    // What it was doing has failed already; nobody waits for its end.
    agent?.then((one) => one.destroy()).catch(() => {})
  }

  /** Ends every connection; requests that run fail. */
  async close(): Promise<void> {
    await (await this.#agent)?.destroy()
  }

  #connected(): Promise<Agent> {
    this.#agent ??= this.#newAgent()
    return this.#agent
  }

  /** The client is as large as everything else in the core, and the window need not wait for it. */
  async #newAgent(): Promise<Agent> {
    const { Agent } = await import('undici')
    const { proxyFor = straight } = this.#options
    return new Agent({
      connections: this.#options.connections ?? defaultConnections,
      pipelining: this.#options.pipelining ?? 1,
      maxResponseSize: maxResponseBytes,
      connect: (_, callback) =>
        connectRelay(this.url, this.#pin, proxyFor, (error, socket) =>
          socket === null ? callback(error ?? new AppError('relay-unreachable'), null) : callback(null, socket),
        ),
    })
  }
}

/** Chunks are large and many: each goes into the same memory, and what it came in goes at once. */
async function readInto(body: AsyncIterable<Uint8Array>, into: Uint8Array) {
  let length = 0
  for await (const piece of body) {
    if (length + piece.length > into.length) throw new AppError('relay-refused', 'the answer is too long')
    into.set(piece, length)
    length += piece.length
  }
  collectShortLived()
  return into.subarray(0, length)
}

function bodyOf({ json, bytes }: CallOptions): { type: string; body: Uint8Array | string } | null {
  if (bytes !== undefined) return bytes
  return json === undefined ? null : { type: mediaTypes.json, body: JSON.stringify(json) }
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body))
  } catch {
    return undefined
  }
}

/** What a relay may say; the other codes are our own words. */
const isRelayCode = (code: string): code is RelayErrorCode => Object.hasOwn(errorStatus, code)
/** Characters of a relay's words that are kept: they stand with each message that could not be sent. */
const maxReasonLength = 200

/** The relay's error, of whose data the figures. Lists of devices: whoever repairs fetches the bundles, which tell the same. */
function refusal(status: number, body: Uint8Array): AppError {
  const value = parseJson(body)
  if (Check(ErrorBody, value) && isRelayCode(value.code)) {
    const figures = ['limit', 'retryAfterMs'].flatMap((name) => {
      const figure = value.data[name]
      return typeof figure === 'number' ? [[name, figure]] : []
    })
    return new AppError(value.code, value.message.slice(0, maxReasonLength), Object.fromEntries(figures))
  }
  if (status === 429 || status >= 500) return new AppError('relay-busy', `HTTP status ${status}`)
  return new AppError('relay-refused', `HTTP status ${status}`)
}

/** An error that is none of ours keeps its cause for the log. */
export function asAppError(error: unknown): AppError {
  return error instanceof AppError ? error : new AppError('internal', 'unexpected', {}, { cause: error })
}

/** What the connector or the relay said, if one of them did; else nobody answered. */
export function unreachableOr(error: unknown): AppError {
  for (let cause = error; cause instanceof Error; cause = cause.cause) if (cause instanceof AppError) return cause
  return new AppError('relay-unreachable', 'no answer from the relay', {}, { cause: error })
}
