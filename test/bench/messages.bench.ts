/** Text messages between two real cores over a real relay on loopback. */
import path from 'node:path'
import { newMessageId } from '../../shared/ids.ts'
import {
  becomeContacts,
  createAccount,
  followTimeline,
  openCorePerson,
  whenConversations,
} from '../fixtures/core-person.ts'
import { temporaryFolder } from '../fixtures/folder.ts'
import { startRelay } from '../fixtures/relay.ts'
import { bareDecryptionsPerSecond } from './bare-libsignal.ts'
import { type BenchOptions, type BenchResult, benchResult, percentile } from './result.ts'

const text = 'A message of about the length that people write to each other in a chat.'

export async function run({ rounds = 200, size = 5000 }: BenchOptions): Promise<BenchResult> {
  const folder = temporaryFolder('bench-messages')
  const relay = await startRelay(path.join(folder.path, 'relay'))
  const alice = await openCorePerson(path.join(folder.path, 'alice'))
  let bob = await openCorePerson(path.join(folder.path, 'bob'))
  await createAccount(alice, relay.ready.url, 'Alice')
  await createAccount(bob, relay.ready.url, 'Bob')
  const { ofAlice, ofBob } = await becomeContacts([alice, bob], 'alice')

  const following = new AbortController()
  const arrivals = new Map<string, (at: number) => void>()
  const followed = followTimeline(
    bob,
    ofBob,
    ({ id, own }) => !own && arrivals.get(id)?.(performance.now()),
    following.signal,
  )
  const latencies: number[] = []
  for (let round = 0; round < rounds; round++) {
    const id = newMessageId()
    const arrived = new Promise<number>((resolve) => arrivals.set(id, resolve))
    const start = performance.now()
    await alice.core.conversations.sendText({ conversationId: ofAlice, text, id })
    latencies.push((await arrived) - start)
  }
  following.abort()
  await followed

  await bob.close()
  const sendStart = performance.now()
  for (let sent = 0; sent < size; sent += 100) {
    await Promise.all(
      Array.from({ length: Math.min(100, size - sent) }, () =>
        alice.core.conversations.sendText({ conversationId: ofAlice, text }),
      ),
    )
  }
  const last = await alice.core.conversations.sendText({ conversationId: ofAlice, text: 'last' })
  const sending = new AbortController()
  await followTimeline(
    alice,
    ofAlice,
    ({ id, delivery }) => id === last.id && delivery === 'sent' && sending.abort(),
    sending.signal,
  )
  const sendPerSecond = (size + 1) / ((performance.now() - sendStart) / 1000)

  // The start of the program and of the profile is the bench `startup`'s affair.
  bob = await openCorePerson(path.join(folder.path, 'bob'))
  const receiveStart = performance.now()
  await whenConversations(bob, (list) => list.some(({ preview }) => preview?.text === 'last'))
  const receivePerSecond = (size + 1) / ((performance.now() - receiveStart) / 1000)

  const limitPerSecond = await bareDecryptionsPerSecond(2000, 256)
  await alice.close()
  await bob.close()
  await relay.stop()
  folder.remove()
  return benchResult(
    'messages',
    {
      p50Ms: percentile(latencies, 0.5),
      p99Ms: percentile(latencies, 0.99),
      sendPerSecond,
      receivePerSecond,
      limitPerSecond,
      ratioToLimit: receivePerSecond / limitPerSecond,
    },
    [
      { figure: 'p50Ms', atMost: 10 },
      { figure: 'ratioToLimit', atLeast: 0.5 },
    ],
  )
}
