/**
 * The driver of `BlobStore` for relays that are one and share an S3-compatible store: one object for each chunk, put under its
 * name unless there is one already (`If-None-Match: *`), so that the first bytes win without anybody to ask.
 */
import { randomUUID } from 'node:crypto'
import type { Readable } from 'node:stream'
import { AppError } from '../../../shared/errors.ts'
import type { BlobStore, Staged } from '../blob-store.ts'
import type { BlobKey } from '../store.ts'
import { Bucket, type S3Options } from './bucket.ts'
import { MemoryBudget } from './memory-budget.ts'

/** Bytes of chunks that are on their way through this relay at once. */
const memoryBytes = 256 * 1024 * 1024
/** Objects that are deleted at once. */
const atOnce = 16
/** Milliseconds after which nobody is putting an object any more, and its relay has written down that it is there. */
const settledMs = 60 * 60_000
/** Account, blob and chunk in the name of an object. */
const nameForm = /^([0-9a-f-]{36})\.([0-9a-f]{32})\/(\d+)$/

/** @throws Error in words for whoever runs the relay, where the store cannot be reached or is not good enough. */
export async function openS3BlobStore(options: S3Options, settled = settledMs): Promise<BlobStore> {
  const bucket = new Bucket(options)
  await assertConditional(bucket)
  return new S3BlobStore(bucket, settled)
}

/** Whether the store takes an object only where there is none of its name. @throws Error where it does not, or cannot be reached. */
async function assertConditional(bucket: Bucket): Promise<void> {
  const probe = `probe-${randomUUID()}`
  try {
    const [first, second] = [
      await bucket.putNew(probe, new Uint8Array(1)),
      await bucket.putNew(probe, new Uint8Array(2)),
    ]
    if (!first || second) throw new Error('the store of chunks takes a second object of the same name (If-None-Match)')
  } finally {
    await bucket.delete(probe).catch(() => {})
  }
}

class S3BlobStore implements BlobStore {
  readonly #bucket: Bucket
  readonly #settledMs: number
  readonly #memory = new MemoryBudget(memoryBytes)

  constructor(bucket: Bucket, settled: number) {
    this.#bucket = bucket
    this.#settledMs = settled
  }

  async stage(key: BlobKey, source: Readable, bytes: number): Promise<Staged> {
    // It may break before it is read; reading it then raises the same error.
    source.once('error', () => {})
    await this.#memory.take(bytes)
    let held = true
    const discard = async () => {
      if (held) this.#memory.give(bytes)
      held = false
    }
    try {
      const body = await wholeOf(source, bytes)
      const publish = async (n: number) => {
        const name = nameOf(key, n)
        if (await this.#bucket.putNew(name, body)) return bytes
        const size = await this.#bucket.size(name)
        if (size === null) throw new AppError('not-found')
        return size
      }
      return { publish, discard }
    } catch (error) {
      await discard()
      throw error
    }
  }

  get(key: BlobKey, n: number): ReturnType<BlobStore['get']> {
    return this.#bucket.get(nameOf(key, n))
  }

  async drop(key: BlobKey, chunks: readonly number[]): Promise<void> {
    await this.#delete(chunks.map((n) => nameOf(key, n)))
  }

  async dropAll(key: BlobKey): Promise<void> {
    const names: string[] = []
    for await (const { key: name } of this.#bucket.list(folderOf(key))) names.push(name)
    await this.#delete(names)
  }

  async *list(): ReturnType<BlobStore['list']> {
    let current: { key: BlobKey; chunks: number[] } | null = null
    for await (const { key: name, changedAt } of this.#bucket.list('')) {
      const [, account, blob, n] = nameForm.exec(name) ?? []
      if (account === undefined || blob === undefined) continue
      if (current === null || current.key.account !== account || current.key.blob !== blob) {
        if (current !== null) yield current
        current = { key: { account, blob }, chunks: [] }
      }
      if (changedAt <= Date.now() - this.#settledMs) current.chunks.push(Number(n))
    }
    if (current !== null) yield current
  }

  async #delete(names: readonly string[]): Promise<void> {
    for (let from = 0; from < names.length; from += atOnce)
      await Promise.all(names.slice(from, from + atOnce).map((name) => this.#bucket.delete(name)))
  }
}

const folderOf = ({ account, blob }: BlobKey): string => `${account}.${blob}/`
const nameOf = (key: BlobKey, n: number): string => folderOf(key) + n

/** @throws AppError `invalid-input` where it is not so long; any error of `source`. */
async function wholeOf(source: Readable, bytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const whole = new Uint8Array(bytes)
  let at = 0
  for await (const piece of source as AsyncIterable<Uint8Array>) {
    if (at + piece.length > bytes) throw new AppError('invalid-input', 'the chunk is longer than it said')
    whole.set(piece, at)
    at += piece.length
  }
  if (at !== bytes) throw new AppError('invalid-input', 'the chunk ended early')
  return whole
}
