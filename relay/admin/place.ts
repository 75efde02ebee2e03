/** Where a running relay listens for whoever runs it: a socket in its data folder, or a pipe under Windows. */
import { createHash } from 'node:crypto'
import path from 'node:path'

/** Bytes of a socket's path that every system takes (`sun_path` has 104 on macOS, 108 on Linux). */
const mostBytes = 100

/** @param data The relay's data folder. @throws Error where its path is too long for a socket. */
export function adminPlace(data: string): string {
  const folder = path.resolve(data)
  if (process.platform === 'win32') {
    return `\\\\.\\pipe\\megachat-relay-${createHash('sha256').update(folder).digest('hex').slice(0, 32)}`
  }
  const place = path.join(folder, 'admin.sock')
  if (Buffer.byteLength(place) > mostBytes)
    throw new Error(`the path of the data folder is too long for a socket: ${folder}`)
  return place
}
