import { describe, expect, test } from 'vitest'
import { loadIdentity } from '../../main/core/identity/index.ts'
import { AccountClient } from '../../main/core/relay/account-client.ts'
import { RelayHttp } from '../../main/core/relay/http.ts'
import { type Bundles, type PrekeyCounts, routes } from '../../shared/relay-api/index.ts'
import { Person, testRelay, texts } from './person.ts'
import { withDatabase } from './reinstall.ts'

const generous = { burst: 10_000, perMinute: 100_000 }
const rates = { strangersPerMailbox: generous, strangersPerAddress: generous, requests: generous }

/** What the relay holds of a person who is not at the application. */
const heldOf = (person: Person): Promise<PrekeyCounts> =>
  withDatabase(person, async ({ db }) => {
    const identity = loadIdentity(db)
    if (identity === null) throw new Error('no account')
    const { id: account, device, relay } = identity.account
    const http = new RelayHttp(relay)
    try {
      const sign = (statement: Uint8Array) => identity.signAsDevice(statement)
      return await new AccountClient(http, { account, device, sign }).call(routes.countPrekeys)
    } finally {
      await http.close()
    }
  })

async function takeBundle(url: string, account: string): Promise<Bundles['devices'][number]> {
  const answer = await fetch(`${url}/v1/bundles/${account}`, { method: 'POST' })
  const [device] = ((await answer.json()) as Bundles).devices
  if (device === undefined) throw new Error('no device')
  return device
}

describe('I-8 one-time prekeys', () => {
  test('each goes out once; when all are gone messages still arrive, and the relay gets new ones', async () => {
    const relay = await testRelay({ rates })
    const bob = new Person()
    await bob.join(relay, 'bob')
    await bob.online()
    const ofBob = await bob.accountId()
    await bob.close()
    expect(await heldOf(bob)).toMatchObject({ oneTime: 100, oneTimeKyber: 100 })

    const taken = []
    for (let n = 0; n < 100; n += 1) taken.push(await takeBundle(relay.url, ofBob))
    expect(new Set(taken.map(({ oneTime }) => oneTime?.id)).size).toBe(100)
    expect(new Set(taken.map(({ kyber }) => kyber.id)).size).toBe(100)
    const drained = await takeBundle(relay.url, ofBob)
    expect(drained.oneTime).toBeNull()
    expect((await takeBundle(relay.url, ofBob)).kyber.id).toBe(drained.kyber.id)

    // Three strangers begin their sessions with the last-resort key.
    const strangers = [new Person(), new Person(), new Person()]
    for (const [n, stranger] of strangers.entries()) {
      await stranger.join(relay, `stranger${n}`)
      const { conversationId } = await stranger.api.contacts.start({ usernameOrInvite: 'bob' })
      for (const word of ['first', 'second'])
        await stranger.api.conversations.sendText({ conversationId, text: `${word} of ${n}` })
      await stranger.messages(
        conversationId,
        (all) => all.length === 2 && all.every((each) => each.delivery === 'sent'),
      )
    }
    await bob.open()
    const list = await bob.conversations((all) => all.length === 3 && all.every(({ unread }) => unread === 2))
    for (const { id, name } of list) {
      const n = name.at(-1)
      expect(texts(await bob.messages(id, () => true))).toEqual([`first of ${n}`, `second of ${n}`])
      await bob.api.conversations.acceptRequest({ conversationId: id })
      await bob.api.conversations.sendText({ conversationId: id, text: 'answer' })
    }
    for (const stranger of strangers) {
      const [{ id } = { id: null }] = await stranger.conversations((all) => all[0]?.state === 'accepted')
      if (id !== null) await stranger.messages(id, (all) => texts(all).includes('answer'))
    }
    const refilled = async () => {
      await bob.close()
      const held = await heldOf(bob)
      await bob.open()
      await bob.online()
      return held
    }
    await expect.poll(refilled, { timeout: 20_000, interval: 500 }).toMatchObject({ oneTime: 100, oneTimeKyber: 100 })
    expect(taken.map(({ oneTime }) => oneTime?.id)).not.toContain((await takeBundle(relay.url, ofBob)).oneTime?.id)
  })

  test('fewer than 20 are filled up; signed and last-resort keys change after two days, and the ones before still open', async () => {
    const relay = await testRelay({ rates })
    const [alice, bob] = [new Person(), new Person()]
    await Promise.all([alice.join(relay, 'alice'), bob.join(relay, 'bob')])
    await bob.online()
    const ofBob = await bob.accountId()
    const { conversationId } = await alice.api.contacts.start({ usernameOrInvite: 'bob' })
    await bob.close()
    for (let n = 0; n < 81; n += 1) await takeBundle(relay.url, ofBob)
    const before = await heldOf(bob)
    expect(before).toMatchObject({ oneTime: 19, oneTimeKyber: 19 })
    // Sealed for the keys of today; read when they are three days old.
    await alice.api.conversations.sendText({ conversationId, text: 'for the old keys' })
    await alice.messages(conversationId, ([first]) => first?.delivery === 'sent')
    const threeDays = 3 * 24 * 60 * 60 * 1000
    await withDatabase(bob, ({ db }) => {
      for (const table of ['signed_prekey', 'kyber_prekey'])
        db.prepare(`UPDATE ${table} SET created_at = created_at - ?`).run(threeDays)
    })
    await bob.open()
    await bob.online()
    const [request] = await bob.conversations((list) => list.length === 1)
    expect(request?.preview?.text).toBe('for the old keys')
    const held = async () => {
      await bob.close()
      const found = await heldOf(bob)
      await bob.open()
      await bob.online()
      return found.signedId !== before.signedId && found.lastResortKyberId !== before.lastResortKyberId && found.oneTime
    }
    await expect.poll(held, { timeout: 20_000, interval: 500 }).toBe(100)
  })
})
