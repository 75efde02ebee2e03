/** Backups of a whole profile: made while it is used, brought back at another computer, which has the account from then on. */
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { readSealedFile } from '../../main/core/files/sealed-file.ts'
import type { CoreHost } from '../../main/core/host.ts'
import { AccountId, conversationWith, type TransferId } from '../../shared/ids.ts'
import { resolveToken, tokenOf } from '../fixtures/path-token.ts'
import { expectCode, firstOf, Person, temporaryFolder, testRelay, texts, twoContacts } from './person.ts'

const anyPath: Partial<CoreHost> = { resolvePath: resolveToken }

/** Gives the path of the new backup. */
async function backUp(person: Person, folder = temporaryFolder()): Promise<string> {
  for await (const event of await person.api.backup.save({ folder: tokenOf(folder) })) {
    if (event.type === 'done') return path.join(folder, event.name)
  }
  throw new Error('the backup was not finished')
}

type Secret = Parameters<Person['api']['profile']['restore']>[0]['secret']

async function restore(person: Person, file: string, secret: Secret): Promise<void> {
  for await (const _ of await person.api.profile.restore({ file: tokenOf(file), secret }));
}

const phraseOf = async (person: Person, passphrase?: string): Promise<string> =>
  (await person.api.profile.recoveryPhrase(passphrase === undefined ? {} : { passphrase })).join(' ')

/** People whose shells take any path. */
async function contacts() {
  const relay = await testRelay()
  const { alice, bob, withBob, withAlice } = await twoContacts(relay)
  await bob.close()
  const again = new Person(bob.folder, anyPath)
  await again.open()
  await again.online()
  return { relay, alice, bob: again, withBob, withAlice }
}

test('S-5 S-6 a profile moves: nothing is lost, everybody goes on, the computer before is shut out and can take it back', {
  timeout: 120_000,
}, async () => {
  const { alice, bob, withBob, withAlice } = await contacts()
  await alice.api.conversations.sendText({ conversationId: withBob, text: 'before' })
  await bob.messages(withAlice, (all) => texts(all).includes('before'))
  const phrase = await phraseOf(bob)
  const view = { section: 'settings', conversation: withAlice } as const
  await bob.api.settings.keepView(view)
  expect(await bob.api.settings.view()).toEqual(view)
  const file = await backUp(bob)
  // What happens after the backup stays at the old computer; its keys are used up there.
  await bob.api.conversations.sendText({ conversationId: withAlice, text: 'only there' })
  await alice.messages(withBob, (all) => all.some(({ own, delivery }) => own && delivery !== 'waiting'))
  await alice.messages(withBob, (all) => texts(all).includes('only there'))
  await bob.close()
  await alice.api.conversations.sendText({ conversationId: withBob, text: 'while it moved' })
  await alice.messages(withBob, (all) => all.every(({ own, delivery }) => !own || delivery !== 'waiting'))

  const moved = new Person(temporaryFolder(), anyPath)
  expect(await moved.open()).toMatchObject({ state: 'new' })
  expect(await moved.api.profile.inspectBackup({ file: tokenOf(file) })).toMatchObject({ passphrase: false })
  await restore(moved, file, { with: 'recovery', phrase })
  expect(await moved.accountId()).toBe(await bobsId(alice))
  expect(await moved.api.settings.view()).toBeNull()
  await moved.online()
  const history = await moved.messages(withAlice, (all) => texts(all).includes('while it moved'))
  expect(texts(history)).toEqual(['Hello', 'before', 'while it moved'])
  await moved.api.conversations.sendText({ conversationId: withAlice, text: 'from the new computer' })
  await alice.messages(withBob, (all) => texts(all).includes('from the new computer'))
  await alice.api.conversations.sendText({ conversationId: withBob, text: 'welcome' })
  await moved.messages(withAlice, (all) => texts(all).includes('welcome'))
  const atAlice = await alice.messages(withBob, (all) =>
    all.every(({ own, delivery }) => !own || delivery === 'delivered'),
  )
  expect(atAlice.filter(({ body }) => body.kind === 'notice')).toEqual([])
  expect(texts(atAlice)).toEqual([
    ...['Hello', 'before', 'only there', 'while it moved', 'from the new computer', 'welcome'],
  ])
  // It opens again without a question, by this computer's keychain.
  await moved.close()
  expect(await moved.open()).toMatchObject({ state: 'open' })
  await moved.online()

  await bob.open()
  expect(await bob.connection('refused')).toMatchObject({ error: { code: 'device-replaced' } })
  // Nor can it take the account elsewhere.
  const elsewhere = { kind: 'relay', addressOrInvite: (await testRelay()).url } as const
  await expectCode(bob.api.profile.move({ relay: elsewhere, username: 'bob' }), 'device-replaced')
  await bob.api.conversations.sendText({ conversationId: withAlice, text: 'waits here' })
  // Asking again changes nothing, nor does a start.
  await bob.api.connection.retry()
  await bob.connection('refused')
  await bob.close()
  await bob.open()
  await bob.connection('refused')
  await bob.api.profile.takeOver()
  await bob.online()
  await alice.messages(withBob, (all) => texts(all).includes('waits here'))
  await alice.api.conversations.sendText({ conversationId: withBob, text: 'and back' })
  await bob.messages(withAlice, (all) => texts(all).includes('and back'))
  expect(await moved.connection('refused')).toMatchObject({ error: { code: 'device-replaced' } })
  await bob.api.profile.takeOver()
  await bob.online()
})

