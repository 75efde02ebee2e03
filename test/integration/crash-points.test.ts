import { describe, expect, test } from 'vitest'
import type { Store } from '../../main/core/store/index.ts'
import { conversationWith } from '../../shared/ids.ts'
import { firstOf, Person, testRelay, texts, twoContacts } from './person.ts'
import { withDatabase } from './reinstall.ts'

/** Where a write fails: what one sees of a crash in the middle of a transaction is that none of it has happened. */
type Point = readonly [table: string, on: 'INSERT' | 'UPDATE' | 'DELETE']

const crash = (store: Store, [table, on]: Point) =>
  store.db.exec(`CREATE TRIGGER crash BEFORE ${on} ON "${table}" BEGIN SELECT RAISE(ROLLBACK, 'crash'); END`)
const mend = (store: Store) => store.db.exec('DROP TRIGGER crash')

/** Every row that a received message changes. */
function rows({ db }: Store): Record<string, number | string> {
  const tables = ['session', 'peer_identity', 'prekey', 'kyber_prekey', 'last_resort_use', 'contact', 'conversation']
  const more = ['message', 'inbox_envelope', 'inbox_message', 'outbox', 'outgoing_counter']
  return Object.fromEntries(
    [...tables, ...more].map((table) => [
      table,
      JSON.stringify(db.prepare(`SELECT * FROM ${table}`).raw().all(), (_, value) =>
        value?.type === 'Buffer' ? Buffer.from(value.data).toString('base64') : value,
      ),
    ]),
  )
}

/** The batch has come and could not be stored: the connection begins anew. */
const batchFailed = async (person: Person) =>
  firstOf(
    await person.api.connection.watch(),
    (now) => now.state === 'offline' && now.error !== null && now.error.code !== 'relay-unreachable',
  )

describe('M-10, P-2 a batch whose transaction fails at any write leaves nothing, and comes again whole', () => {
  /** A first message: session, identity, prekeys, contact, conversation, message and inbox. */
  const first: Point[] = [
    ['session', 'INSERT'],
    ['peer_identity', 'INSERT'],
    ['prekey', 'DELETE'],
    ['kyber_prekey', 'DELETE'],
    ['contact', 'INSERT'],
    ['conversation', 'INSERT'],
    ['message', 'INSERT'],
    ['inbox_message', 'INSERT'],
    ['inbox_envelope', 'INSERT'],
  ]
  test.each(first)('of a stranger, at %s %s', async (...point) => {
    const relay = await testRelay()
    const [alice, bob] = [new Person(), new Person()]
    await Promise.all([alice.join(relay, 'alice'), bob.join(relay, 'bob')])
    await bob.online()
    await bob.close()
    const before = await withDatabase(bob, (store) => {
      crash(store, point)
      return rows(store)
    })
    const { conversationId } = await alice.api.contacts.start({ usernameOrInvite: 'bob' })
    await alice.api.conversations.sendText({ conversationId, text: 'once' })
    await alice.messages(conversationId, ([message]) => message?.delivery === 'sent')
    await bob.open()
    await batchFailed(bob)
    await bob.close()
    expect(await withDatabase(bob, rows)).toEqual(before)
    await withDatabase(bob, mend)
    await bob.open()
    await bob.conversations((list) => list.length === 1)
    expect(texts(await bob.messages(conversationWith(await alice.accountId()), () => true))).toEqual(['once'])
  })

  /** A further one of a contact: the receipt is part of it. */
  const further: Point[] = [
    ['session', 'INSERT'],
    ['message', 'INSERT'],
    ['outbox', 'INSERT'],
    ['outgoing_counter', 'UPDATE'],
    ['inbox_envelope', 'INSERT'],
  ]
  test.each(further)('of a contact, at %s %s', async (...point) => {
    const { alice, bob, withBob, withAlice } = await twoContacts(await testRelay())
    await bob.api.conversations.sendText({ conversationId: withAlice, text: 'settled' })
    await alice.messages(withBob, (all) => texts(all).includes('settled'))
    await bob.messages(withAlice, (all) => all.every(({ own, delivery }) => !own || delivery === 'delivered'))
    await bob.close()
    const before = await withDatabase(bob, (store) => {
      crash(store, point)
      return rows(store)
    })
    await alice.api.conversations.sendText({ conversationId: withBob, text: 'once' })
    await alice.messages(withBob, (all) => all.at(-1)?.delivery === 'sent')
    await bob.open()
    await batchFailed(bob)
    await bob.close()
    expect(await withDatabase(bob, rows)).toEqual(before)
    await withDatabase(bob, mend)
    await bob.open()
    const shown = await bob.messages(withAlice, (all) => texts(all).includes('once'))
    expect(texts(shown)).toEqual(['Hello', 'settled', 'once'])
    await alice.messages(withBob, (all) => all.at(-1)?.delivery === 'delivered')
  })
})

describe('M-12 a content that cannot be stored sealed is sealed again, and arrives once', () => {
  test.each([
    ['session', 'INSERT'],
    ['outbox', 'UPDATE'],
    ['outbox', 'DELETE'],
    ['sent', 'INSERT'],
  ] as Point[])('at %s %s', async (...point) => {
    const { alice, bob, withBob, withAlice } = await twoContacts(await testRelay())
    await bob.close()
    await alice.api.conversations.sendText({ conversationId: withBob, text: 'before' })
    await alice.messages(withBob, (all) => all.at(-1)?.delivery === 'sent')
    await alice.close()
    await withDatabase(alice, (store) => crash(store, point))
    await alice.open()
    await alice.api.conversations.sendText({ conversationId: withBob, text: 'once' })
    const [, , stuck] = await alice.messages(withBob, (all) => all.at(-1)?.error != null)
    expect(stuck).toMatchObject({ delivery: 'waiting' })
    await alice.close()
    await withDatabase(alice, mend)
    await alice.open()
    await alice.messages(withBob, (all) => all.at(-1)?.delivery === 'sent')
    await bob.open()
    const shown = await bob.messages(withAlice, (all) => texts(all).includes('once'))
    expect(texts(shown)).toEqual(['Hello', 'before', 'once'])
  })
})
