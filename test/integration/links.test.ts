import { describe, expect, test } from 'vitest'
import { loadIdentity } from '../../main/core/identity/index.ts'
import { migrations } from '../../main/core/migrations.ts'
import { claimProfile, openStore } from '../../main/core/store/index.ts'
import { conversationWith } from '../../shared/ids.ts'
import { decodeInviteLink, encodeInviteLink, encodeRelayLink } from '../../shared/invite/index.ts'
import { expectCode, firstOf, keychain, Person, testRelay, texts, twoContacts } from './person.ts'

type Relay = Awaited<ReturnType<typeof testRelay>>

/** What the program of a relay prints for its first people. */
const linkOf = ({ urls, pin, registrationToken, url }: Relay): string =>
  encodeRelayLink({
    relayUrls: [url, ...urls.slice(1)],
    relayPin: pin === null ? null : Uint8Array.from(Buffer.from(pin, 'base64url')),
    registrationToken,
  })

describe('M-3 invite links', () => {
  test('register at a pinned relay that asks for a token, and lead to who made them', async () => {
    const relay = await testRelay({ tls: 'self-signed', registration: 'token' })
    const [alice, bob] = [new Person(), new Person()]
    await alice.open()
    await expectCode(alice.api.connection.check({ addressOrInvite: relay.url }), 'relay-certificate-untrusted')
    await alice.join(linkOf(relay), 'alice')
    const { link } = await alice.api.contacts.createInvite()
    await bob.open()
    expect(await bob.api.connection.check({ addressOrInvite: `Come: ${link}` })).toMatchObject({
      url: relay.url,
      registration: 'open',
      invitedBy: 'ALICE',
    })
    const { inviteFrom } = await bob.api.profile.create({
      relay: { kind: 'relay', addressOrInvite: link },
      username: 'bob',
      displayName: 'Bob',
    })
    const withAlice = conversationWith(await alice.accountId())
    expect(inviteFrom).toBe(withAlice)
    const withBob = conversationWith(await bob.accountId())
    await bob.api.conversations.sendText({ conversationId: withAlice, text: 'Here I am' })
    expect(texts(await alice.messages(withBob, (all) => all.length === 1))).toEqual(['Here I am'])
    await alice.api.conversations.acceptRequest({ conversationId: withBob })
    await bob.messages(withAlice, ([message]) => message?.delivery === 'delivered')
    const { digits } = await bob.api.contacts.safetyNumber({ id: await alice.accountId() })
    expect(await alice.api.contacts.safetyNumber({ id: await bob.accountId() })).toMatchObject({ digits })
    const contacts = await bob.api.contacts.watch()
    expect((await contacts.next()).value).toMatchObject([{ name: 'ALICE', verified: true }])
    await contacts.return?.()
  })

  test('M-4 a relay that comes back with another key is refused until it is asked again', async () => {
    const relay = await testRelay({ tls: 'self-signed', registration: 'open' })
    const alice = new Person()
    await alice.join(linkOf(relay), 'alice')
    await alice.online()
    await relay.close()
    const other = await testRelay({ tls: 'self-signed', port: relay.port })
    await alice.api.connection.retry()
    expect(await alice.connection('refused')).toMatchObject({ error: { code: 'relay-certificate-changed' } })
    await other.close()
    await testRelay({ tls: 'self-signed', data: relay.data, port: relay.port })
    await alice.api.connection.retry()
    await alice.online()
  })

  test('are listed, revoked, and refused where they are of no use', async () => {
    const relay = await testRelay()
    const [alice, bob] = [new Person(), new Person()]
    await Promise.all([alice.join(relay, 'alice'), bob.join(relay, 'bob')])
    const invite = await alice.api.contacts.createInvite()
    expect(await alice.api.contacts.invites()).toEqual([invite])
    expect(invite.expiresAt - invite.createdAt).toBe(30 * 24 * 60 * 60 * 1000)
    await expectCode(alice.api.contacts.start({ usernameOrInvite: invite.link }), 'invite-own')
    await expectCode(alice.api.contacts.start({ usernameOrInvite: 'alice' }), 'invite-own')
    await expectCode(alice.api.contacts.start({ usernameOrInvite: 'nobody' }), 'contact-unknown')
    await alice.api.contacts.revokeInvite({ id: invite.id })
    expect(await alice.api.contacts.invites()).toEqual([])
    await expectCode(alice.api.contacts.revokeInvite({ id: invite.id }), 'not-found')

    // M-35 A revoked link leaves the way of every stranger.
    const { conversationId } = await bob.api.contacts.start({ usernameOrInvite: invite.link })
    await bob.api.conversations.sendText({ conversationId, text: 'Hi' })
    await bob.messages(conversationId, ([message]) => message?.delivery === 'sent')
    await alice.conversations((list) => list[0]?.state === 'request')
  })
})

