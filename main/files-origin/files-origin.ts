/**
 * Answers for the files origin: the bytes of one file under its token, and nothing else. What begins as the picture,
 * video or sound that it is said to be is shown; all else can only be saved. Has no knowledge of transports: both shells
 * turn these answers into their own.
 */

import { FileToken } from '../../shared/contract/index.ts'
import { beginsAs, headBytes } from '../../shared/media-types.ts'
import { readSealedFile } from '../core/files/sealed-file.ts'
import type { ServedFile } from '../core/host.ts'
import { rangeOf } from './range.ts'

export interface FileRequest {
  readonly method: string
  /** Path of the request: `/<token>`. */
  readonly path: string
  /** The `Range` header. */
  readonly range: string | null | undefined
}

export interface FileAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** Null where there are no bytes to send. */
  readonly body: AsyncIterable<Uint8Array> | null
}

export interface FilesOriginOptions {
  readonly serveFile: (token: FileToken) => Promise<ServedFile | null>
}

/** Tokens whose files' beginnings are remembered. */
const mostRemembered = 1000

export class FilesOrigin {
  readonly #options: FilesOriginOptions
  /** Whether a token's file begins as its type says: a video is asked for in many pieces. */
  readonly #begins = new Map<string, boolean>()

  constructor(options: FilesOriginOptions) {
    this.#options = options
  }

  async answer({ method, path, range }: FileRequest): Promise<FileAnswer> {
    if (method !== 'GET' && method !== 'HEAD') return this.#refuse(405)
    const token = FileToken.safeParse(path.slice(1))
    const file = token.success ? await this.#options.serveFile(token.data).catch(() => null) : null
    if (!token.success || file === null) return this.#refuse(404)
    const size = file.kind === 'bytes' ? file.bytes.length : file.place.size
    const asked = rangeOf(range, size)
    if (asked.kind === 'unsatisfiable') return this.#refuse(416, { 'Content-Range': `bytes */${size}` })
    let shown: boolean
    try {
      shown = await this.#isShown(token.data, file)
    } catch {
      // It was deleted in this moment, or does not open any more.
      return this.#refuse(404)
    }
    const [start, end] = asked.kind === 'part' ? [asked.start, asked.end] : [0, size]
    return {
      status: asked.kind === 'part' ? 206 : 200,
      headers: {
        ...this.#headers(),
        'Content-Type': shown ? file.type : 'application/octet-stream',
        'Content-Disposition': `${shown ? 'inline' : 'attachment'}; filename*=UTF-8''${encoded(file.name)}`,
        'Content-Length': String(end - start),
        'Accept-Ranges': 'bytes',
        ...(asked.kind === 'part' ? { 'Content-Range': `bytes ${start}-${end - 1}/${size}` } : {}),
      },
      body: method === 'HEAD' ? null : bytesOf(file, start, end),
    }
  }

  async #isShown(token: string, file: ServedFile): Promise<boolean> {
    const known = this.#begins.get(token)
    if (known !== undefined) return known
    const shown = beginsAs(file.type, await headOf(file))
    for (const oldest of this.#begins.keys()) {
      if (this.#begins.size < mostRemembered) break
      this.#begins.delete(oldest)
    }
    this.#begins.set(token, shown)
    return shown
  }

  #headers(): Record<string, string> {
    return {
      'X-Content-Type-Options': 'nosniff',
      'Content-Security-Policy': "sandbox; default-src 'none'",
      // The page is at another origin; to Chromium two ports of one address are not even the same site.
      'Cross-Origin-Resource-Policy': 'cross-origin',
      'Referrer-Policy': 'no-referrer',
      // What is encrypted on the disk must not lie there in a browser's cache.
      'Cache-Control': 'no-store',
    }
  }

  #refuse(status: number, headers: Readonly<Record<string, string>> = {}): FileAnswer {
    return { status, headers: { ...this.#headers(), 'Content-Type': 'text/plain', ...headers }, body: null }
  }
}

async function headOf(file: ServedFile): Promise<Uint8Array> {
  if (file.kind === 'bytes') return file.bytes.subarray(0, headBytes)
  for await (const piece of readSealedFile(file.place, 0, Math.min(headBytes, file.place.size))) return piece
  return new Uint8Array()
}

async function* bytesOf(file: ServedFile, start: number, end: number): AsyncGenerator<Uint8Array> {
  if (file.kind === 'bytes') yield file.bytes.subarray(start, end)
  else yield* readSealedFile(file.place, start, end)
}

/** RFC 8187; what `encodeURIComponent` leaves and that form does not take. */
const encoded = (name: string): string =>
  encodeURIComponent(name).replace(/['()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
