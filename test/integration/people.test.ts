import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { Contact, Picture } from '../../shared/contract/index.ts'
import { befriend, expectCode, firstOf, Person, testRelay, twoContacts } from './person.ts'
import { withDatabase } from './reinstall.ts'

const webp = (size = 900): Picture => ({
  type: 'image/webp',
  bytes: Buffer.concat([Buffer.from('RIFF____WEBP'), randomBytes(size)]),
})

/** What `person` sees of their only contact, once it satisfies `until`. */
async function contactOf(person: Person, until: (contact: Contact) => boolean): Promise<Contact> {
  const list = await firstOf(await person.api.contacts.watch(), ([contact]) => contact !== undefined && until(contact))
  return list[0] as Contact
}

async function own(person: Person) {
  const state = await person.waitForProfile(({ state }) => state === 'open')
  if (state.state !== 'open') throw new Error('not open')
  return state.account
}

describe('what people show of themselves', () => {
  test('M-70 line and picture reach a contact, change, and go', async () => {
    const { alice, bob } = await twoContacts(await testRelay())
    const picture = webp()
    await alice.api.profile.describe({ about: '  out at\nsea ', picture })
    expect(await own(alice)).toMatchObject({ about: 'out at sea', picture: expect.any(String) })
    const seen = await contactOf(bob, ({ about }) => about !== '')
    expect(seen).toMatchObject({ about: 'out at sea', picture: (await own(alice)).picture })
    const { type, bytes } = await bob.api.contacts.picture({ id: seen.id })
    expect([type, Buffer.compare(bytes, picture.bytes)]).toEqual(['image/webp', 0])
    expect(Buffer.compare((await alice.api.contacts.picture({ id: seen.id })).bytes, picture.bytes)).toBe(0)

    await alice.api.profile.describe({ about: 'back' })
    expect((await contactOf(bob, ({ about }) => about === 'back')).picture).toBe(seen.picture)
    await alice.api.profile.describe({ picture: null })
    await contactOf(bob, ({ picture: shown }) => shown === null)
    await expectCode(bob.api.contacts.picture({ id: seen.id }), 'not-found')
  })

  test('M-70 whoever becomes a contact later sees the newest', async () => {
    const relay = await testRelay()
    const [alice, carol] = [new Person(), new Person()]
    await Promise.all([alice.join(relay, 'alice'), carol.join(relay, 'carol')])
    for (const about of ['first', 'second']) await alice.api.profile.describe({ about, picture: webp() })
    // The one who asks and the one who is asked both learn of it.
    await carol.api.profile.describe({ about: 'asked' })
    await befriend(carol, alice)
    const ofAlice = await contactOf(carol, ({ about }) => about !== '')
    expect(ofAlice).toMatchObject({ about: 'second', picture: (await own(alice)).picture })
    expect(await contactOf(alice, ({ about }) => about !== '')).toMatchObject({ about: 'asked', picture: null })
  })

  test('M-71 strangers and the blocked learn nothing; who is unblocked sees the newest', async () => {
    const relay = await testRelay()
    const { alice, bob } = await twoContacts(relay)
    const stranger = new Person()
    await stranger.join(relay, 'stranger')
    const { conversationId } = await stranger.api.contacts.start({ usernameOrInvite: 'alice' })
    await stranger.api.conversations.sendText({ conversationId, text: 'hi' })
    await alice.conversations((list) => list.length === 2)
    const ofBob = await bob.accountId()
    await alice.api.contacts.block({ id: ofBob, revokeInvites: false })
    await alice.api.profile.describe({ about: 'not for you', picture: webp() })
    const told = async () => {
      await alice.close()
      const accounts = await withDatabase(alice, ({ db }) =>
        db.prepare('SELECT account FROM profile_told').pluck().all(),
      )
      await alice.open()
      return accounts
    }
    expect(await told()).toEqual([])
    await alice.api.contacts.unblock({ id: ofBob })
    await contactOf(bob, ({ about }) => about === 'not for you')
    expect(await told()).toEqual([ofBob])
    expect(await contactOf(stranger, () => true)).toMatchObject({ about: '', picture: null })
  })

  test('M-72 what is no picture is refused', async () => {
    const alice = new Person()
    await alice.join(await testRelay(), 'alice')
    const show = (picture: Picture) => alice.api.profile.describe({ picture })
    await expectCode(show({ type: 'image/jpeg', bytes: webp().bytes }), 'invalid-input')
    await expectCode(show(webp(60_000)), 'BAD_REQUEST')
    await expectCode(show({ type: 'image/webp', bytes: Buffer.from('<svg onload=alert(1)>') }), 'invalid-input')
    expect(await own(alice)).toMatchObject({ picture: null })
  })
})

