/** A relay whose clock jumps by days, ahead and back, between its starts. SPEC.md R-31. */
import { expect, onTestFinished, test } from 'vitest'
import { TestAccount, textOf } from '../../relay/testing/client.ts'
import { routes } from '../../shared/relay-api/index.ts'
import { temporaryFolder } from '../fixtures/folder.ts'
import { startProgram } from '../fixtures/process.ts'
import type { RelayReady } from '../fixtures/relay.ts'

const dayMs = 24 * 60 * 60 * 1000
const shiftedClock = new URL('../fixtures/shifted-clock.ts', import.meta.url).href

test('R-31 what was taken by a clock that was wrong is given once, and in its order, by one that is right', {
  timeout: 120_000,
}, async () => {
  const folder = temporaryFolder('relay-clock')
  onTestFinished(() => folder.remove())
  let port = 0
  const start = async (days: number) => {
    const env = { NODE_OPTIONS: `--import=${shiftedClock}`, MEGACHAT_TEST_CLOCK_SHIFT_MS: String(days * dayMs) }
    const args = ['--data', folder.path, '--port', String(port)]
    const relay = await startProgram<RelayReady>('dist/relay/index.js', args, 'listening', env)
    port = Number(new URL(relay.ready.url).port)
    return relay
  }
  let sent = 0
  let alice: TestAccount | null = null
  for (const days of [0, 2, -2, 9, 0]) {
    const relay = await start(days)
    if (alice === null) {
      alice = await TestAccount.make(relay.ready.url, 'alice')
      expect((await alice.ask(routes.putPrekeys, { json: alice.prekeys(10) })).status).toBe(204)
    }
    // A ticket of another day may have run out, or not have begun: another one is to be had.
    await alice.authenticate()
    expect((await alice.ask(routes.countPrekeys)).status).toBe(200)
    for (let n = 0; n < 3; n++) expect((await alice.deliver(`${sent++}`)).status).toBe(200)
    await relay.stop()
  }
  const relay = await start(0)
  onTestFinished(() => relay.stop())
  const before = alice as TestAccount
  const socket = await before.connect()
  const envelopes = await socket.envelopes(sent)
  expect(envelopes.map(textOf)).toEqual(Array.from({ length: sent }, (_, n) => String(n)))
  socket.acknowledge(envelopes)
  await socket.close()
  const again = await before.connect()
  expect((await before.deliver('last')).status).toBe(200)
  expect((await again.envelopes(1)).map(textOf)).toEqual(['last'])
  await again.close()
})
