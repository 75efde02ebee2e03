/** The least that a server of files can be: PUT writes a body to a synced file, GET sends it. Prints its URL as a relay does. */
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'

const [folder = ''] = process.argv.slice(2)

const server = createServer(async (request, response) => {
  const file = path.join(folder, path.basename(request.url ?? ''))
  if (request.method === 'GET') {
    createReadStream(file, { highWaterMark: 256 * 1024 }).pipe(response)
    return
  }
  const handle = await open(file, 'w')
  for await (const piece of request) await handle.write(piece as Buffer)
  await handle.datasync()
  await handle.close()
  response.writeHead(204).end()
})
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo
  process.stdout.write(`${JSON.stringify({ event: 'listening', url: `http://127.0.0.1:${port}` })}\n`)
})
