/** The coturn beside a relay. For where tests may bring coturn: see `scripts/network-tools.ts`. */
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { connect } from 'node:tls'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { selfSignedTls } from '../../relay/tls.ts'
import { startCoturn } from '../../relay/turn/coturn.ts'
import { readResponse, writeRequest } from '../../shared/stun.ts'
import { temporaryFolder } from './person.ts'

test('R-32 coturn takes TLS with the certificate of the relay', async () => {
  const data = temporaryFolder()
  const { cert, key } = await selfSignedTls(data, ['localhost'])
  const files = { cert: path.join(data, 'cert.pem'), key: path.join(data, 'key.pem') }
  writeFileSync(files.cert, cert)
  writeFileSync(files.key, key, { mode: 0o600 })
  const place = { listen: '127.0.0.1', publicHost: '127.0.0.1', port: 43_479, tls: { port: 43_480, ...files } }
  const coturn = await startCoturn({ ...place, relayPorts: [49_152, 49_200], data, log: pino({ level: 'silent' }) })
  try {
    expect(coturn.servers.urls).toContain('turns:127.0.0.1:43480?transport=tcp')
    const transaction = randomBytes(12)
    const socket = connect({ port: 43_480, host: '127.0.0.1', ca: cert, servername: 'localhost' })
    await once(socket, 'secureConnect')
    socket.write(writeRequest(transaction))
    const [answer] = await once(socket, 'data')
    expect(readResponse(answer, transaction)).not.toBeNull()
    socket.destroy()
  } finally {
    await coturn.close()
  }
})

test('R-32 coturn is started again where it ends, and ends with the relay, also while it waits', async () => {
  const data = temporaryFolder()
  const place = { listen: '127.0.0.1', publicHost: '127.0.0.1', port: 43_478 }
  const coturn = await startCoturn({ ...place, relayPorts: [49_152, 49_200], data, log: pino({ level: 'silent' }) })
  const pid = () => Number(readFileSync(path.join(data, 'coturn/turnserver.pid'), 'utf8'))
  const runs = (one: number) => {
    try {
      return process.kill(one, 0)
    } catch {
      return false
    }
  }
  const first = pid()
  expect(runs(first)).toBe(true)
  process.kill(first, 'SIGKILL')
  await expect.poll(pid, { timeout: 20_000 }).not.toBe(first)
  const second = pid()
  expect(runs(second)).toBe(true)
  process.kill(second, 'SIGKILL')
  await coturn.close()
  expect(runs(pid())).toBe(false)
})
