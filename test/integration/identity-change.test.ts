import { describe, expect, test } from 'vitest'
import type { Contact, Message } from '../../shared/contract/index.ts'
import { AccountId, conversationWith } from '../../shared/ids.ts'
import { expectCode, firstOf, Person, testRelay, texts, twoContacts } from './person.ts'
import { reinstall } from './reinstall.ts'

/** Texts and notices in their order. */
const lines = (messages: readonly Message[]): string[] =>
  messages.flatMap(({ body }) => (body.kind === 'text' ? [body.text] : body.kind === 'notice' ? [body.notice] : []))

const contactOf = async (person: Person, until: (contact: Contact) => boolean = () => true): Promise<Contact> => {
  const [contact] = await firstOf(await person.api.contacts.watch(), ([first]) => first !== undefined && until(first))
  if (contact === undefined) throw new Error('no contact')
  return contact
}

/** Two people of whom neither has verified the other. */
async function unverifiedContacts() {
  const relay = await testRelay()
  const [alice, bob] = [new Person(), new Person()]
  await Promise.all([alice.join(relay, 'alice'), bob.join(relay, 'bob')])
  const { conversationId: withBob } = await alice.api.contacts.start({ usernameOrInvite: 'bob' })
  await alice.api.conversations.sendText({ conversationId: withBob, text: 'Hello' })
  const withAlice = conversationWith(AccountId.parse(await alice.accountId()))
  await bob.conversations((list) => list.length === 1)
  await bob.api.conversations.acceptRequest({ conversationId: withAlice })
  await alice.messages(withBob, ([message]) => message?.delivery === 'delivered')
  return { alice, bob, withBob, withAlice }
}

describe('somebody who was never verified and has a new identity', () => {
  test('M-40 is written to after a notice, and gets who we are along with it', async () => {
    const { alice, bob, withBob, withAlice } = await unverifiedContacts()
    await reinstall(bob)
    await bob.open()
    await bob.online()
    await alice.api.conversations.sendText({ conversationId: withBob, text: 'after' })
    expect(await bob.conversations((list) => list.length === 1)).toMatchObject([{ state: 'request' }])
    await bob.api.conversations.acceptRequest({ conversationId: withAlice })
    await bob.api.conversations.sendText({ conversationId: withAlice, text: 'here I am' })
    const shown = await alice.messages(withBob, (all) => texts(all).includes('here I am'))
    expect(lines(shown)).toEqual(['Hello', 'after', 'identity-changed', 'here I am'])
    await alice.messages(withBob, (all) => all.every(({ own, delivery }) => !own || delivery === 'delivered'))
    expect(await contactOf(alice)).toMatchObject({ verified: false, identityChanged: false })
  })

  test('M-40 is read after a notice', async () => {
    const { alice, bob, withBob } = await unverifiedContacts()
    await reinstall(bob)
    await bob.open()
    const { conversationId } = await bob.api.contacts.start({ usernameOrInvite: 'alice' })
    await bob.api.conversations.sendText({ conversationId, text: 'me again' })
    const shown = await alice.messages(withBob, (all) => texts(all).includes('me again'))
    expect(lines(shown)).toEqual(['Hello', 'identity-changed', 'me again'])
    await alice.api.conversations.sendText({ conversationId: withBob, text: 'welcome back' })
    await bob.messages(conversationId, (all) => texts(all).includes('welcome back'))
  })

  test('M-41 what the earlier identity had written before is read as it was', async () => {
    const { alice, bob, withBob, withAlice } = await unverifiedContacts()
    await alice.close()
    for (const text of ['one', 'two']) await bob.api.conversations.sendText({ conversationId: withAlice, text })
    await bob.messages(withAlice, (all) => all.every(({ own, delivery }) => !own || delivery === 'sent'))
    await reinstall(bob)
    await bob.open()
    const { conversationId } = await bob.api.contacts.start({ usernameOrInvite: 'alice' })
    await bob.api.conversations.sendText({ conversationId, text: 'three' })
    await bob.messages(conversationId, (all) => all[0]?.delivery === 'sent')
    await alice.open()
    const shown = await alice.messages(withBob, (all) => texts(all).includes('three'))
    expect(lines(shown)).toEqual(['Hello', 'one', 'two', 'identity-changed', 'three'])
  })
})