const bobsId = async (alice: Person): Promise<AccountId> => {
  const [bob] = await alice.conversations((list) => list.length > 0)
  return AccountId.parse(bob?.id)
}

test('S-4 a wrong phrase, a damaged file, a computer with a profile: said so, and nothing has changed', {
  timeout: 60_000,
}, async () => {
  const { bob } = await contacts()
  const phrase = await phraseOf(bob)
  const file = await backUp(bob)
  const other = new Person(temporaryFolder(), anyPath)
  await other.open()
  const wrong = `${'zoo '.repeat(23)}vote`
  await expectCode(restore(other, file, { with: 'recovery', phrase: wrong }), 'wrong-recovery-phrase')
  await expectCode(restore(other, file, { with: 'passphrase', passphrase: 'none was set' }), 'wrong-passphrase')
  const damaged = path.join(temporaryFolder(), 'damaged')
  const bytes = readFileSync(file)
  writeFileSync(damaged, bytes.subarray(0, -20))
  await expectCode(restore(other, damaged, { with: 'recovery', phrase }), 'backup-damaged')
  writeFileSync(damaged, 'not a backup')
  await expectCode(other.api.profile.inspectBackup({ file: tokenOf(damaged) }), 'not-a-backup')
  expect(readdirSync(other.folder)).toEqual(['profile.lock'])
  expect(await other.waitForProfile(() => true)).toMatchObject({ state: 'new' })
  await expectCode(restore(bob, file, { with: 'recovery', phrase }), 'profile-exists')
  await restore(other, file, { with: 'recovery', phrase })
  expect(await other.accountId()).toBeTruthy()
})

test('S-4 a passphrase stays; without a keychain the recovery phrase asks for a new one', {
  timeout: 60_000,
}, async () => {
  const { bob } = await contacts()
  await bob.api.profile.setPassphrase({ next: 'a passphrase of before' })
  const phrase = await phraseOf(bob, 'a passphrase of before')
  const file = await backUp(bob)
  const one = new Person(temporaryFolder(), anyPath)
  await one.open()
  expect(await one.api.profile.inspectBackup({ file: tokenOf(file) })).toMatchObject({ passphrase: true })
  await restore(one, file, { with: 'passphrase', passphrase: 'a passphrase of before' })
  await one.accountId()
  await one.close()
  expect(await one.open()).toMatchObject({ state: 'locked', reason: 'passphrase' })
  await one.api.profile.unlock({ with: 'passphrase', passphrase: 'a passphrase of before' })

  const other = new Person(temporaryFolder(), { ...anyPath, keychain: null })
  await other.open()
  await expectCode(restore(other, file, { with: 'recovery', phrase }), 'passphrase-needed')
  await restore(other, file, { with: 'recovery', phrase, newPassphrase: 'another passphrase' })
  await other.accountId()
  await other.close()
  await other.open()
  await expectCode(
    other.api.profile.unlock({ with: 'passphrase', passphrase: 'a passphrase of before' }),
    'wrong-passphrase',
  )
  await other.api.profile.unlock({ with: 'passphrase', passphrase: 'another passphrase' })
})

test('S-2 a computer that is its own relay moves with it: contacts reach it there', { timeout: 120_000 }, async () => {
  const bob = new Person(temporaryFolder(), anyPath)
  await bob.open()
  await bob.api.profile.create({ relay: { kind: 'own', reach: 'computer' }, username: 'bob', displayName: 'BOB' })
  await bob.online()
  const { link } = await bob.api.contacts.createInvite()
  const alice = new Person()
  await alice.open()
  await alice.api.profile.create({
    relay: { kind: 'relay', addressOrInvite: link },
    username: 'alice',
    displayName: 'ALICE',
  })
  const withBob = conversationWith(await bob.accountId())
  const withAlice = conversationWith(await alice.accountId())
  await alice.api.conversations.sendText({ conversationId: withBob, text: 'Hello' })
  await bob.conversations((list) => list.length === 1)
  await bob.api.conversations.acceptRequest({ conversationId: withAlice })
  await alice.conversations((list) => list[0]?.state === 'accepted')
  const phrase = await phraseOf(bob)
  const file = await backUp(bob)
  expect(existsSync(path.join(bob.folder, 'relay-copy'))).toBe(false)
  await bob.close()

  const moved = new Person(temporaryFolder(), anyPath)
  await moved.open()
  await restore(moved, file, { with: 'recovery', phrase })
  await moved.online()
  await alice.online()
  await alice.api.conversations.sendText({ conversationId: withBob, text: 'to the new computer' })
  await moved.messages(withAlice, (all) => texts(all).includes('to the new computer'))
  await moved.api.conversations.sendText({ conversationId: withAlice, text: 'and from it' })
  await alice.messages(withBob, (all) => texts(all).includes('and from it'))
})

