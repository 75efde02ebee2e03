import { randomBytes } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Call } from '../../shared/contract/index.ts'
import { headers } from '../../shared/relay-api/index.ts'
import { tokenOf } from '../fixtures/path-token.ts'
import { FlakyProxy } from './flaky-proxy.ts'
import { befriend, expectCode, firstOf, Person, testRelay, texts, twoContacts } from './person.ts'
import { withDatabase } from './reinstall.ts'
import { downloads, fileOf, mib, moving, offer, twoPeople, whenState } from './transfers.ts'

const isSent = ({ own, delivery }: { own: boolean; delivery: string | null }) => !own || delivery !== 'waiting'

/** The token by which `person` delivers to its first contact; null where there is none. The profile is closed for it. */
async function tokenHeldBy(person: Person): Promise<string | null> {
  await person.close()
  const token = await withDatabase(person, ({ db }) =>
    db.prepare<[], Buffer | null>('SELECT delivery_token FROM contact').pluck().get(),
  )
  await person.open()
  return token?.toString('hex') ?? null
}

/** What the relay says to whoever wants to reach an account by this token. */
async function answerTo(relay: { url: string }, account: string, token: string | null): Promise<number> {
  const headersOf = { [headers.deliveryToken]: Buffer.from(token ?? '', 'hex').toString('base64url') }
  return (await fetch(`${relay.url}/v1/bundles/${account}`, { method: 'POST', headers: headersOf })).status
}

describe('somebody who is blocked', () => {
  test('M-44 leaves no trace and learns nothing, and comes back when unblocked', async () => {
    const { alice, bob, withBob, withAlice } = await twoContacts(await testRelay())
    const ofBob = await bob.accountId()
    await alice.api.contacts.block({ id: ofBob, revokeInvites: false })
    for (const text of ['are you there?', 'hello?'])
      await bob.api.conversations.sendText({ conversationId: withAlice, text })
    const sent = await bob.messages(withAlice, (all) => all.length === 3 && all.every(isSent))
    expect(sent.map(({ delivery }) => delivery)).toEqual([null, 'sent', 'sent'])
    await expectCode(alice.api.conversations.sendText({ conversationId: withBob, text: 'no' }), 'contact-blocked')
    await expectCode(alice.api.calls.start({ conversationId: withBob, media: 'voice' }), 'contact-blocked')
    await expectCode(alice.api.contacts.start({ usernameOrInvite: 'bob' }), 'contact-blocked')
    const [blocked] = await firstOf(await alice.api.contacts.watchBlocked(), (list) => list.length === 1)
    expect(blocked).toMatchObject({ id: ofBob, name: 'BOB', blocked: true })
    // A call of theirs rings at nobody.
    await bob.api.calls.start({ conversationId: withAlice, media: 'voice' })
    await alice.close()
    await alice.open()
    await alice.online()
    expect(texts(await alice.messages(withBob, () => true))).toEqual(['Hello'])
    expect((await bob.messages(withAlice, () => true))[2]?.delivery).toBe('sent')

    await alice.api.contacts.unblock({ id: ofBob })
    await firstOf(await alice.api.contacts.watchBlocked(), (list) => list.length === 0)
    await bob.api.conversations.sendText({ conversationId: withAlice, text: 'and now?' })
    await alice.messages(withBob, (all) => texts(all).join() === 'Hello,and now?')
    await alice.api.conversations.sendText({ conversationId: withBob, text: 'yes' })
    await bob.messages(withAlice, (all) => texts(all).includes('yes'))
  })

  test('M-44 a call that rings ends on both sides, a transfer that moves on this one', async () => {
    const { alice, bob, withBob, withAlice } = await twoPeople(await testRelay())
    const id = await offer(bob, alice, withAlice, fileOf(300 * mib))
    await alice.api.transfers.accept({ transferId: id })
    await moving(alice, id)
    const phaseOf = async (person: Person, phase: Call['phase']) => {
      for await (const event of await person.api.calls.watch())
        if (event.type === 'calls' && event.calls.at(-1)?.phase === phase) return
    }
    const ended = [phaseOf(alice, 'ended'), phaseOf(bob, 'ended')]
    await bob.api.calls.start({ conversationId: withAlice, media: 'voice' })
    await phaseOf(alice, 'ringing')
    await alice.api.contacts.block({ id: await bob.accountId(), revokeInvites: false })
    await Promise.all(ended)
    await whenState(alice, id, 'cancelled')
    await expectCode(
      alice.api.transfers.offer({ conversationId: withBob, file: tokenOf(fileOf(1)) }),
      'contact-blocked',
    )
    await expect.poll(() => readdirSync(downloads(alice))).toEqual([])
  })

  test('M-44 a stranger loses the request, and no later one appears', async () => {
    const relay = await testRelay()
    const [alice, bob] = [new Person(), new Person()]
    await Promise.all([alice.join(relay, 'alice'), bob.join(relay, 'bob')])
    const { link } = await bob.api.contacts.createInvite()
    const { conversationId: withBob } = await alice.api.contacts.start({ usernameOrInvite: link })
    await alice.api.conversations.sendText({ conversationId: withBob, text: 'Hi' })
    await bob.conversations((list) => list.length === 1)
    await bob.api.contacts.block({ id: await alice.accountId(), revokeInvites: true })
    await bob.conversations((list) => list.length === 0)
    expect(await bob.api.contacts.invites()).toEqual([])
    await alice.api.conversations.sendText({ conversationId: withBob, text: 'Hi again' })
    // The link is of no use any more either: what is left is the way of every stranger.
    await alice.messages(withBob, (all) => all.length === 2 && all.every(isSent))
    const carol = new Person()
    await carol.join(relay, 'carol')
    const { conversationId } = await carol.api.contacts.start({ usernameOrInvite: 'bob' })
    await carol.api.conversations.sendText({ conversationId, text: 'marker' })
    const list = await bob.conversations((all) => all.length > 0)
    expect(list.map(({ name }) => name)).toEqual(['CAROL'])
    await bob.api.contacts.unblock({ id: await alice.accountId() })
    await alice.api.conversations.sendText({ conversationId: withBob, text: 'a new start' })
    await bob.conversations((all) => all.length === 2 && all.every(({ state }) => state === 'request'))
  })
})

