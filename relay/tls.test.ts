import { X509Certificate } from 'node:crypto'
import { stat } from 'node:fs/promises'
import path from 'node:path'
import { connect } from 'node:tls'
import { Agent, fetch } from 'undici'
import { afterEach, expect, test } from 'vitest'
import { routes } from '../shared/relay-api/index.ts'
import { TestSocket } from './testing/client.ts'
import { startTestRelay, type TestRelay } from './testing/relay.ts'
import { pinOf } from './tls.ts'

let relay: TestRelay
afterEach(() => relay.dispose())

const wide = { host: '0.0.0.0' } as const

function certificateAt(port: number): Promise<X509Certificate> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false }, () => {
      resolve(new X509Certificate(socket.getPeerCertificate().raw))
      socket.destroy()
    })
    socket.on('error', reject)
  })
}

test('R-27 beyond loopback it speaks TLS only, under the key of its pin, and keeps the pin', async () => {
  relay = await startTestRelay(wide)
  const { pin, port } = relay.running
  const first = await certificateAt(port)
  expect(pinOf(first.toString())).toBe(pin)
  expect(first.checkIP('127.0.0.1')).toBe('127.0.0.1')
  await expect(fetch(`http://127.0.0.1:${port}${routes.info.path}`)).rejects.toThrow()
  const agent = new Agent({ connect: { rejectUnauthorized: false } })
  const answer = await fetch(`https://127.0.0.1:${port}${routes.info.path}`, { dispatcher: agent })
  expect(answer.status).toBe(200)
  await answer.json()
  await agent.close()
  await expect(TestSocket.open(`https://127.0.0.1:${port}`, 'no ticket')).rejects.toThrow('401')

  await relay.restart()
  const second = await certificateAt(relay.running.port)
  expect(relay.running.pin).toBe(pin)
  expect(second.serialNumber).not.toBe(first.serialNumber)
  expect(second.publicKey.equals(first.publicKey)).toBe(true)
})

test('R-27 the keys are readable by their owner alone', async () => {
  relay = await startTestRelay(wide)
  for (const file of ['tls-key.pem', 'relay-keys.json', 'relay.sqlite']) {
    expect((await stat(path.join(relay.data, file))).mode & 0o077).toBe(0)
  }
})
