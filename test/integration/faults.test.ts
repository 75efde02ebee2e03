import { describe, expect, test } from 'vitest'
import { expectCode, Person, testRelay, texts, twoContacts } from './person.ts'

describe('relays that fail', () => {
  test('M-13 a relay that is stopped and started again while messages are sent: all arrive, once', async () => {
    const relay = await testRelay()
    const { alice, bob, withBob, withAlice } = await twoContacts(relay)
    const sent: string[] = []
    const send = async (from: number, to: number) => {
      for (let n = from; n < to; n += 1) {
        sent.push(`message ${n}`)
        await alice.api.conversations.sendText({ conversationId: withBob, text: `message ${n}` })
      }
    }
    await send(0, 20)
    const closing = relay.close()
    await send(20, 30)
    await closing
    await alice.connection('offline')
    const waiting = await alice.messages(withBob, (all) => all.some(({ error }) => error?.code === 'relay-unreachable'))
    expect(waiting.find(({ error }) => error !== null)).toMatchObject({ delivery: 'waiting' })
    await testRelay({ data: relay.data, port: relay.port })
    await Promise.all([alice.api.connection.retry(), bob.api.connection.retry()])
    await send(30, 40)
    const received = await bob.messages(withAlice, (all) => texts(all).length > 40)
    expect(texts(received)).toEqual(['Hello', ...sent])
    await alice.messages(withBob, (all) =>
      all.every(({ delivery, error }) => delivery === 'delivered' && error === null),
    )
  })

  test('wrong addresses and names say what is wrong', async () => {
    const relay = await testRelay()
    const person = new Person()
    await person.join(relay, 'taken')
    const other = new Person()
    await other.open()
    const create = (addressOrInvite: string, username: string) =>
      other.api.profile.create({ relay: { kind: 'relay', addressOrInvite }, username, displayName: 'Other' })
    await expectCode(create(relay.url, 'Taken'), 'username-taken')
    await expectCode(create(relay.url, 'not a name'), 'username-invalid')
    await expectCode(create('http://example.org', 'other'), 'relay-address-invalid')
    await expectCode(create('megachat://invite/broken', 'other'), 'invite-invalid')
    const { port } = relay
    await relay.close()
    await expectCode(create(`127.0.0.1:${port}`, 'other'), 'relay-unreachable')
    expect(await other.waitForProfile(() => true)).toMatchObject({ state: 'new' })
  })

  test('M-13 a full mailbox keeps the messages, says so, and takes them later', async () => {
    const relay = await testRelay({ limits: { mailboxEnvelopes: 5 } })
    const { alice, bob, withBob, withAlice } = await twoContacts(relay)
    await bob.close()
    for (let n = 0; n < 10; n += 1) {
      await alice.api.conversations.sendText({ conversationId: withBob, text: `message ${n}` })
    }
    await alice.messages(withBob, (all) => all.some(({ error }) => error?.code === 'mailbox-full'))
    await bob.open()
    await bob.messages(withAlice, (all) => all.length >= 6)
    await alice.api.connection.retry()
    expect(texts(await bob.messages(withAlice, (all) => all.length === 11))).toEqual([
      'Hello',
      ...Array.from({ length: 10 }, (_, n) => `message ${n}`),
    ])
  })
})