describe('people', () => {
  test('M-36 count for more than what a relay has said before', async () => {
    const relay = await testRelay()
    const [alice, bob] = [new Person(), new Person()]
    await Promise.all([alice.join(relay, 'alice'), bob.join(relay, 'bob')])
    const { conversationId } = await alice.api.contacts.start({ usernameOrInvite: 'bob' })
    const { link } = await bob.api.contacts.createInvite()
    // Bob as he would be if the relay had lied about his key.
    const real = decodeInviteLink(link, Date.now())
    const other = encodeInviteLink({ ...real, identityFingerprint: new Uint8Array(32).fill(7) })
    await alice.api.contacts.start({ usernameOrInvite: other })
    await alice.api.conversations.sendText({ conversationId, text: 'for Bob alone' })
    const [waiting, notice] = await alice.messages(conversationId, ([message]) => message?.error != null)
    expect(waiting).toMatchObject({ delivery: 'waiting', error: { code: 'identity-changed' } })
    expect(notice?.body).toEqual({ kind: 'notice', notice: 'identity-changed' })
    await expectCode(alice.api.contacts.start({ usernameOrInvite: other }), 'identity-changed')
    // What the relay says of his name is no reason to believe it now; his own link is.
    await alice.api.contacts.start({ usernameOrInvite: 'bob' })
    expect((await alice.messages(conversationId, () => true))[0]).toMatchObject({ delivery: 'waiting' })
    await alice.api.contacts.start({ usernameOrInvite: link })
    await alice.messages(conversationId, ([message]) => message?.delivery === 'sent')
  })

  test('M-33 of two relays write to each other; neither relay knows the other', async () => {
    const [first, second] = [await testRelay(), await testRelay()]
    const [alice, bob] = [new Person(), new Person()]
    await Promise.all([alice.join(first, 'alice'), bob.join(second, 'bob')])
    const bobsHost = new URL(second.url).host
    const { conversationId: withBob } = await alice.api.contacts.start({ usernameOrInvite: `bob@${bobsHost}` })
    await alice.api.conversations.sendText({ conversationId: withBob, text: 'From afar' })
    const withAlice = conversationWith(await alice.accountId())
    const [request] = await bob.conversations((list) => list.length === 1)
    expect(request).toMatchObject({ state: 'request', address: `alice@${new URL(first.url).host}` })
    await bob.api.conversations.acceptRequest({ conversationId: withAlice })
    await bob.api.conversations.sendText({ conversationId: withAlice, text: 'Welcome' })
    expect(texts(await alice.messages(withBob, (all) => all.length === 2))).toEqual(['From afar', 'Welcome'])
    await bob.messages(withAlice, (all) => all[1]?.delivery === 'delivered')
  })

  test('M-33 a request stays one while its relay cannot be asked', async () => {
    const [first, second] = [await testRelay(), await testRelay()]
    const [alice, bob] = [new Person(), new Person()]
    await Promise.all([alice.join(first, 'alice'), bob.join(second, 'bob')])
    const { link } = await bob.api.contacts.createInvite()
    const { conversationId: withBob } = await alice.api.contacts.start({ usernameOrInvite: link })
    await alice.api.conversations.sendText({ conversationId: withBob, text: 'Hi' })
    await bob.conversations((list) => list.length === 1)
    await first.close()
    const withAlice = conversationWith(await alice.accountId())
    await expectCode(bob.api.conversations.acceptRequest({ conversationId: withAlice }), 'relay-unreachable')
    expect((await bob.conversations(() => true))[0]).toMatchObject({ state: 'request' })
  })

  test('M-34 a declined stranger is gone, and cannot write again', async () => {
    const relay = await testRelay()
    const [alice, bob] = [new Person(), new Person()]
    await Promise.all([alice.join(relay, 'alice'), bob.join(relay, 'bob')])
    const { conversationId: withBob } = await alice.api.contacts.start({ usernameOrInvite: 'bob' })
    const withAlice = conversationWith(await alice.accountId())
    await alice.api.conversations.sendText({ conversationId: withBob, text: 'Hi' })
    await bob.conversations((list) => list.length === 1)
    await bob.api.conversations.remove({ conversationId: withAlice })
    await bob.conversations((list) => list.length === 0)
    await alice.api.conversations.sendText({ conversationId: withBob, text: 'Hello?' })
    await alice.messages(withBob, (all) => all[1]?.delivery === 'sent')
    // Bob himself may begin anew.
    await bob.api.contacts.start({ usernameOrInvite: 'alice' })
    await bob.api.conversations.sendText({ conversationId: withAlice, text: 'My turn' })
    expect(texts(await alice.messages(withBob, (all) => all.length === 3))).toEqual(['Hi', 'Hello?', 'My turn'])
    expect(texts(await bob.messages(withAlice, () => true))).toEqual(['My turn'])
  })

  test('M-30 a new name reaches everybody', async () => {
    const { alice, bob } = await twoContacts(await testRelay())
    await alice.api.profile.rename({ displayName: 'Alice the Great' })
    await bob.conversations((list) => list[0]?.name === 'Alice the Great')
    expect(await alice.waitForProfile(() => true)).toMatchObject({ account: { displayName: 'Alice the Great' } })
  })

  test('both begin at the same time', async () => {
    const relay = await testRelay()
    const [alice, bob] = [new Person(), new Person()]
    await Promise.all([alice.join(relay, 'alice'), bob.join(relay, 'bob')])
    const [{ conversationId: withBob }, { conversationId: withAlice }] = await Promise.all([
      alice.api.contacts.start({ usernameOrInvite: 'bob' }),
      bob.api.contacts.start({ usernameOrInvite: 'alice' }),
    ])
    await Promise.all([
      alice.api.conversations.sendText({ conversationId: withBob, text: 'from Alice' }),
      bob.api.conversations.sendText({ conversationId: withAlice, text: 'from Bob' }),
    ])
    for (const [person, conversation] of [
      [alice, withBob],
      [bob, withAlice],
    ] as const) {
      await person.messages(
        conversation,
        (all) => all.length === 2 && all.every(({ own, delivery }) => !own || delivery === 'delivered'),
      )
      await person.conversations((list) => list[0]?.state === 'accepted')
    }
  })
})

