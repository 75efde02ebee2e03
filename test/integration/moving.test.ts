import path from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Message, ProfileState } from '../../shared/contract/index.ts'
import { routes } from '../../shared/relay-api/index.ts'
import { tokenOf } from '../fixtures/path-token.ts'
import { befriend, expectCode, firstOf, Person, testRelay, texts, twoContacts } from './person.ts'
import { withDatabase } from './reinstall.ts'
import { downloads, fileOf, hashOf, mib, moving, offer, transfer, twoPeople, whenState } from './transfers.ts'

/** Texts and notices in their order. */
const lines = (messages: readonly Message[]): string[] =>
  messages.flatMap(({ body }) => (body.kind === 'text' ? [body.text] : body.kind === 'notice' ? [body.notice] : []))

const move = (person: Person, relay: { url: string }, username: string) =>
  person.api.profile.move({ relay: { kind: 'relay', addressOrInvite: relay.url }, username })

const account = async (
  person: Person,
  until: (state: Extract<ProfileState, { state: 'open' }>) => boolean = () => true,
) => {
  const state = await person.waitForProfile((each) => each.state === 'open' && until(each))
  if (state.state !== 'open') throw new Error('not open')
  return state.account
}

const hostOf = ({ url }: { url: string }) => new URL(url).host

async function isKnown(relay: { url: string }, username: string): Promise<boolean> {
  return (await fetch(relay.url + routes.findByName.path.replace(':username', username))).status === 200
}

/** Has all that was sent. */
const arrived = (person: Person, conversationId: Parameters<Person['messages']>[0]) =>
  person.messages(conversationId, (all) => all.every(({ own, delivery }) => !own || delivery === 'delivered'))

