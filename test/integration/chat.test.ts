import { describe, expect, test } from 'vitest'
import { conversationWith } from '../../shared/ids.ts'
import { expectCode, Person, testRelay, texts, twoContacts } from './person.ts'

describe('two people on one relay', () => {
  test('M-21, M-22, M-30 find each other by name; sent while a request waits, delivered once it is accepted', async () => {
    const relay = await testRelay()
    const [alice, bob] = [new Person(), new Person()]
    await Promise.all([alice.join(relay, 'alice'), bob.join(relay, 'bob')])
    const { conversationId: withBob } = await alice.api.contacts.start({ usernameOrInvite: 'bob' })
    expect((await alice.conversations(() => true))[0]).toMatchObject({ state: 'pending', name: 'bob', preview: null })
    await alice.api.conversations.sendText({ conversationId: withBob, text: 'Hi Bob' })
    await alice.messages(withBob, ([message]) => message?.delivery === 'sent')

    const withAlice = conversationWith(await alice.accountId())
    const [request] = await bob.conversations((list) => list.length === 1)
    expect(request).toMatchObject({
      id: withAlice,
      state: 'request',
      name: 'ALICE',
      unread: 1,
      preview: { text: 'Hi Bob' },
    })
    await bob.api.conversations.acceptRequest({ conversationId: withAlice })
    await alice.messages(withBob, ([message]) => message?.delivery === 'delivered')
    expect((await alice.conversations((list) => list[0]?.state === 'accepted'))[0]).toMatchObject({ name: 'BOB' })

    await bob.api.conversations.sendText({ conversationId: withAlice, text: 'Hi Alice' })
    expect(texts(await alice.messages(withBob, (all) => all.length === 2))).toEqual(['Hi Bob', 'Hi Alice'])
    await bob.messages(withAlice, (all) => all[1]?.delivery === 'delivered')
  })

  test('M-24 a text of 60 KiB arrives whole, a longer one is refused', async () => {
    const { alice, bob, withBob, withAlice } = await twoContacts(await testRelay())
    const longest = 'ü'.repeat(30 * 1024)
    await expectCode(alice.api.conversations.sendText({ conversationId: withBob, text: `${longest}!` }), 'too-large')
    await alice.api.conversations.sendText({ conversationId: withBob, text: longest })
    expect(texts(await bob.messages(withAlice, (all) => all.length === 2))[1]).toBe(longest)
  })

  test('history is there after a restart', async () => {
    const { alice, bob, withBob, withAlice } = await twoContacts(await testRelay())
    await bob.api.conversations.sendText({ conversationId: withAlice, text: 'Welcome' })
    await alice.messages(withBob, (all) => all.length === 2)
    await alice.close()
    expect(await alice.open()).toMatchObject({ state: 'open', account: { username: 'alice' } })
    expect(texts(await alice.messages(withBob, () => true))).toEqual(['Hello', 'Welcome'])
    await alice.api.conversations.sendText({ conversationId: withBob, text: 'Back' })
    expect(texts(await bob.messages(withAlice, (all) => all.length === 3))).toEqual(['Hello', 'Welcome', 'Back'])
  })

  test('M-12 100 messages to somebody who is away: all, in order, once', async () => {
    const { alice, bob, withBob, withAlice } = await twoContacts(await testRelay())
    await bob.close()
    const sent = Array.from({ length: 100 }, (_, n) => `message ${n}`)
    for (const text of sent) await alice.api.conversations.sendText({ conversationId: withBob, text })
    await alice.messages(withBob, (all) => all.length === 100 && all.every(({ delivery }) => delivery === 'sent'))
    await bob.open()
    const received = await bob.messages(withAlice, (all) => texts(all).includes('message 99'))
    expect(texts(received)).toEqual(['Hello', ...sent])
    await alice.messages(withBob, (all) => all.every(({ delivery }) => delivery === 'delivered'))
  })
})
