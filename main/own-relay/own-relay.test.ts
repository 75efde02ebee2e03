import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { OwnRelay } from '../core/host.ts'
import { createOwnRelay } from './index.ts'

const log = pino({ level: 'silent' })

let dataFolder: string
let relay: OwnRelay
beforeEach(async () => {
  dataFolder = path.join(await mkdtemp(path.join(tmpdir(), 'own-relay-')), 'relay')
  relay = createOwnRelay({ dataFolder, sqliteBinding: null, log })
})
afterEach(async () => {
  await relay.stop()
  await rm(path.dirname(dataFolder), { recursive: true })
})

const info = async (url: string) => (await fetch(`${url}/v1/info`)).json() as Promise<Record<string, unknown>>

describe('the relay of this computer', () => {
  test('R-28 keeps its address and its keys over a restart', async () => {
    const first = await relay.start('computer')
    expect(first).toMatchObject({ url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:2\d{4}$/), pin: null })
    const before = await info(first.url)
    await relay.stop()
    await expect(fetch(first.url)).rejects.toThrow()
    const again = await relay.start('computer')
    expect(again.url).toBe(first.url)
    expect(await info(again.url)).toEqual(before)
    expect(before).toMatchObject({ registration: 'open', host: new URL(first.url).host })
  })

  test('a second start gives the same relay', async () => {
    const [one, two] = await Promise.all([relay.start('computer'), relay.start('computer')])
    expect(two).toEqual(one)
  })

  test('R-28 for the network it has TLS, a pin and asks for a token, at the same port', async () => {
    const local = await relay.start('computer')
    const wide = await relay.start('network')
    expect(new URL(wide.url).protocol).toBe('https:')
    expect(new URL(wide.url).port).toBe(new URL(local.url).port)
    expect(wide.pin).toHaveLength(32)
    expect(wide.registrationToken).not.toBe('')
    await relay.stop()
    expect(await relay.start('network')).toEqual(wide)
  })

  test('R-28 a port that somebody else took is said to be taken', async () => {
    const { url } = await relay.start('computer')
    await relay.stop()
    const other = createServer().listen(Number(new URL(url).port), '127.0.0.1')
    await new Promise((resolve) => other.once('listening', resolve))
    await expect(relay.start('computer')).rejects.toMatchObject({ code: 'relay-port-taken' })
    await new Promise((resolve) => other.close(resolve))
    expect((await relay.start('computer')).url).toBe(url)
  })
})