describe('an account that moves to another relay', () => {
  test('I-16 M-47 keeps its people, who reach it there, with everything that was said meanwhile', async () => {
    const [before, after] = [await testRelay(), await testRelay()]
    const { alice, bob, withBob, withAlice } = await twoContacts(before)
    await move(bob, after, 'bob')
    expect(await account(bob)).toMatchObject({
      address: `bob@${hostOf(after)}`,
      former: [{ address: `bob@${hostOf(before)}`, ownRelay: false }],
    })
    // The chat says so, and goes on both ways.
    await alice.messages(withBob, (all) => lines(all).includes('relay-changed'))
    await alice.api.conversations.sendText({ conversationId: withBob, text: 'at your new place' })
    await bob.api.conversations.sendText({ conversationId: withAlice, text: 'here I am' })
    const shown = await alice.messages(withBob, (all) => texts(all).includes('here I am'))
    expect(lines(shown).sort()).toEqual(['Hello', 'at your new place', 'here I am', 'relay-changed'])
    await arrived(alice, withBob)
    await arrived(bob, withAlice)
    const [contact] = await firstOf(await alice.api.contacts.watch(), ([first]) => first !== undefined)
    expect(contact).toMatchObject({ address: `bob@${hostOf(after)}`, verified: true, identityChanged: false })
    // Nobody needs the relay of before any more.
    await before.close()
    await bob.close()
    await bob.open()
    await bob.online()
    await bob.api.conversations.sendText({ conversationId: withAlice, text: 'and now?' })
    const [message] = (await bob.messages(withAlice, (all) => texts(all).includes('and now?'))).slice(-1)
    expect(message?.delivery).not.toBe('failed')
  })

  test('I-17 hears what is sent to its address of before, by whoever was away, and by new people', async () => {
    const [before, after] = [await testRelay(), await testRelay()]
    const { alice, bob, withBob, withAlice } = await twoContacts(before)
    const { link } = await bob.api.contacts.createInvite()
    await alice.close()
    await move(bob, after, 'bob')
    await bob.online()
    await bob.close()
    // Written to the old address before word of the new one was read: Alice's outbox is full already.
    await alice.open()
    await alice.api.conversations.sendText({ conversationId: withBob, text: 'are you there?' })
    const carol = new Person()
    await carol.join(before, 'carol')
    const { conversationId } = await carol.api.contacts.start({ usernameOrInvite: link })
    await carol.api.conversations.sendText({ conversationId, text: 'by your old link' })
    await carol.messages(conversationId, ([message]) => message?.delivery === 'sent')
    await bob.open()
    await bob.messages(withAlice, (all) => texts(all).includes('are you there?'))
    const list = await bob.conversations((all) => all.some(({ state }) => state === 'request'))
    const ofCarol = list.find(({ state }) => state === 'request')
    if (ofCarol === undefined) throw new Error('no request')
    await bob.api.conversations.acceptRequest({ conversationId: ofCarol.id })
    await bob.api.conversations.sendText({ conversationId: ofCarol.id, text: 'welcome' })
    const shown = await carol.messages(conversationId, (all) => texts(all).includes('welcome'))
    expect(lines(shown)).toEqual(['by your old link', 'relay-changed', 'welcome'])
    await arrived(bob, ofCarol.id)
  })

  test('I-17 deletes the account of before when its time is over, once everything there has been read', async () => {
    const [before, after] = [await testRelay(), await testRelay()]
    const { alice, bob, withBob, withAlice } = await twoContacts(before)
    await move(bob, after, 'bob')
    await alice.messages(withBob, (all) => lines(all).includes('relay-changed'))
    await bob.close()
    await withDatabase(bob, ({ db }) => db.prepare('UPDATE former_home SET until = ?').run(Date.now()))
    expect(await isKnown(before, 'bob')).toBe(true)
    await bob.open()
    expect((await account(bob, (state) => state.account.former.length === 0)).former).toEqual([])
    expect(await isKnown(before, 'bob')).toBe(false)
    await alice.api.conversations.sendText({ conversationId: withBob, text: 'still friends' })
    await bob.messages(withAlice, (all) => texts(all).includes('still friends'))
  })

  test('I-17 deletes it at once when the user wants that, also where it cannot be told', async () => {
    const [first, second, third] = [await testRelay(), await testRelay(), await testRelay()]
    const bob = new Person()
    await bob.join(first, 'bob')
    await move(bob, second, 'bob')
    await move(bob, third, 'robert')
    const addresses = (await account(bob)).former.map(({ address }) => address)
    expect(addresses).toEqual([`bob@${hostOf(second)}`, `bob@${hostOf(first)}`])
    await bob.api.profile.leaveFormer({ address: `bob@${hostOf(first)}`, anyway: false })
    expect(await isKnown(first, 'bob')).toBe(false)
    await second.close()
    const address = `bob@${hostOf(second)}`
    await expectCode(bob.api.profile.leaveFormer({ address, anyway: false }), 'relay-unreachable')
    await bob.api.profile.leaveFormer({ address, anyway: true })
    expect((await account(bob, (state) => state.account.former.length === 0)).former).toEqual([])
    await expectCode(bob.api.profile.leaveFormer({ address, anyway: true }), 'not-found')
  })

  test('I-16 comes back to where it was', async () => {
    const [before, after] = [await testRelay(), await testRelay()]
    const { alice, bob, withBob, withAlice } = await twoContacts(before)
    await move(bob, after, 'robert')
    await alice.messages(withBob, (all) => lines(all).includes('relay-changed'))
    await move(bob, before, 'anything')
    expect(await account(bob)).toMatchObject({
      address: `bob@${hostOf(before)}`,
      former: [{ address: `robert@${hostOf(after)}` }],
    })
    await firstOf(await alice.api.contacts.watch(), ([first]) => first?.address === `bob@${hostOf(before)}`)
    await alice.api.conversations.sendText({ conversationId: withBob, text: 'welcome back' })
    await bob.messages(withAlice, (all) => texts(all).includes('welcome back'))
  })

  test('M-48 has its new name shown once the relay vouches for it', async () => {
    const [before, after] = [await testRelay(), await testRelay()]
    const { alice, bob } = await twoContacts(before)
    const other = new Person()
    await other.join(after, 'bob')
    await expectCode(move(bob, after, 'bob'), 'username-taken')
    // Nothing has changed.
    expect(await account(bob)).toMatchObject({ address: `bob@${hostOf(before)}`, former: [] })
    await move(bob, after, 'bobby')
    const contacts = await firstOf(await alice.api.contacts.watch(), (all) =>
      all.some(({ address }) => address === `bobby@${hostOf(after)}`),
    )
    expect(contacts).toHaveLength(1)
  })

  test('I-16 says why it cannot move, and stays as it was', async () => {
    const relay = await testRelay()
    const closed = await testRelay({ registration: 'closed' })
    const bob = new Person()
    await bob.join(relay, 'bob')
    await expectCode(move(bob, relay, 'bob'), 'relay-same')
    await expectCode(move(bob, closed, 'bob'), 'registration-closed')
    await expectCode(move(bob, { url: 'http://127.0.0.1:9' }, 'bob'), 'relay-unreachable')
    await expectCode(move(bob, relay, 'not a name'), 'username-invalid')
    await bob.online()
    expect(await account(bob)).toMatchObject({ address: `bob@${hostOf(relay)}`, former: [] })
  })

  test('M-47 is heard also where its relay of before is gone for good', async () => {
    const [home, lost, after] = [await testRelay(), await testRelay(), await testRelay()]
    const [alice, bob] = [new Person(), new Person()]
    await Promise.all([alice.join(home, 'alice'), bob.join(lost, 'bob')])
    const { conversationId, back } = await befriend(alice, bob)
    await lost.close()
    await bob.connection('offline')
    await alice.api.conversations.sendText({ conversationId, text: 'where are you?' })
    await move(bob, after, 'bob')
    await bob.messages(back, (all) => texts(all).includes('where are you?'))
    await bob.api.conversations.sendText({ conversationId: back, text: 'here' })
    await alice.messages(conversationId, (all) => texts(all).includes('here'))
  })

  test('M-47 fetches a file that was left for it at its relay of before, when who sent it has gone', async () => {
    const [before, after] = [await testRelay(), await testRelay()]
    const { alice, bob, withBob } = await twoPeople(before)
    await bob.close()
    const file = fileOf(30 * mib + 7)
    const { transferId: id } = await alice.api.transfers.offer({ conversationId: withBob, file: tokenOf(file) })
    await transfer(alice, id, ({ away }) => away === 'stored')
    await alice.close()
    await bob.open()
    await whenState(bob, id, 'offered')
    await move(bob, after, 'bob')
    await bob.api.transfers.accept({ transferId: id })
    await whenState(bob, id, 'done')
    expect(hashOf(path.join(downloads(bob), 'film.mkv'))).toBe(hashOf(file))
  })

  test('M-47 goes on with a file that is on its way, whoever of both moves', async () => {
    const relay = await testRelay()
    const { alice, bob, withBob } = await twoPeople(relay)
    for (const person of [alice, bob]) await person.api.settings.change({ alwaysThroughRelay: true })
    await alice.api.settings.change({ rateLimits: { up: 20_000_000, down: 0 } })
    const file = fileOf(60 * mib)
    const id = await offer(alice, bob, withBob, file)
    await bob.api.transfers.accept({ transferId: id })
    for (const person of [bob, alice]) {
      await moving(bob, id)
      await move(person, await testRelay(), person === bob ? 'bob' : 'alice')
    }
    await Promise.all([alice, bob].map((person) => whenState(person, id, 'done')))
    expect(hashOf(path.join(downloads(bob), 'film.mkv'))).toBe(hashOf(file))
  })

  test('I-17 leaves the relay of this computer running until the user ends it', async () => {
    const bob = new Person()
    await bob.open()
    await bob.api.profile.create({ relay: { kind: 'own', reach: 'computer' }, username: 'bob', displayName: 'Bob' })
    const { relayUrl } = await account(bob)
    const alice = new Person()
    const { link } = await bob.api.contacts.createInvite()
    await alice.join(link, 'alice')
    const { conversationId } = await alice.api.contacts.start({ usernameOrInvite: link })
    await alice.api.conversations.sendText({ conversationId, text: 'Hello' })
    const after = await testRelay()
    await move(bob, after, 'bob')
    const address = `bob@${hostOf({ url: relayUrl })}`
    expect((await account(bob)).former).toEqual([{ address, until: null, ownRelay: true }])
    await bob.close()
    await bob.open()
    const [request] = await bob.conversations((list) => list.length === 1)
    if (request === undefined) throw new Error('no request')
    await bob.api.conversations.acceptRequest({ conversationId: request.id })
    await alice.messages(conversationId, ([message]) => message?.delivery === 'delivered')
    await bob.api.profile.leaveFormer({ address, anyway: false })
    await expect(fetch(`${relayUrl}/healthz`)).rejects.toThrow()
  })
})
