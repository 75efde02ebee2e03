/** The files inside a backup as one stream: each with its name and length, an empty name at the end. SPEC.md S-1. */
import { type FileHandle, open } from 'node:fs/promises'
import { AppError } from '../../../shared/errors.ts'
import { isSystemError, sourceError } from '../files/index.ts'

export interface Part {
  /** Inside the profile's folder, with `/` between names. */
  readonly name: string
  /** Absolute path of what is read. */
  readonly path: string
  /** Called once it has been read and may change again. */
  readonly done?: () => void
}

const readBytes = 256 * 1024

/** Nothing else comes out of a backup, whatever stands in it. */
const nameForm = /^(?:profile\.db|(?:media|relay)(?:\/[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}){1,4})$/

export const isPartName = (name: string): boolean => nameForm.test(name)

/** Parts that are gone by now are left out; ones that were cut meanwhile are filled up, and found broken when they are used. */
export async function* written(parts: Iterable<Part>): AsyncGenerator<Uint8Array> {
  for (const { name, path, done } of parts) {
    const file = await opened(path)
    if (file === null) continue
    try {
      const { size } = await file.stat()
      yield head(name, size)
      yield* contents(file, size)
    } finally {
      await file.close()
    }
    done?.()
  }
  yield head('', 0).subarray(0, nameLengthBytes)
}

const nameLengthBytes = 2
const sizeBytes = 8

function head(name: string, size: number): Buffer {
  const text = Buffer.from(name)
  const bytes = Buffer.alloc(nameLengthBytes + text.length + sizeBytes)
  bytes.writeUInt16BE(text.length)
  text.copy(bytes, nameLengthBytes)
  bytes.writeBigUInt64BE(BigInt(size), nameLengthBytes + text.length)
  return bytes
}

async function opened(path: string): Promise<FileHandle | null> {
  try {
    return await open(path)
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return null
    throw sourceError(error)
  }
}

async function* contents(file: FileHandle, size: number): AsyncGenerator<Uint8Array> {
  const room = Buffer.alloc(Math.min(readBytes, size))
  for (let position = 0; position < size; ) {
    const wanted = Math.min(room.length, size - position)
    const { bytesRead } = await file.read(room, 0, wanted, position).catch((error: unknown) => {
      throw sourceError(error)
    })
    const bytes = room.subarray(0, bytesRead === 0 ? wanted : bytesRead)
    if (bytesRead === 0) bytes.fill(0)
    yield bytes
    position += bytes.length
  }
}

export interface ReadPart {
  readonly name: string
  readonly size: number
  /** To be read to its end before the next part is asked for; good until the next bytes are. */
  readonly contents: AsyncIterable<Uint8Array>
}

/** Raises `backup-damaged` for what {@link written} does not write. */
export async function* read(pieces: AsyncIterable<Buffer>): AsyncGenerator<ReadPart> {
  const stream = new Stream(pieces)
  for (;;) {
    const length = (await stream.take(nameLengthBytes)).readUInt16BE()
    if (length === 0) break
    const name = (await stream.take(length)).toString()
    if (!isPartName(name)) throw new AppError('backup-damaged', 'a name that none of its files has')
    const size = Number((await stream.take(sizeBytes)).readBigUInt64BE())
    if (!Number.isSafeInteger(size)) throw new AppError('backup-damaged', 'a size that no file has')
    yield { name, size, contents: stream.upTo(size) }
  }
  await stream.end()
}

class Stream {
  readonly #pieces: AsyncIterator<Buffer>
  #rest: Buffer = Buffer.alloc(0)

  constructor(pieces: AsyncIterable<Buffer>) {
    this.#pieces = pieces[Symbol.asyncIterator]()
  }

  /** A few bytes. */
  async take(length: number): Promise<Buffer> {
    while (this.#rest.length < length) this.#rest = Buffer.concat([this.#rest, await this.#next()])
    const taken = this.#rest.subarray(0, length)
    this.#rest = this.#rest.subarray(length)
    return taken
  }

  async *upTo(length: number): AsyncGenerator<Uint8Array> {
    for (let left = length; left > 0; ) {
      if (this.#rest.length === 0) this.#rest = await this.#next()
      const bytes = this.#rest.subarray(0, left)
      this.#rest = this.#rest.subarray(bytes.length)
      left -= bytes.length
      yield bytes
    }
  }

  /** Nothing stands behind what was read. */
  async end(): Promise<void> {
    const { done } = await this.#pieces.next()
    if (this.#rest.length > 0 || !done) throw new AppError('backup-damaged', 'something stands behind its end')
  }

  async #next(): Promise<Buffer> {
    const { done, value } = await this.#pieces.next()
    if (done) throw new AppError('backup-damaged', 'a file inside was cut off')
    return value
  }
}
