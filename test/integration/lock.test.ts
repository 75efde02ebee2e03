/** The lock of the application, over real profiles and a real relay. */
import { statSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { expectCode, firstOf, keychain, Person, temporaryFolder, testRelay, texts, twoContacts } from './person.ts'

const passphrase = 'correct horse battery'
const unlock = (person: Person, word = passphrase) =>
  person.api.profile.unlock({ with: 'passphrase', passphrase: word })
const locked = { state: 'locked', reason: 'passphrase', finishing: false }

test('I-10 a passphrase locks, opens, changes and goes again; without one there is no lock', async () => {
  const person = new Person()
  await person.join(await testRelay(), 'someone')
  const { profile } = person.api
  expect(await person.waitForProfile(() => true)).toMatchObject({ protection: { passphrase: false, keychain: true } })
  await expectCode(profile.lock(), 'passphrase-needed')
  await profile.setPassphrase({ next: passphrase })
  expect(await person.waitForProfile(() => true)).toMatchObject({ protection: { passphrase: true, keychain: true } })

  await profile.lock()
  expect(await person.waitForProfile(() => true)).toEqual(locked)
  await expectCode(person.api.contacts.invites(), 'profile-locked')
  await expectCode(profile.setPassphrase({ current: passphrase, next: null }), 'profile-locked')
  await expectCode(profile.recoveryPhrase({ passphrase }), 'profile-locked')
  await expectCode(unlock(person, 'wrong'), 'wrong-passphrase')
  await unlock(person)
  await person.online()

  // The keychain alone opens nothing, also after a restart.
  await person.close()
  expect(await person.open()).toEqual(locked)
  await unlock(person)
  await expectCode(person.api.profile.setPassphrase({ next: 'another one' }), 'wrong-passphrase')
  await person.api.profile.setPassphrase({ current: passphrase, next: null })
  await person.close()
  expect(await person.open()).toMatchObject({ state: 'open', protection: { passphrase: false } })
})

test('I-10 without a keychain the passphrase can be changed, but not taken away', async () => {
  const person = new Person(temporaryFolder(), { keychain: null, passphrase })
  await person.join(await testRelay(), 'someone')
  await expectCode(person.api.profile.setPassphrase({ current: passphrase, next: null }), 'passphrase-needed')
  await person.api.profile.setPassphrase({ current: passphrase, next: 'another one' })
  await person.api.profile.lock()
  await expectCode(unlock(person), 'wrong-passphrase')
  await unlock(person, 'another one')
})

test('I-12 while it is locked nothing comes in and nothing is told; afterwards everything is there', async () => {
  const relay = await testRelay()
  const { alice, bob, withBob, withAlice } = await twoContacts(relay)
  await alice.api.profile.setPassphrase({ next: passphrase })
  const stream = await alice.api.conversations.watch()
  await stream.next()
  await alice.api.profile.lock()
  expect((await stream.next()).done).toBe(true)
  for (const text of ['one', 'two']) await bob.api.conversations.sendText({ conversationId: withAlice, text })
  const sent = await bob.messages(withAlice, (all) => all.filter(({ delivery }) => delivery === 'sent').length === 2)
  expect(texts(sent)).toContain('two')

  await unlock(alice)
  expect(texts(await alice.messages(withBob, (all) => texts(all).includes('two')))).toEqual(['Hello', 'one', 'two'])
  await bob.messages(withAlice, (all) => all.every(({ own, delivery }) => !own || delivery === 'delivered'))
})

test('I-12 what lies on the disk while it is locked is closed: no log of writes is left open', async () => {
  const person = new Person()
  await person.join(await testRelay(), 'someone')
  await person.api.profile.setPassphrase({ next: passphrase })
  await person.api.profile.lock()
  expect(statSync(path.join(person.folder, 'profile.db-wal'), { throwIfNoEntry: false })).toBeUndefined()
})

test('I-12 a call is not cut off: it can be ended behind the lock, then the profile closes', async () => {
  const { alice, bob, withBob } = await twoContacts(await testRelay())
  await alice.api.profile.setPassphrase({ next: passphrase })
  const { callId } = await alice.api.calls.start({ conversationId: withBob, media: 'voice' })
  const ringing = await bob.api.calls.watch()
  await firstOf(ringing, (event) => event.type === 'calls' && event.calls.at(-1)?.phase === 'ringing')
  const watching = await alice.api.calls.watch()
  await alice.api.profile.lock()
  expect(await alice.waitForProfile(() => true)).toEqual({ ...locked, finishing: true })
  await expectCode(alice.api.contacts.invites(), 'profile-locked')
  await firstOf(watching, (event) => event.type === 'calls' && event.calls.at(-1)?.phase === 'ringing')

  // Whoever unlocks in between finds everything as it was.
  await unlock(alice)
  await alice.api.contacts.invites()
  await alice.api.profile.lock()
  await alice.api.calls.end({ callId })
  await alice.waitForProfile((state) => state.state === 'locked' && !state.finishing)
  await expectCode(alice.api.calls.end({ callId }), 'profile-locked')
})

test('I-13 wrong passphrases are slowed down, wherever they are tried', async () => {
  const person = new Person()
  await person.join(await testRelay(), 'someone')
  const { profile } = person.api
  await profile.setPassphrase({ next: passphrase })
  await expectCode(profile.recoveryPhrase({}), 'wrong-passphrase')
  await expectCode(profile.recoveryPhrase({ passphrase: 'wrong' }), 'wrong-passphrase')
  await expectCode(profile.setPassphrase({ current: 'wrong', next: 'new' }), 'wrong-passphrase')
  await profile.lock()
  await expectCode(unlock(person, 'wrong'), 'wrong-passphrase')
  await expectCode(unlock(person, 'wrong'), 'wrong-passphrase')
  await expect(unlock(person)).rejects.toMatchObject({
    code: 'rate-limited',
    data: { retryAfterMs: expect.any(Number) },
  })
  expect(await person.waitForProfile(() => true)).toEqual(locked)
})

test('a changed keychain ends in the recovery prompt, and the phrase opens for the new one (I-5)', async () => {
  const person = new Person()
  await person.open()
  const relay = await testRelay()
  const { recoveryPhrase } = await person.api.profile.create({
    relay: { kind: 'relay', addressOrInvite: relay.url },
    username: 'someone',
    displayName: 'Someone',
  })
  await person.close()
  const changed = {
    ...keychain,
    wrap: async (plain: Uint8Array) => Buffer.concat([plain, Buffer.of(1)]),
    unwrap: async (wrapped: Uint8Array) => ({ plain: wrapped.slice(0, -1), renew: false }),
  }
  const after = new Person(person.folder, { keychain: changed })
  expect(await after.open()).toEqual({ state: 'locked', reason: 'keychain-changed', finishing: false })
  await after.api.profile.unlock({ with: 'recovery', phrase: recoveryPhrase.join(' ') })
  await after.close()
  expect(await after.open()).toMatchObject({ state: 'open' })
})
