import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { claimProfile } from '../../main/core/store/index.ts'
import { expectCode, keychain, Person, temporaryFolder, testRelay } from './person.ts'

describe('profiles', () => {
  test('a second start of the same profile is refused', async () => {
    const person = new Person()
    await person.open()
    await expectCode(new Person(person.folder).open(), 'profile-in-use')
  })

  test('of a newer version are left alone', async () => {
    const person = new Person()
    await person.join(await testRelay(), 'someone')
    await person.close()
    const folder = claimProfile(person.folder)
    const unlocked = await folder.unlock(keychain)
    if (unlocked.state !== 'open') throw new Error('locked')
    const db = new Database(folder.databaseFile)
    db.pragma("cipher = 'sqlcipher'")
    db.pragma('legacy = 4')
    db.pragma(`key = "x'${Buffer.from(unlocked.key).toString('hex')}'"`)
    db.exec("INSERT INTO migration (room, version) VALUES ('conversations', 1000)")
    db.close()
    folder.release()
    expect(await person.open()).toMatchObject({ state: 'failed', error: { code: 'profile-newer-version' } })
    await expectCode(person.api.contacts.invites(), 'profile-locked')
  })

  test('that somebody replaced are told as damaged, without a crash', async () => {
    const person = new Person()
    await person.join(await testRelay(), 'someone')
    await person.close()
    writeFileSync(path.join(person.folder, 'profile.db'), randomBytes(100_000))
    expect(await person.open()).toMatchObject({ state: 'failed', error: { code: 'profile-damaged' } })
  })

  test('without a keychain open by passphrase, or by the recovery phrase with a new one', async () => {
    const relay = await testRelay()
    const person = new Person(temporaryFolder(), { keychain: null })
    expect(await person.open()).toEqual({ state: 'new', passphraseNeeded: true })
    const account = {
      relay: { kind: 'relay', addressOrInvite: relay.url },
      username: 'someone',
      displayName: 'Someone',
    } as const
    await expectCode(person.api.profile.create(account), 'passphrase-needed')
    const { recoveryPhrase } = await person.api.profile.create({ ...account, passphrase: 'first' })
    expect(await person.api.profile.recoveryPhrase({ passphrase: 'first' })).toEqual(recoveryPhrase)
    await expectCode(person.api.profile.create({ ...account, passphrase: 'second' }), 'profile-exists')
    await person.close()

    expect(await person.open()).toEqual({ state: 'locked', reason: 'passphrase', finishing: false })
    await expectCode(person.api.profile.unlock({ with: 'passphrase', passphrase: 'wrong' }), 'wrong-passphrase')
    await expectCode(person.api.profile.unlock({ with: 'recovery', phrase: 'no words' }), 'wrong-recovery-phrase')
    const phrase = recoveryPhrase.join(' ')
    await person.api.profile.unlock({ with: 'recovery', phrase, newPassphrase: 'second' })
    await person.online()
    await person.close()

    await person.open()
    await expectCode(person.api.profile.unlock({ with: 'passphrase', passphrase: 'first' }), 'wrong-passphrase')
    await person.api.profile.unlock({ with: 'passphrase', passphrase: 'second' })
    expect(await person.waitForProfile(() => true)).toMatchObject({ state: 'open', account: { username: 'someone' } })
  })

  test('open unattended with the passphrase of the host', async () => {
    const relay = await testRelay()
    const person = new Person(temporaryFolder(), { keychain: null, passphrase: 'from a file' })
    await person.join(relay, 'robot')
    await person.close()
    expect(await person.open()).toMatchObject({ state: 'open' })
    await person.close()
    const other = new Person(person.folder, { keychain: null, passphrase: 'another file' })
    expect(await other.open()).toEqual({ state: 'locked', reason: 'passphrase', finishing: false })
  })

  test('streams end when the profile is closed, and calls fail', async () => {
    const person = new Person()
    await person.join(await testRelay(), 'someone')
    const { api } = person
    const stream = await api.conversations.watch()
    await stream.next()
    const next = stream.next()
    await person.close()
    expect((await next).done).toBe(true)
    await expectCode(api.contacts.invites(), 'profile-locked')
  })
})