describe('a verified contact who has a new identity', () => {
  test('M-42 is read after a notice, and written to only once the user has looked', async () => {
    const { alice, bob, withBob } = await twoContacts(await testRelay())
    expect(await contactOf(alice)).toMatchObject({ verified: true, identityChanged: false })
    await reinstall(bob)
    await bob.open()
    const { conversationId } = await bob.api.contacts.start({ usernameOrInvite: 'alice' })
    await bob.api.conversations.sendText({ conversationId, text: 'it is me' })
    const read = await alice.messages(withBob, (all) => texts(all).includes('it is me'))
    expect(lines(read)).toEqual(['Hello', 'identity-changed', 'it is me'])
    const { id } = await contactOf(alice, ({ identityChanged }) => identityChanged)

    await alice.api.conversations.sendText({ conversationId: withBob, text: 'who is there?' })
    const waiting = await alice.messages(withBob, (all) => all.at(-1)?.error != null)
    expect(waiting.at(-1)).toMatchObject({ delivery: 'waiting', error: { code: 'identity-changed' } })
    await expectCode(alice.api.calls.start({ conversationId: withBob, media: 'voice' }), 'identity-changed')
    // Neither a receipt nor anything else has left.
    expect((await bob.messages(conversationId, () => true)).map(({ delivery }) => delivery)).toEqual(['sent'])

    await expectCode(alice.api.contacts.confirmIdentity({ id, digits: '0'.repeat(60) }), 'identity-changed')
    const { digits } = await alice.api.contacts.safetyNumber({ id })
    await alice.api.contacts.confirmIdentity({ id, digits })
    await bob.messages(conversationId, (all) => texts(all).includes('who is there?'))
    await bob.messages(conversationId, ([first]) => first?.delivery === 'delivered')
    expect(await contactOf(alice)).toMatchObject({ verified: false, identityChanged: false })
  })

  test('M-42 is verified again by comparing, and a wrong number is seen', async () => {
    const { alice, bob } = await twoContacts(await testRelay())
    const [ofAlice, ofBob] = [await alice.accountId(), await bob.accountId()]
    await reinstall(bob)
    await bob.open()
    const { conversationId } = await bob.api.contacts.start({ usernameOrInvite: 'alice' })
    await bob.api.conversations.sendText({ conversationId, text: 'it is me' })
    await contactOf(alice, ({ identityChanged }) => identityChanged)
    await bob.messages(conversationId, ([first]) => first?.delivery === 'sent')

    const shown = await bob.api.contacts.safetyNumber({ id: ofAlice })
    const compare = async (seen: string) => (await alice.api.contacts.compareSafetyNumber({ id: ofBob, seen })).same
    const grouped = (shown.digits.match(/\d{5}/gu) ?? []).join(' ')
    expect(await compare(`${grouped}\n`)).toBe(true)
    expect(await compare(shown.code)).toBe(true)
    expect(await compare(`${shown.digits.slice(0, 59)}${(Number(shown.digits[59]) + 1) % 10}`)).toBe(false)
    const own = await alice.api.contacts.safetyNumber({ id: ofBob })
    expect(await compare(own.code)).toBe(false)
    for (const nonsense of ['', '12345', 'hello', 'megachat://invite/xyz'])
      await expectCode(alice.api.contacts.compareSafetyNumber({ id: ofBob, seen: nonsense }), 'invalid-input')

    await alice.api.contacts.setVerified({ id: ofBob, verified: true, digits: own.digits })
    expect(await contactOf(alice)).toMatchObject({ verified: true, identityChanged: false })
    await bob.messages(conversationId, ([first]) => first?.delivery === 'delivered')
    await alice.api.contacts.setVerified({ id: ofBob, verified: false, digits: own.digits })
    expect(await contactOf(alice)).toMatchObject({ verified: false, identityChanged: false })
  })
})

test('M-43 another account under the name of a contact is another person, and the old chat says so', async () => {
  const relay = await testRelay()
  const { alice, bob, withBob } = await twoContacts(relay)
  await reinstall(bob)
  const other = new Person()
  await other.join(relay, 'bob')
  const { conversationId } = await alice.api.contacts.start({ usernameOrInvite: 'bob' })
  expect(conversationId).not.toBe(withBob)
  await alice.api.conversations.sendText({ conversationId, text: 'Hello, whoever you are' })
  await other.conversations((list) => list.length === 1)
  expect(lines(await alice.messages(withBob, (all) => all.length === 2))).toEqual(['Hello', 'account-replaced'])
  await alice.api.conversations.sendText({ conversationId: withBob, text: 'to the old one' })
  const [, , failed] = await alice.messages(withBob, (all) => all[2]?.delivery === 'failed')
  expect(failed?.error?.code).toBe('contact-unknown')
})
