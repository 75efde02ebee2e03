/** From a stream to a proven connection, from either end. Has no knowledge of what it is for. SPEC.md F-41. */
import type { ByteStream } from './byte-stream.ts'
import { DirectConnection, lost } from './connection.ts'
import { answer, answerBytes, greet, helloBytes, type Meant, readHello } from './handshake.ts'

/** Milliseconds until an address that does not answer, or a handshake that does not end, is given up. */
const patienceMs = 4_000

/** Proves both ends of a stream that this side has opened. Raises `peer-unreachable`. */
export async function prove(stream: ByteStream, secret: Uint8Array, meant: Meant, signal: AbortSignal) {
  return guarded(stream, signal, async () => {
    const { hello, finish } = greet(secret, meant)
    const asked = performance.now()
    stream.write([hello])
    const { exact, rest } = await bytesFrom(stream, answerBytes)
    const keys = finish(exact)
    if (keys === null) throw lost('somebody else answers there')
    return new DirectConnection(stream, keys, rest, performance.now() - asked)
  })
}

/** Who is meant by whoever has connected, and the secret of it; null where nobody here knows of it. */
export type Lookup = (meant: Meant) => Uint8Array | null

/** Says nothing to whoever does not know the secret. Raises `peer-unreachable`. */
export async function admit(stream: ByteStream, lookup: Lookup, signal: AbortSignal) {
  return guarded(stream, signal, async () => {
    const { exact, rest } = await bytesFrom(stream, helloBytes)
    const meant = readHello(exact)
    const secret = meant === null ? null : lookup(meant)
    const answered = secret === null ? null : answer(secret, exact)
    if (meant === null || answered === null) throw lost('a stranger')
    stream.write([answered.answer])
    return { meant, connection: new DirectConnection(stream, answered.keys, rest) }
  })
}

/** Ends the stream unless `work` ends well in time. */
async function guarded<T>(stream: ByteStream, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  const end = () => stream.destroy()
  const timer = setTimeout(end, patienceMs)
  signal.addEventListener('abort', end, { once: true })
  try {
    if (signal.aborted) throw lost('not wanted any more')
    return await work()
  } catch (error) {
    stream.destroy()
    throw error
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', end)
  }
}

/** The first `length` bytes; the stream is paused behind them. */
function bytesFrom(stream: ByteStream, length: number): Promise<{ exact: Buffer; rest: Buffer }> {
  return new Promise((resolve, reject) => {
    let bytes = Buffer.alloc(0)
    stream.onClose(() => reject(lost('closed')))
    stream.read((more) => {
      bytes = Buffer.concat([bytes, more])
      if (bytes.length < length) return
      stream.pause()
      resolve({ exact: bytes.subarray(0, length), rest: bytes.subarray(length) })
    })
  })
}