describe('the token that the blocked had', () => {
  test('M-45 is refused from then on, although the relay was away when it was decided', async () => {
    const relay = await testRelay()
    const { alice, bob } = await twoContacts(relay)
    const ofBob = await bob.accountId()
    const [before, ofAlice] = [await tokenHeldBy(bob), await alice.accountId()]
    expect(await answerTo(relay, ofAlice, before)).toBe(200)
    await relay.close()
    await alice.connection('offline')
    await alice.api.contacts.block({ id: ofBob, revokeInvites: false })
    await alice.close()
    await testRelay({ data: relay.data, port: relay.port })
    await alice.open()
    await expect.poll(() => answerTo(relay, ofAlice, before), { timeout: 15_000 }).toBe(401)
  })

  test('M-45 those who were away find their way back by the word in their mailbox', async () => {
    const proxy = await FlakyProxy.start()
    const relay = await testRelay({ hosts: [proxy.host] })
    proxy.leadsTo(relay.port)
    const { alice, bob } = await twoContacts({ url: `http://${proxy.host}` })
    const carol = new Person()
    await carol.join(`http://${proxy.host}`, 'carol')
    const { conversationId: withAlice, back: withCarol } = await befriend(carol, alice)
    await carol.api.conversations.sendText({ conversationId: withAlice, text: 'before' })
    await carol.messages(withAlice, (all) => all[1]?.delivery === 'delivered')
    const before = await tokenHeldBy(carol)
    await carol.close()
    await alice.api.contacts.block({ id: await bob.accountId(), revokeInvites: false })
    await carol.open()
    await expect.poll(() => tokenHeldBy(carol), { timeout: 20_000, interval: 1000 }).not.toBe(before)
    await carol.api.conversations.sendText({ conversationId: withAlice, text: 'after' })
    await alice.messages(withCarol, (all) => texts(all).includes('after'))
    await carol.messages(withAlice, (all) => all[2]?.delivery === 'delivered')
  })

  test('M-46 whoever has no good token left writes as a stranger, is known, and gets the new one', async () => {
    const { alice, bob, withBob, withAlice } = await twoContacts(await testRelay())
    const good = await tokenHeldBy(bob)
    await bob.close()
    await withDatabase(bob, ({ db }) => db.prepare('UPDATE contact SET delivery_token = ?').run(randomBytes(32)))
    await bob.open()
    await bob.api.conversations.sendText({ conversationId: withAlice, text: 'I lost my way' })
    await alice.messages(withBob, (all) => texts(all).includes('I lost my way'))
    await bob.messages(withAlice, (all) => all[1]?.delivery === 'delivered')
    await expect.poll(() => tokenHeldBy(bob), { timeout: 20_000, interval: 1000 }).toBe(good)
  })

  test('M-46 a profile that was set back by a backup tells its relay the token that it has', async () => {
    const relay = await testRelay()
    const { alice, bob, withBob, withAlice } = await twoContacts(relay)
    const [before, ofAlice] = [await tokenHeldBy(bob), await alice.accountId()]
    await alice.close()
    await withDatabase(alice, ({ db }) => db.prepare('UPDATE account SET delivery_token = ?').run(randomBytes(32)))
    await alice.open()
    await expect.poll(() => answerTo(relay, ofAlice, before), { timeout: 15_000 }).toBe(401)
    await bob.api.conversations.sendText({ conversationId: withAlice, text: 'by the old token' })
    await alice.messages(withBob, (all) => texts(all).includes('by the old token'))
    await bob.messages(withAlice, (all) => all[1]?.delivery === 'delivered')
    const held = async () => answerTo(relay, ofAlice, await tokenHeldBy(bob))
    await expect.poll(held, { timeout: 20_000, interval: 1000 }).toBe(200)
  })
})
