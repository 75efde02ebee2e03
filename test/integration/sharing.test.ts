import path from 'node:path'
import { expect, test } from 'vitest'
import type { TransferId } from '../../shared/ids.ts'
import { conversationWith } from '../../shared/ids.ts'
import { resolveToken, tokenOf } from '../fixtures/path-token.ts'
import { befriend, Person, testRelay } from './person.ts'
import { downloads, fileOf, hashOf, mib, transfer, twoPeople, whenState } from './transfers.ts'

/** Alice's file is stored for Bob, who is away, and offered to Carol. */
async function storedForBob() {
  const { alice, bob, withBob } = await twoPeople(await testRelay())
  const carol = new Person(undefined, { resolvePath: resolveToken })
  // At a relay of her own: what is stored lies at Bob's.
  await carol.join(await testRelay(), 'carol')
  const { back: withCarol } = await befriend(carol, alice)
  await bob.close()
  const file = fileOf(30 * mib + 7)
  const offerTo = (conversationId: typeof withBob) =>
    alice.api.transfers.offer({ conversationId, file: tokenOf(file) }).then(({ transferId }) => transferId)
  const forBob = await offerTo(withBob)
  await transfer(alice, forBob, ({ away }) => away === 'stored')
  // Nothing more leaves from here on.
  await alice.api.settings.change({ rateLimits: { up: 1, down: 0 } })
  const forCarol = await offerTo(withCarol)
  await whenState(carol, forCarol, 'offered')
  return { alice, bob, carol, file, forBob, forCarol, withCarol }
}

const take = async (person: Person, id: TransferId, file: string) => {
  await person.api.transfers.accept({ transferId: id })
  await whenState(person, id, 'done')
  expect(hashOf(path.join(downloads(person), 'film.mkv'))).toBe(hashOf(file))
}

test('F-56 what is stored for one is fetched by another, and nothing is sent again', async () => {
  const { alice, bob, carol, file, forBob, forCarol } = await storedForBob()
  expect(await transfer(alice, forCarol, () => true)).toMatchObject({ state: 'offered', away: 'stored' })
  await alice.close()
  await take(carol, forCarol, file)
  // Bob has lost nothing by it.
  await bob.open()
  await whenState(bob, forBob, 'offered')
  await take(bob, forBob, file)
  await alice.open()
  await Promise.all([whenState(alice, forCarol, 'done'), whenState(alice, forBob, 'done')])
})

test('F-56 what was taken meanwhile comes from its sender', async () => {
  const { alice, bob, carol, file, forBob, forCarol } = await storedForBob()
  await bob.open()
  await whenState(bob, forBob, 'offered')
  await take(bob, forBob, file)
  await whenState(alice, forBob, 'done')
  await alice.api.settings.change({ rateLimits: { up: 0, down: 0 } })
  await take(carol, forCarol, file)
  await whenState(alice, forCarol, 'done')
})

test('F-56 somebody who has not accepted us is not told where it lies', async () => {
  const { alice, file } = await storedForBob()
  const dave = new Person(undefined, { resolvePath: resolveToken })
  await dave.join(await testRelay(), 'dave')
  const { link } = await dave.api.contacts.createInvite()
  const { conversationId } = await alice.api.contacts.start({ usernameOrInvite: link })
  await alice.api.conversations.sendText({ conversationId, text: 'Hello' })
  const { transferId } = await alice.api.transfers.offer({ conversationId, file: tokenOf(file) })
  expect(await transfer(alice, transferId, () => true)).toMatchObject({ away: null })
  await dave.conversations((list) => list.length === 1)
  await dave.api.conversations.acceptRequest({ conversationId: conversationWith(await alice.accountId()) })
  await alice.api.settings.change({ rateLimits: { up: 0, down: 0 } })
  await whenState(dave, transferId, 'offered')
  await take(dave, transferId, file)
})
