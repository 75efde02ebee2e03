import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Writable } from 'node:stream'
import { afterEach, expect, test } from 'vitest'
import { startTestRelay, type TestRelay } from '../../testing/relay.ts'
import { doctor } from './doctor.ts'

let relay: TestRelay | undefined
afterEach(async () => {
  await relay?.dispose()
  relay = undefined
})

async function examined(...args: readonly string[]) {
  let said = ''
  const output = new Writable({
    write(piece, _, done) {
      said += piece
      done()
    },
  })
  const healthy = await doctor(args, output)
  return { healthy, said }
}

test('a relay that runs is found to be itself, by TCP and by UDP', async () => {
  relay = await startTestRelay()
  const { port } = relay.running
  const { healthy, said } = await examined('--data', relay.data, '--port', String(port))
  expect(healthy, said).toBe(true)
  expect(said).toContain(`ok       Reachable: http://127.0.0.1:${port} is this relay`)
  expect(said).toContain(`ok       UDP: port ${port} answers`)
  expect(said).toMatch(/Disk of the data folder: [\d.]+ GiB free/)
})

test('its own key is compared with the one in its invitations', async () => {
  relay = await startTestRelay({ tls: 'self-signed' })
  const { port } = relay.running
  const { said } = await examined('--data', relay.data, '--port', String(port), '--host', '0.0.0.0')
  // Listens on loopback alone: where the network would reach it, nobody is.
  expect(said).toMatch(/FAULT {4}Reachable: .*(ECONNREFUSED|another)/)
  expect(said).toContain('let the port through firewall')
})

test('another relay, and another program, at the address that clients are told', async () => {
  relay = await startTestRelay()
  const other = await startTestRelay()
  const data = ['--data', relay.data]
  const wrong = await examined(...data, '--port', String(other.running.port))
  expect(wrong.healthy).toBe(false)
  expect(wrong.said).toContain('another relay answers')
  await other.dispose()
  const program = createServer((_, response) => response.end('hello'))
  await new Promise<void>((resolve) => program.listen(0, '127.0.0.1', resolve))
  const { port } = program.address() as AddressInfo
  expect((await examined(...data, '--port', String(port))).said).toContain('something else answers')
  program.close()
})

test('a name that leads nowhere, and a data folder that others may read', async () => {
  relay = await startTestRelay()
  await chmod(relay.data, 0o755)
  const { healthy, said } = await examined('--data', relay.data, '--public-url', 'https://nowhere.invalid')
  expect(healthy).toBe(false)
  expect(said).toContain('the name nowhere.invalid leads nowhere')
  expect(said).toContain(`chmod 700 ${relay.data}`)
})

test('a relay that has not run yet is left as it is', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'relay-doctor-'))
  const { said } = await examined('--data', path.join(folder, 'none'))
  expect(said).toContain('has not run yet')
  expect(said).toContain('will be made')
  await rm(folder, { recursive: true })
})
