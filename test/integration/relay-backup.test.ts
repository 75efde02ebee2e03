/** A relay that is set back to an old copy of its data: what it has forgotten is made good, what comes again is shown once. */
import { createHash } from 'node:crypto'
import { cpSync, rmSync } from 'node:fs'
import path from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { befriend, expectCode, Person, temporaryFolder, testRelay, texts, twoContacts } from './person.ts'

/** Digests of the pages of one-time keys that a relay holds. */
function pagesOf(data: string): string[] {
  // Of a copy: a running relay has its database to itself.
  const copy = temporaryFolder()
  cpSync(data, copy, { recursive: true })
  const db = new Database(path.join(copy, 'relay.sqlite'))
  const pages = db.prepare<[], Buffer>('SELECT page FROM prekey_page').pluck().all()
  db.close()
  return pages.map((page) => createHash('sha256').update(page).digest('hex'))
}

test('I-14 M-11 a relay restored from a backup: nothing is lost or shown twice, and new people still get keys', {
  timeout: 120_000,
}, async () => {
  const relay = await testRelay()
  const { data, port } = relay
  const { alice, bob, withBob, withAlice } = await twoContacts(relay)
  // Three wait for Bob when the copy is made.
  await bob.close()
  for (const text of ['one', 'two', 'three']) await alice.api.conversations.sendText({ conversationId: withBob, text })
  await alice.messages(withBob, (all) => all.every(({ delivery }) => delivery !== 'waiting'))
  await alice.close()
  await relay.close()
  const copy = temporaryFolder()
  cpSync(data, copy, { recursive: true })

  // Life goes on: they arrive, and others write, among them somebody new who takes a one-time key of each.
  const later = await testRelay({ data, port })
  await Promise.all([alice.open(), bob.open()])
  await bob.messages(withAlice, (all) => texts(all).includes('three'))
  await bob.api.conversations.sendText({ conversationId: withAlice, text: 'four' })
  await alice.messages(withBob, (all) => texts(all).includes('four'))
  const carol = new Person()
  await carol.join(later, 'carol')
  const { conversationId: carolsBob } = await carol.api.contacts.start({ usernameOrInvite: 'bob' })
  await carol.api.conversations.sendText({ conversationId: carolsBob, text: 'Hello from Carol' })
  await bob.conversations((list) => list.some(({ name }) => name === 'CAROL'))
  await Promise.all([alice.close(), bob.close(), carol.close()])
  await later.close()

  const before = pagesOf(copy)
  expect(before.length).toBeGreaterThan(0)
  rmSync(data, { recursive: true })
  cpSync(copy, data, { recursive: true })
  const restored = await testRelay({ data, port })
  await Promise.all([alice.open(), bob.open()])
  await Promise.all([alice.online(), bob.online()])
  // The relay would give out again the one-time keys that Carol has used, had Bob not left it a new page.
  // Alice's, of which nothing was used since, stay.
  await expect.poll(() => pagesOf(data).filter((page) => !before.includes(page)).length).toBe(2)
  const dora = new Person()
  await dora.join(restored, 'dora')
  const { conversationId: dorasBob } = await dora.api.contacts.start({ usernameOrInvite: 'bob' })
  await dora.api.conversations.sendText({ conversationId: dorasBob, text: 'Hello from Dora' })
  const list = await bob.conversations((all) => all.some(({ name }) => name === 'DORA'))
  const fromDora = list.find(({ name }) => name === 'DORA')?.id
  if (fromDora === undefined) throw new Error('no Dora')
  await bob.api.conversations.acceptRequest({ conversationId: fromDora })
  await dora.conversations((all) => all[0]?.state === 'accepted')
  await bob.api.conversations.sendText({ conversationId: fromDora, text: 'Hello Dora' })
  expect(texts(await dora.messages(dorasBob, (all) => texts(all).includes('Hello Dora')))).toContain('Hello Dora')
  expect(texts(await bob.messages(fromDora, (all) => texts(all).includes('Hello from Dora')))).toEqual([
    'Hello from Dora',
    'Hello Dora',
  ])

  await alice.api.conversations.sendText({ conversationId: withBob, text: 'five' })
  const atBob = await bob.messages(withAlice, (all) => texts(all).includes('five'))
  expect(texts(atBob)).toEqual(['Hello', 'one', 'two', 'three', 'four', 'five'])
  expect(atBob.filter(({ body }) => body.kind === 'notice')).toEqual([])
})

test('I-15 an account and a link that are newer than the backup are there again once their device comes', {
  timeout: 120_000,
}, async () => {
  const relay = await testRelay()
  const { data, port } = relay
  const bob = new Person()
  await bob.join(relay, 'bob')
  await bob.close()
  await relay.close()
  const copy = temporaryFolder()
  cpSync(data, copy, { recursive: true })

  const later = await testRelay({ data, port })
  const carol = new Person()
  await carol.join(later, 'carol')
  await bob.open()
  const { back: withBob, conversationId: withCarol } = await befriend(bob, carol)
  const { link } = await bob.api.contacts.createInvite()
  await Promise.all([bob.close(), carol.close()])
  await later.close()

  rmSync(data, { recursive: true })
  cpSync(copy, data, { recursive: true })
  const restored = await testRelay({ data, port })
  await bob.open()
  await bob.online()
  // Carol's mailbox is not there yet: what Bob says waits, or fails with a reason and can be sent again.
  await carol.open()
  await carol.online()
  await carol.api.conversations.sendText({ conversationId: withBob, text: 'I am still here' })
  expect(texts(await bob.messages(withCarol, (all) => texts(all).includes('I am still here')))).toEqual([
    'Hello',
    'I am still here',
  ])
  await bob.api.conversations.sendText({ conversationId: withCarol, text: 'So am I' })
  await carol.messages(withBob, (all) => texts(all).includes('So am I'))
  // Nobody but her gets her name.
  await expectCode(new Person().join(restored, 'carol'), 'username-taken')
  const dora = new Person()
  await dora.join(restored, 'dora')
  const { conversationId } = await dora.api.contacts.start({ usernameOrInvite: link })
  await dora.api.conversations.sendText({ conversationId, text: 'By your link' })
  await bob.conversations((list) => list.some(({ name }) => name === 'DORA'))
})