test('S-2 pictures of chats are in it, and what is written while it is made does no harm', {
  timeout: 60_000,
}, async () => {
  const { alice, bob, withAlice, withBob } = await contacts()
  const downloads = path.join(temporaryFolder(), 'a folder of the old computer')
  mkdirSync(downloads)
  await bob.api.settings.setDownloadFolder({ folder: tokenOf(downloads) })
  await alice.close()
  const sender = new Person(alice.folder, anyPath)
  await sender.open()
  const source = path.join(temporaryFolder(), 'picture.png')
  const picture = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), randomBytes(5_000_000)])
  writeFileSync(source, picture)
  const { transferId } = await sender.api.media.send({
    conversationId: withBob,
    file: tokenOf(source),
    name: 'picture.png',
    media: { kind: 'picture', type: 'image/png', width: 40, height: 30, duration: 0, waveform: [] },
    thumbnail: { type: 'image/png', bytes: Uint8Array.from(picture.subarray(0, 200)) },
  })
  await bob.messages(withAlice, (all) => all.some(({ body }) => body.kind === 'file'))
  expect(await pictureOf(bob, transferId)).toEqual(picture)
  const saving = backUp(bob)
  for (let n = 0; n < 50; n++) {
    await sender.api.conversations.sendText({ conversationId: withBob, text: `meanwhile ${n}` })
  }
  const file = await saving
  await bob.messages(withAlice, (all) => texts(all).includes('meanwhile 49'))
  const phrase = await phraseOf(bob)
  await bob.close()
  for (const folder of [bob.folder, downloads]) rmSync(folder, { recursive: true })

  const moved = new Person(temporaryFolder(), anyPath)
  await moved.open()
  await restore(moved, file, { with: 'recovery', phrase })
  await moved.online()
  expect(await pictureOf(moved, transferId)).toEqual(picture)
  const settings = await firstOf(await moved.api.settings.watch(), () => true)
  expect(settings.downloadFolder).toBe('downloads')
  await sender.api.conversations.sendText({ conversationId: withBob, text: 'after' })
  await moved.messages(withAlice, (all) => texts(all).includes('after'))
})

async function pictureOf(person: Person, transferId: TransferId): Promise<Buffer> {
  const open = () => person.api.media.open({ transferId })
  await expect.poll(async () => (await open().catch(() => null))?.state, { timeout: 20_000 }).toBe('here')
  const { file } = await open()
  const served = file === null ? null : await person.core.serveFile(file)
  if (served?.kind !== 'sealed') throw new Error('not there')
  const pieces: Uint8Array[] = []
  for await (const piece of readSealedFile(served.place, 0, served.place.size)) pieces.push(piece)
  return Buffer.concat(pieces)
}

test('S-7 a folder that is gone is said, and nothing is made elsewhere', { timeout: 60_000 }, async () => {
  const { bob } = await contacts()
  const folder = path.join(temporaryFolder(), 'drive')
  mkdirSync(folder)
  await bob.api.backup.setFolder({ folder: tokenOf(folder) })
  rmdirSync(folder)
  await bob.api.settings.change({ backupEvery: 'day' })
  expect(await firstOf(await bob.api.backup.watch(), ({ error }) => error !== null)).toMatchObject({
    error: { code: 'folder-unwritable' },
    last: null,
  })
  expect(existsSync(folder)).toBe(false)
})

test('I-17 S-5 what comes to the relay of before finds the profile at the computer to which it has moved', {
  timeout: 60_000,
}, async () => {
  const { relay, bob } = await contacts()
  const { link } = await bob.api.contacts.createInvite()
  await bob.api.profile.move({
    relay: { kind: 'relay', addressOrInvite: (await testRelay()).url },
    username: 'bob',
  })
  await bob.online()
  const phrase = await phraseOf(bob)
  const file = await backUp(bob)
  await bob.close()
  const moved = new Person(temporaryFolder(), anyPath)
  await moved.open()
  await restore(moved, file, { with: 'recovery', phrase })
  const carol = new Person()
  await carol.join(relay, 'carol')
  const { conversationId } = await carol.api.contacts.start({ usernameOrInvite: link })
  await carol.api.conversations.sendText({ conversationId, text: 'by the old link' })
  await moved.conversations((list) => list.some(({ state }) => state === 'request'))
  // The computer before is shut out there, too.
  await bob.open()
  expect(await bob.connection('refused')).toMatchObject({ error: { code: 'device-replaced' } })
  await carol.api.conversations.sendText({ conversationId, text: 'and another' })
  await moved.messages(conversationWith(await carol.accountId()), (all) => texts(all).includes('and another'))
})