test('M-73 a nickname stays on this computer', async () => {
  const { alice, bob, withBob } = await twoContacts(await testRelay())
  const id = await bob.accountId()
  await alice.api.contacts.setNickname({ id, nickname: 'my brother' })
  expect(await contactOf(alice, ({ nickname }) => nickname !== '')).toMatchObject({
    name: 'my brother',
    ownName: 'BOB',
  })
  expect(await alice.conversations(([first]) => first?.name !== 'BOB')).toMatchObject([
    { id: withBob, name: 'my brother' },
  ])
  await bob.api.profile.rename({ displayName: 'Robert' })
  expect(await contactOf(alice, ({ ownName }) => ownName === 'Robert')).toMatchObject({ name: 'my brother' })
  await alice.close()
  await alice.open()
  await alice.api.contacts.setNickname({ id, nickname: '' })
  expect(await contactOf(alice, ({ nickname }) => nickname === '')).toMatchObject({ name: 'Robert' })
})

describe('a person who is handed on', () => {
  const three = async () => {
    const people = await twoContacts(await testRelay())
    const relay = (await own(people.alice)).relayUrl
    const carol = new Person()
    await carol.join(relay, 'carol')
    const { back: withCarol } = await befriend(carol, people.alice)
    return { ...people, carol, withCarol }
  }

  test('M-74 can be written to, by their own name and not verified', async () => {
    const { alice, bob, carol, withBob, withAlice } = await three()
    const ofCarol = await carol.accountId()
    await alice.api.contacts.setNickname({ id: ofCarol, nickname: 'secret love' })
    await alice.api.conversations.sendContact({ contact: ofCarol, to: [withBob] })
    const found = await bob.messages(withAlice, (all) => all.at(-1)?.body.kind === 'contact')
    const message = found.at(-1)
    expect(message?.body).toMatchObject({ kind: 'contact', account: ofCarol, name: 'CAROL', username: 'carol' })
    const { conversationId } = await bob.api.contacts.startCard({ messageId: message?.id as never })
    await bob.api.conversations.sendText({ conversationId, text: 'Alice sent me' })
    await carol.conversations((list) => list.length === 2)
    const known = await firstOf(await bob.api.contacts.watch(), (list) => list.length === 2)
    expect(known.find(({ id }) => id === ofCarol)).toMatchObject({ verified: false })
    // Again, and one's own card.
    expect(await bob.api.contacts.startCard({ messageId: message?.id as never })).toEqual({ conversationId })
    await alice.api.conversations.sendContact({ contact: await bob.accountId(), to: [withBob] })
    const last = (await bob.messages(withAlice, (all) => all.length === found.length + 1)).at(-1)
    await expectCode(bob.api.contacts.startCard({ messageId: last?.id as never }), 'invite-own')
  })

  test('M-75 is not, where the relay names another account or identity', async () => {
    const { alice, bob, carol, withBob, withAlice } = await three()
    const ofCarol = await carol.accountId()
    await alice.api.conversations.sendContact({ contact: ofCarol, to: [withBob] })
    const all = await bob.messages(withAlice, (list) => list.at(-1)?.body.kind === 'contact')
    const messageId = all.at(-1)?.id as never
    const forge = async (change: object) => {
      await bob.close()
      await withDatabase(bob, ({ db }) =>
        db.prepare('UPDATE message SET body = json_patch(body, ?) WHERE id = ?').run(JSON.stringify(change), messageId),
      )
      await bob.open()
    }
    await forge({ username: 'alice' })
    await expectCode(bob.api.contacts.startCard({ messageId }), 'contact-unknown')
    await forge({ username: 'carol', identityFingerprint: randomBytes(32).toString('base64url') })
    await expectCode(bob.api.contacts.startCard({ messageId }), 'identity-changed')
    await forge({ username: 'nobody' })
    await expectCode(bob.api.contacts.startCard({ messageId }), 'contact-unknown')
    expect(await bob.conversations(() => true)).toHaveLength(1)
  })
})

describe('presence', () => {
  const show = (person: Person, presence: boolean) => person.api.settings.change({ presence })
  const seen = async (person: Person, until: (online: boolean | null) => boolean) =>
    firstOf(await person.api.contacts.presence(), ([other]) => until(other?.online ?? null))

  test('M-76 is told among those who both show it', async () => {
    const { alice, bob } = await twoContacts(await testRelay())
    await Promise.all([show(alice, true), show(bob, true)])
    await alice.api.profile.touch()
    await bob.api.profile.touch()
    await seen(alice, (online) => online === true)
    await seen(bob, (online) => online === true)
    // Whoever goes says so, and is known to have been there also after a restart.
    await bob.close()
    const [gone] = await seen(alice, (online) => online === false)
    expect(Date.now() - (gone?.seenAt ?? 0)).toBeLessThan(60_000)
    await alice.close()
    await alice.open()
    await seen(alice, (online) => online === false)
  })

  test('M-77 whoever does not show it does not see it, and nothing is kept', async () => {
    const { alice, bob } = await twoContacts(await testRelay())
    await show(alice, true)
    await alice.api.profile.touch()
    await bob.api.profile.touch()
    await show(bob, true)
    await seen(alice, (online) => online === true)
    await seen(bob, (online) => online === true)
    await show(bob, false)
    expect(await seen(bob, (online) => online === null)).toEqual([])
    await seen(alice, (online) => online === false)
    await bob.close()
    expect(await withDatabase(bob, ({ db }) => db.prepare('SELECT * FROM contact_seen').all())).toEqual([])
  })
})
