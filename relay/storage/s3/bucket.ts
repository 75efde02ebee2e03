/**
 * The few requests to an S3-compatible store (AWS, Ceph, MinIO …) that chunks need. Has no knowledge of blobs. Reference:
 * "Amazon S3 API Reference"; signed by AWS Signature Version 4.
 */
import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import { setTimeout as delay } from 'node:timers/promises'
import { AwsClient } from 'aws4fetch'
import { AppError } from '../../../shared/errors.ts'
import { Refusal } from '../../refusal.ts'
import { type Listing, readListing } from './listing.ts'

export interface S3Options {
  /** Origin, and a path where the store has one. */
  readonly endpoint: string
  /** Left out where the endpoint's own name is the bucket's. */
  readonly bucket?: string | undefined
  readonly region?: string | undefined
  /** Begins the name of each object. */
  readonly prefix?: string | undefined
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

const defaultRegion = 'us-east-1'
/** Milliseconds until an answer begins. */
const answerMs = 30_000
/** Attempts of what failed by a fault of the store, or because another write was under way. */
const attempts = 4
const pauseMs = 200
/** When a client may try again. */
const retryAfterMs = 1000

interface Asked {
  readonly key?: string
  readonly query?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Uint8Array<ArrayBuffer>
}

/** All raise Refusal `relay-busy` where the store cannot be reached or does not want to, AppError `disk-full`. */
export class Bucket {
  readonly #client: AwsClient
  readonly #root: string
  readonly #prefix: string

  constructor({ endpoint, bucket, region = defaultRegion, prefix = '', ...credentials }: S3Options) {
    this.#client = new AwsClient({ ...credentials, service: 's3', region, retries: 0 })
    this.#root = `${endpoint.replace(/\/$/, '')}/${bucket === undefined ? '' : `${bucket}/`}`
    this.#prefix = prefix
  }

  /** Gives whether it was put: false where there is one of that name. */
  async putNew(key: string, body: Uint8Array<ArrayBuffer>): Promise<boolean> {
    const { status } = await this.#ask('PUT', { key, body, headers: { 'if-none-match': '*' } }, [200, 412])
    return status === 200
  }

  /** Bytes of an object; null where there is none. */
  async size(key: string): Promise<number | null> {
    const answer = await this.#ask('HEAD', { key }, [200, 404])
    return answer.status === 404 ? null : lengthOf(answer)
  }

  async get(key: string): Promise<{ bytes: number; stream: Readable } | null> {
    const answer = await this.#ask('GET', { key }, [200, 404])
    if (answer.status === 404 || answer.body === null) {
      await answer.body?.cancel()
      return null
    }
    return { bytes: lengthOf(answer), stream: Readable.fromWeb(answer.body as ReadableStream<Uint8Array>) }
  }

  /** Also one that is not there. */
  async delete(key: string): Promise<void> {
    const answer = await this.#ask('DELETE', { key }, [200, 204, 404])
    await answer.body?.cancel()
  }

  /** All whose name begins so, in the order of their names. */
  async *list(begin: string): AsyncIterable<Listing['objects'][number]> {
    for (let token: string | undefined; ; ) {
      const query = {
        ...{ 'list-type': '2', prefix: this.#prefix + begin },
        ...(token === undefined ? {} : { 'continuation-token': token }),
      }
      const { objects, next } = readListing(await (await this.#ask('GET', { query }, [200])).text())
      for (const { key, ...object } of objects) yield { key: key.slice(this.#prefix.length), ...object }
      if (next === null) return
      token = next
    }
  }

  async #ask(method: string, asked: Asked, good: readonly number[]): Promise<Response> {
    for (let attempt = 1; ; attempt += 1) {
      const answer = await this.#once(method, asked).catch((error: unknown) => {
        if (attempt < attempts) return null
        throw new Refusal('relay-busy', `the store of chunks: ${wordsOf(error)}`, { retryAfterMs })
      })
      if (answer !== null && good.includes(answer.status)) return answer
      // 409: another conditional write of the same name is under way.
      const passes = answer === null || answer.status >= 500 || answer.status === 409 || answer.status === 429
      const isFull = answer?.status === 507
      if (passes && !isFull && attempt < attempts) {
        await answer?.body?.cancel()
        await delay(pauseMs * attempt)
        continue
      }
      const words = (await answer?.text())?.slice(0, 300) ?? ''
      if (isFull || words.includes('QuotaExceeded')) throw new AppError('disk-full')
      throw new Refusal('relay-busy', `the store of chunks answers ${answer?.status} ${words}`, { retryAfterMs })
    }
  }

  async #once(method: string, { key, query, headers = {}, body }: Asked): Promise<Response> {
    const url = new URL(this.#root + (key === undefined ? '' : this.#prefix + key))
    for (const [name, value] of Object.entries(query ?? {})) url.searchParams.set(name, value)
    const late = new AbortController()
    const timer = setTimeout(() => late.abort(new Error('no answer')), answerMs)
    try {
      // What is read of the answer has its own time.
      const init = { method, headers: { ...headers }, signal: late.signal, ...(body === undefined ? {} : { body }) }
      return await this.#client.fetch(url.href, init)
    } finally {
      clearTimeout(timer)
    }
  }
}

const lengthOf = ({ headers }: Response): number => Number(headers.get('content-length'))

function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message
}
