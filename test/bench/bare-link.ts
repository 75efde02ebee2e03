/** What this machine can do at most: one process encrypts and sends over TCP, another receives and decrypts. No disk, no product. */
import { fork } from 'node:child_process'
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { open } from 'node:fs/promises'
import { connect, createServer } from 'node:net'

const chunkBytes = 4 * 1024 * 1024
const [key, nonce] = [Buffer.alloc(32, 1), Buffer.alloc(12, 2)]
const tagBytes = 16

/** Megabytes of plaintext in a second. */
export async function bareTcpMbPerSecond(bytes: number): Promise<number> {
  const child = fork(import.meta.filename, ['receive'], { execArgv: [] })
  const told = () => new Promise<number>((resolve) => child.once('message', (value) => resolve(Number(value))))
  const port = await told()
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  const plain = randomBytes(chunkBytes)
  const start = performance.now()
  const done = told()
  for (let sent = 0; sent < bytes; sent += chunkBytes) {
    const cipher = createCipheriv('aes-256-gcm', key, nonce)
    socket.cork()
    socket.write(cipher.update(plain))
    cipher.final()
    const more = socket.write(cipher.getAuthTag())
    socket.uncork()
    if (!more) await new Promise((resolve) => socket.once('drain', resolve))
  }
  socket.end()
  const received = await done
  const seconds = (performance.now() - start) / 1000
  child.disconnect()
  return (received / chunkBytes / seconds / 1e6) * chunkBytes
}

/** Megabytes that one writer brings to the disk in a second, synced at the end. */
export async function bareDiskMbPerSecond(file: string, bytes: number): Promise<number> {
  const piece = randomBytes(chunkBytes)
  const handle = await open(file, 'wx')
  const start = performance.now()
  for (let written = 0; written < bytes; written += chunkBytes) await handle.write(piece)
  await handle.sync()
  const seconds = (performance.now() - start) / 1000
  await handle.close()
  return bytes / 1e6 / seconds
}

/** In the process of its own. */
function receive(): void {
  const sealed = Buffer.alloc(chunkBytes + tagBytes)
  let filled = 0
  let plain = 0
  const server = createServer((socket) => {
    socket.on('data', (bytes) => {
      for (let at = 0; at < bytes.length; ) {
        const taken = Math.min(bytes.length - at, sealed.length - filled)
        bytes.copy(sealed, filled, at, at + taken)
        filled += taken
        at += taken
        if (filled < sealed.length) continue
        const decipher = createDecipheriv('aes-256-gcm', key, nonce)
        plain += decipher.update(sealed.subarray(0, chunkBytes)).length
        decipher.setAuthTag(sealed.subarray(chunkBytes))
        decipher.final()
        filled = 0
      }
    })
    socket.on('end', () => {
      process.send?.(plain)
      server.close()
    })
  })
  server.listen(0, '127.0.0.1', () => {
    const address = server.address()
    process.send?.(typeof address === 'object' ? (address?.port ?? 0) : 0)
  })
}

if (process.argv[2] === 'receive') receive()
