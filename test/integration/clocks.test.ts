/** Clocks that are hours apart, and change: the order is the sender's, and nothing waits for the right time. */
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { Message } from '../../shared/contract/index.ts'
import { becomeContacts, createAccount } from '../fixtures/core-person.ts'
import { Talker } from '../fixtures/talker.ts'
import { temporaryFolder, testRelay } from './person.ts'

const hour = 60 * 60 * 1000

const textsOf = (messages: readonly Message[], own: boolean) =>
  messages.flatMap((message) => (message.own === own && message.body.kind === 'text' ? [message.body.text] : []))

test('M-15 clocks hours apart and set back in between: every message once, in its sender’s order', {
  timeout: 120_000,
}, async () => {
  const relay = await testRelay()
  const folder = temporaryFolder()
  const alice = new Talker('alice', path.join(folder, 'alice'), { clockShiftMs: 7 * hour })
  const bob = new Talker('bob', path.join(folder, 'bob'), { clockShiftMs: -9 * hour })
  onTestFinished(async () => {
    await Promise.all([alice.close(), bob.close()])
  })
  await Promise.all([createAccount(alice.child, relay.url, 'Alice'), createAccount(bob.child, relay.url, 'Bob')])
  const { ofAlice, ofBob } = await becomeContacts([alice.child, bob.child], 'alice')
  const both = async (count: number) => {
    alice.write(ofAlice, count)
    bob.write(ofBob, count)
    await Promise.all([alice.finishWriting(), bob.finishWriting()])
  }
  await both(5)
  // A day later by the one clock, a day earlier by the other; what waits is written under both.
  alice.write(ofAlice, 3)
  await alice.crash(0, { clockShiftMs: -13 * hour })
  await bob.crash(0, { clockShiftMs: 11 * hour })
  await both(5)

  const arrived = async () => {
    const [atAlice, atBob] = [await alice.read(ofAlice), await bob.read(ofBob)]
    expect(textsOf(atBob, false)).toEqual(alice.texts)
    expect(textsOf(atAlice, false).slice(1)).toEqual(bob.texts)
    expect([...textsOf(atAlice, true), ...textsOf(atBob, true).slice(1)]).toEqual([...alice.texts, ...bob.texts])
    expect([...atAlice, ...atBob].filter(({ own, delivery }) => own && delivery !== 'delivered')).toEqual([])
  }
  await expect.poll(() => arrived().then(() => 'arrived', String), { timeout: 60_000, interval: 500 }).toBe('arrived')
})
