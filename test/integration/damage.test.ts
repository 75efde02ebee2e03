/** A disk that has lost something: the profile goes on with the rest, or with a backup. SPEC.md S-8. */
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { resolveToken, tokenOf } from '../fixtures/path-token.ts'
import { expectCode, Person, temporaryFolder, testRelay, texts, twoContacts } from './person.ts'
import { withDatabase } from './reinstall.ts'

const pageBytes = 4096
const databaseOf = ({ folder }: Person) => path.join(folder, 'profile.db')

/** Flips a bit of each of these pages; the first has number 1. The profile is closed. */
function damage(person: Person, pages: readonly number[]): void {
  const bytes = readFileSync(databaseOf(person))
  for (const page of pages) {
    const at = (page - 1) * pageBytes + 50
    bytes[at] = (bytes[at] ?? 0) ^ 1
  }
  writeFileSync(databaseOf(person), bytes)
}

const pagesOf = (person: Person): number => statSync(databaseOf(person)).size / pageBytes

async function longChat() {
  const relay = await testRelay()
  const { alice, bob, withBob, withAlice } = await twoContacts(relay)
  for (let n = 0; n < 200; n++) {
    await alice.api.conversations.sendText({ conversationId: withBob, text: `line ${n} ${'x'.repeat(800)}` })
  }
  await bob.messages(withAlice, (all) => all.length === 201)
  return { relay, alice, bob, withBob, withAlice }
}

test('S-8 what can be read stays, the rest of the chat goes on', { timeout: 60_000 }, async () => {
  const { alice, bob, withBob, withAlice } = await longChat()
  expect(await bob.api.profile.checkDatabase()).toEqual({ sound: true })
  await bob.close()
  const size = pagesOf(bob)
  // From the middle on lie the messages, which came last.
  damage(bob, [size - 5, size - 40, size - 41])
  const damaged = statSync(databaseOf(bob)).size
  const state = await bob.open()
  if (state.state === 'open') expect(await bob.api.profile.checkDatabase()).toEqual({ sound: false })
  expect(await bob.api.profile.repair({})).toEqual({ complete: false })
  await bob.online()
  expect(await bob.api.profile.checkDatabase()).toEqual({ sound: true })
  await bob.close()
  const left = await withDatabase(bob, ({ db }) => db.prepare('SELECT count(*) FROM message').pluck().get())
  expect(left).toBeGreaterThan(201 - 3 * 8)
  expect(left).toBeLessThan(201)
  await bob.open()
  await alice.api.conversations.sendText({ conversationId: withBob, text: 'still there?' })
  await bob.messages(withAlice, (all) => texts(all).includes('still there?'))
  await bob.api.conversations.sendText({ conversationId: withAlice, text: 'nearly all of it' })
  await alice.messages(withBob, (all) => texts(all).includes('nearly all of it'))
  await expect
    .poll(async () => (await bob.api.search.messages({ query: 'line', limit: 50 })).hits.length, { timeout: 10_000 })
    .toBe(50)
  const [aside = ''] = readdirSync(path.join(bob.folder, 'set-aside'))
  // As it was when it was repaired: a profile that opened all the same has written to it until then.
  expect(statSync(path.join(bob.folder, 'set-aside', aside, 'profile.db')).size).toBeGreaterThanOrEqual(damaged)
  expect(existsSync(path.join(bob.folder, 'repaired.db'))).toBe(false)
})

test('S-8 a database that is whole loses nothing by it, and its device stays the same', {
  timeout: 60_000,
}, async () => {
  const { alice, bob, withBob, withAlice } = await longChat()
  expect(await bob.api.profile.repair({})).toEqual({ complete: true })
  expect(texts(await bob.messages(withAlice, () => true))).toHaveLength(100)
  await bob.online()
  await alice.api.conversations.sendText({ conversationId: withBob, text: 'on' })
  await bob.messages(withAlice, (all) => texts(all).includes('on'))
})

test('S-8 where nothing can be read it stays as it is, until it is set aside and a backup is brought back', {
  timeout: 60_000,
}, async () => {
  const { alice, bob: before, withBob, withAlice } = await twoContacts(await testRelay())
  await before.close()
  const bob = new Person(before.folder, { resolvePath: resolveToken })
  await bob.open()
  const phrase = (await bob.api.profile.recoveryPhrase({})).join(' ')
  const folder = temporaryFolder()
  for await (const _ of await bob.api.backup.save({ folder: tokenOf(folder) }));
  const file = tokenOf(path.join(folder, readdirSync(folder)[0] ?? ''))
  await bob.close()
  damage(bob, [1])
  const damaged = readFileSync(databaseOf(bob))
  expect(await bob.open()).toMatchObject({ state: 'failed', error: { code: 'profile-damaged' } })
  await expectCode(bob.api.profile.repair({}), 'profile-damaged')
  expect(readFileSync(databaseOf(bob)).equals(damaged)).toBe(true)
  await bob.api.profile.setAside()
  expect(await bob.waitForProfile(() => true)).toMatchObject({ state: 'new' })
  for await (const _ of await bob.api.profile.restore({ file, secret: { with: 'recovery', phrase } }));
  await bob.online()
  expect(texts(await bob.messages(withAlice, () => true))).toEqual(['Hello'])
  await alice.api.conversations.sendText({ conversationId: withBob, text: 'on' })
  await bob.messages(withAlice, (all) => texts(all).includes('on'))
  const [aside = ''] = readdirSync(path.join(bob.folder, 'set-aside'))
  expect(readFileSync(path.join(bob.folder, 'set-aside', aside, 'profile.db')).equals(damaged)).toBe(true)
  await expectCode(bob.api.profile.setAside(), 'invalid-input')
})

test('S-8 a profile with a passphrase asks for it', { timeout: 60_000 }, async () => {
  const { bob } = await twoContacts(await testRelay())
  await bob.api.profile.setPassphrase({ next: 'a long passphrase' })
  await expect(bob.api.profile.repair({})).rejects.toMatchObject({
    code: 'profile-locked',
    data: { reason: 'passphrase' },
  })
  expect(await bob.waitForProfile(() => true)).toMatchObject({ state: 'failed' })
  await expectCode(bob.api.profile.repair({ secret: { with: 'passphrase', passphrase: 'wrong' } }), 'wrong-passphrase')
  const secret = { with: 'passphrase', passphrase: 'a long passphrase' } as const
  expect(await bob.api.profile.repair({ secret })).toEqual({ complete: true })
  await bob.online()
})