describe('this computer is the relay', () => {
  test('M-39 people hear of its new address, also where the program ended before it could tell them', async () => {
    const relay = await testRelay()
    let { url } = relay
    const ownRelay = {
      start: async () => ({ url, pin: null, registrationToken: '' }),
      backUp: async () => {},
      stop: async () => {},
    }
    const [anna, bob] = [new Person(undefined, { ownRelay }), new Person()]
    await Promise.all([anna.open(), bob.join(relay, 'bob')])
    const choice = { kind: 'own', reach: 'computer' } as const
    await anna.api.profile.create({ relay: choice, username: 'anna', displayName: 'Anna' })
    const { link } = await anna.api.contacts.createInvite()
    const { conversationId } = await bob.api.contacts.start({ usernameOrInvite: link })
    await bob.api.conversations.sendText({ conversationId, text: 'Hello' })
    await anna.conversations((list) => list.length === 1)
    await anna.api.conversations.acceptRequest({ conversationId: conversationWith(await bob.accountId()) })
    await bob.conversations((list) => list[0]?.state === 'accepted')
    await anna.close()

    url = url.replace('127.0.0.1', 'localhost')
    const folder = claimProfile(anna.folder)
    const unlocked = await folder.unlock(keychain)
    if (unlocked.state !== 'open') throw new Error('locked')
    const store = openStore({ file: folder.databaseFile, key: unlocked.key, migrations })
    const identity = loadIdentity(store.db)
    store.transaction((tx) => identity?.moveTo(tx, { ...identity.account.relay, url, host: new URL(url).host }))
    store.close()
    folder.release()

    await anna.open()
    await firstOf(await bob.api.contacts.watch(), ([contact]) => contact?.address === `anna@${new URL(url).host}`)
  })

  test('its account survives a restart, and others come by its links', async () => {
    const alice = new Person()
    await alice.open()
    await alice.api.profile.create({
      relay: { kind: 'own', reach: 'computer' },
      username: 'alice',
      displayName: 'Alice',
    })
    await alice.online()
    const { link } = await alice.api.contacts.createInvite()
    await alice.close()
    expect(await alice.open()).toMatchObject({ account: { ownRelay: true } })
    await alice.online()
    const bob = new Person()
    await bob.join(link, 'bob')
    const withAlice = conversationWith(await alice.accountId())
    await bob.api.conversations.sendText({ conversationId: withAlice, text: 'Hi' })
    await alice.conversations((list) => list.length === 1)
  })
})
