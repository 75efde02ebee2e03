import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type RunningRelay, startRelay } from '../start.ts'
import { TestAccount, textOf } from '../testing/client.ts'

let data: string
let relay: RunningRelay
beforeAll(async () => {
  data = await mkdtemp(path.join(tmpdir(), 'relay-'))
  relay = await startRelay({ data, logLevel: 'error' })
})
afterAll(async () => {
  await relay.close()
  await rm(data, { recursive: true })
})

describe('mailboxes', () => {
  test('smoke', async () => {
    const a = await TestAccount.make(relay.url, 'alice')
    expect((await a.deliver('hi')).body).toEqual({ online: false })
    const s = await a.connect()
    const e = await s.envelopes(1)
    expect(e.map(textOf)).toEqual(['hi'])
    expect((await s.next()).body.case).toBe('drained')
    s.acknowledge(e)
    const id = randomBytes(16)
    expect((await a.deliver('again', { id })).body).toEqual({ online: true })
    expect((await s.envelopes(1)).map(textOf)).toEqual(['again'])
    await s.close()
  })
})
