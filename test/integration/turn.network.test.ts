/** The coturn beside a relay. For where tests may bring coturn: see `scripts/network-tools.ts`. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { startCoturn } from '../../relay/turn/coturn.ts'
import { temporaryFolder } from './person.ts'

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
