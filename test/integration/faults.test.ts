import { rmSync } from 'node:fs'
import path from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { expectCode, Person, temporaryFolder, testRelay, texts, twoContacts } from './person.ts'

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
    const waiting = await alice.messages(withBob, (all) => all.some(({ error }) => error !== null))
    expect(waiting.find(({ error }) => error !== null)).toMatchObject({
      delivery: 'waiting',
      error: { code: 'relay-unreachable' },
    })
    await testRelay({ data: relay.data, port: relay.port })
    await Promise.all([alice.api.connection.retry(), bob.api.connection.retry()])
    await send(30, 40)
    const received = await bob.messages(withAlice, (all) => texts(all).length > 40)
    expect(texts(received)).toEqual(['Hello', ...sent])
    await alice.messages(withBob, (all) =>
      all.every(({ delivery, error }) => delivery === 'delivered' && error === null),
    )
  })

  test('M-4 a relay with another key is refused', async () => {
    const data = temporaryFolder()
    const relay = await testRelay({ data, tls: 'self-signed', registration: 'open' })
    const inviter = new Person(temporaryFolder())
    await inviter.open()
    // Without the pin of a link nobody vouches for a self-signed certificate.
    await expectCode(inviter.api.connection.check({ addressOrInvite: relay.url }), 'relay-certificate-untrusted')
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

describe('profiles', () => {
  test('a second start of the same profile is refused', async () => {
    const person = new Person()
    await person.open()
    await expectCode(new Person(person.folder).open(), 'profile-in-use')
  })

  test('a database that somebody replaced is told as damaged, without a crash', async () => {
    const person = new Person()
    await person.join(await testRelay(), 'someone')
    await person.close()
    for (const suffix of ['', '-wal', '-shm']) rmSync(path.join(person.folder, `profile.db${suffix}`), { force: true })
    const other = new Database(path.join(person.folder, 'profile.db'))
    other.exec('CREATE TABLE other (id)')
    other.close()
    expect(await person.open()).toMatchObject({ state: 'failed', error: { code: 'profile-damaged' } })
    await expectCode(person.api.contacts.invites(), 'profile-locked')
  })
})
