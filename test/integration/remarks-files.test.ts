/** What is done to messages that carry files: handed on, deleted, disappearing. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { resolveToken } from '../fixtures/path-token.ts'
import { expectCode, firstOf, Person, temporaryFolder, testRelay } from './person.ts'
import { downloads, fileOf, hashOf, offer, twoPeople, whenState } from './transfers.ts'

test('M-61 a file that has arrived is handed on, in order with the texts', async () => {
  const relay = await testRelay()
  const { alice, bob, withBob, withAlice } = await twoPeople(relay)
  const carol = new Person(undefined, { resolvePath: resolveToken })
  await carol.join(relay, 'carol')
  const file = fileOf(300_000, 'notes.txt')
  const id = await offer(alice, bob, withBob, file)
  await bob.api.transfers.accept({ transferId: id })
  await whenState(bob, id, 'done')
  const text = await bob.api.conversations.sendText({ conversationId: withAlice, text: 'after' })
  const sent = (await bob.messages(withAlice, (all) => all.length === 3)).find(({ body }) => body.kind === 'file')
  const { conversationId: withCarol } = await bob.api.contacts.start({ usernameOrInvite: 'carol' })
  const messageIds = [sent, text].flatMap((message) => message?.id ?? [])
  await bob.api.conversations.forward({ messageIds, to: [withCarol] })
  const [request] = await carol.conversations((list) => list.length === 1)
  if (request === undefined) throw new Error('no request')
  await carol.api.conversations.acceptRequest({ conversationId: request.id })
  const got = await carol.messages(request.id, (all) => all.length === 2)
  expect(got.map(({ body }) => body.kind)).toEqual(['file', 'text'])
  const [first] = got
  if (first?.body.kind !== 'file') throw new Error('no file')
  await carol.api.transfers.accept({ transferId: first.body.transferId })
  await whenState(carol, first.body.transferId, 'done')
  expect(hashOf(`${downloads(carol)}/notes.txt`)).toBe(hashOf(file))
})

test('F-15 the copy of a source that was made for a transfer stays for whoever else it is handed on to', async () => {
  const { alice, bob, withBob } = await twoPeople(await testRelay(), {
    resolvePath: async (token) => ({ ...(await resolveToken(token)), spooled: true }),
  })
  const folder = path.join(temporaryFolder(), 'spool')
  mkdirSync(folder)
  const file = path.join(folder, 'film.mkv')
  writeFileSync(file, 'short')
  const first = await offer(alice, bob, withBob, file)
  const sent = (await alice.messages(withBob, (all) => all.some(({ body }) => body.kind === 'file'))).at(-1)
  await alice.api.conversations.forward({ messageIds: sent === undefined ? [] : [sent.id], to: [withBob] })
  const both = await firstOf(await bob.api.transfers.watch(), (list) => list.length === 2)
  const second = both.find(({ id }) => id !== first)?.id ?? first
  await bob.api.transfers.accept({ transferId: first })
  await Promise.all([alice, bob].map((person) => whenState(person, first, 'done')))
  await bob.api.transfers.accept({ transferId: second })
  await Promise.all([alice, bob].map((person) => whenState(person, second, 'done')))
  await expect.poll(() => existsSync(folder)).toBe(false)
})

test('M-55 a file that is deleted for everyone is offered no longer', async () => {
  const { alice, bob, withBob, withAlice } = await twoPeople(await testRelay())
  const id = await offer(alice, bob, withBob, fileOf(300_000))
  const sent = (await alice.messages(withBob, (all) => all.some(({ body }) => body.kind === 'file'))).at(-1)
  await alice.api.conversations.delete({ messageIds: sent === undefined ? [] : [sent.id], everyone: true })
  await bob.messages(withAlice, (all) => all.at(-1)?.body.kind === 'deleted')
  for (const person of [alice, bob]) {
    await firstOf(await person.api.transfers.watch(), (list) => list.length === 0)
    await expectCode(person.api.transfers.resume({ transferId: id }), 'not-found')
  }
})
