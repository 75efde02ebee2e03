import { describe, expect, test } from 'vitest'
import { FlakyProxy } from './flaky-proxy.ts'
import { testRelay, texts, twoContacts } from './person.ts'

async function behindProxy() {
  const proxy = await FlakyProxy.start()
  const relay = await testRelay({ hosts: [proxy.host] })
  proxy.leadsTo(relay.port)
  const people = await twoContacts({ url: `http://${proxy.host}` })
  return { proxy, ...people }
}

const numbered = (count: number) => Array.from({ length: count }, (_, n) => `message ${n}`)

test('M-18 a socket that has died in silence, as in sleep, is noticed when the computer wakes', async () => {
  const { proxy, alice, bob, withBob, withAlice } = await behindProxy()
  proxy.silence()
  await alice.api.conversations.sendText({ conversationId: withBob, text: 'Are you awake?' })
  // Bob's program hears that the computer has woken.
  await bob.api.connection.retry()
  const received = await bob.messages(withAlice, (all) => texts(all).includes('Are you awake?'))
  expect(texts(received)).toContain('Are you awake?')
})

describe('what goes out', () => {
  test('M-12 answers of the relay that are lost: the same bytes again, shown once', async () => {
    const { proxy, alice, bob, withBob, withAlice } = await behindProxy()
    proxy.faults = [{ kind: 'lose-answer' }, { kind: 'lose-answer' }, { kind: 'lose-answer' }]
    for (const text of numbered(10)) await alice.api.conversations.sendText({ conversationId: withBob, text })
    const received = await bob.messages(withAlice, (all) => all.length === 11)
    await alice.messages(withBob, (all) => all.every(({ delivery }) => delivery === 'delivered'))
    expect(texts(received)).toEqual(['Hello', ...numbered(10)])
    expect(texts(await bob.messages(withAlice, () => true))).toEqual(['Hello', ...numbered(10)])
  })

  test('M-14 devices that have changed: the bundles are fetched anew and what waits is sealed again', async () => {
    const { proxy, alice, bob, withBob, withAlice } = await behindProxy()
    proxy.faults = [
      { kind: 'answer', status: 410, code: 'devices-stale', data: { stale: [1] } },
      { kind: 'answer', status: 409, code: 'devices-mismatched', data: { missing: [2], extra: [1] } },
    ]
    for (const text of numbered(5)) await alice.api.conversations.sendText({ conversationId: withBob, text })
    const received = await bob.messages(withAlice, (all) => all.length === 6)
    expect(texts(received)).toEqual(['Hello', ...numbered(5)])
    await alice.messages(withBob, (all) => all.every(({ delivery }) => delivery === 'delivered'))
  })

  test('M-14 a relay that never agrees about the devices: the message fails, and can be sent again', async () => {
    const { proxy, alice, bob, withBob, withAlice } = await behindProxy()
    proxy.faults = Array.from({ length: 6 }, () => ({ kind: 'answer', status: 410, code: 'devices-stale' }))
    const { id } = await alice.api.conversations.sendText({ conversationId: withBob, text: 'stubborn' })
    const failed = await alice.messages(withBob, (all) => all.some(({ delivery }) => delivery === 'failed'))
    expect(failed[1]).toMatchObject({ id, error: { code: 'devices-stale' } })
    await alice.api.conversations.resend({ messageId: id })
    await bob.messages(withAlice, (all) => texts(all).includes('stubborn'))
    await alice.messages(withBob, (all) => all[1]?.delivery === 'delivered' && all[1].error === null)
  })

  test('M-13 a rate limit is waited for; a refusal fails the message alone', async () => {
    const { proxy, alice, bob, withBob, withAlice } = await behindProxy()
    proxy.faults = [{ kind: 'answer', status: 429, code: 'rate-limited', data: { retryAfterMs: 300 } }]
    await alice.api.conversations.sendText({ conversationId: withBob, text: 'patient' })
    await alice.messages(withBob, (all) => all[1]?.error?.code === 'rate-limited')
    await bob.messages(withAlice, (all) => texts(all).includes('patient'))
    await alice.messages(withBob, (all) => all[1]?.delivery === 'delivered' && all[1].error === null)

    proxy.faults = [{ kind: 'answer', status: 404, code: 'not-found' }]
    await alice.api.conversations.sendText({ conversationId: withBob, text: 'refused' })
    await alice.messages(withBob, (all) => all[2]?.delivery === 'failed' && all[2].error?.code === 'contact-unknown')
    await alice.api.conversations.sendText({ conversationId: withBob, text: 'next' })
    await alice.messages(withBob, (all) => all[3]?.delivery === 'delivered')
    expect(texts(await bob.messages(withAlice, () => true))).toEqual(['Hello', 'patient', 'next'])
  })

  test('M-12 a core that ends in the middle of sending goes on at its next start', async () => {
    const { proxy, alice, bob, withBob, withAlice } = await behindProxy()
    proxy.faults = Array.from({ length: 40 }, () => ({ kind: 'lose-answer' }))
    for (const text of numbered(20)) await alice.api.conversations.sendText({ conversationId: withBob, text })
    await alice.close()
    proxy.faults = []
    await alice.open()
    await alice.messages(withBob, (all) => all.every(({ delivery }) => delivery === 'delivered'))
    expect(texts(await bob.messages(withAlice, (all) => all.length === 21))).toEqual(['Hello', ...numbered(20)])
  })
})
