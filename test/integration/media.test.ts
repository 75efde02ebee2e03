/** Pictures, videos and sounds between two real cores over a real relay. SPEC.md F-30 to F-37. */
import { randomBytes } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { readSealedFile } from '../../main/core/files/sealed-file.ts'
import type { Message, OpenedMedia } from '../../shared/contract/index.ts'
import type { ConversationId, TransferId } from '../../shared/ids.ts'
import { conversationWith } from '../../shared/ids.ts'
import { resolveToken, tokenOf } from '../fixtures/path-token.ts'
import { expectCode, firstOf, Person, temporaryFolder, testRelay } from './person.ts'
import { mib, twoPeople } from './transfers.ts'

const png = (bytes: number) => Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), randomBytes(bytes)])
const vault = (person: Person) => {
  const folder = path.join(person.folder, 'media')
  return existsSync(folder) ? readdirSync(folder) : []
}

async function send(
  from: Person,
  conversationId: ConversationId,
  bytes: Uint8Array,
  caption = '',
): Promise<TransferId> {
  const file = path.join(temporaryFolder(), 'picture.png')
  writeFileSync(file, bytes)
  const { transferId } = await from.api.media.send({
    conversationId,
    file: tokenOf(file),
    name: 'picture.png',
    media: { kind: 'picture', type: 'image/png', width: 40, height: 30, duration: 0, waveform: [] },
    thumbnail: { type: 'image/png', bytes: Uint8Array.from(png(200)) },
    ...(caption === '' ? {} : { caption: { text: caption, ranges: [{ style: 'bold', start: 0, length: 2 }] } }),
  })
  return transferId
}

const isFile = (message: Message | undefined) => message?.body.kind === 'file'
const whenThere = (person: Person, chat: ConversationId) => person.messages(chat, (all) => isFile(all.at(-1)))

async function opened(person: Person, transferId: TransferId, state: OpenedMedia['state']): Promise<OpenedMedia> {
  await expect
    .poll(
      () =>
        person.api.media.open({ transferId }).then(
          (now) => now.state,
          () => null,
        ),
      { timeout: 20_000 },
    )
    .toBe(state)
  return person.api.media.open({ transferId })
}

async function bytesOf(person: Person, transferId: TransferId): Promise<Buffer> {
  const { file } = await opened(person, transferId, 'here')
  const served = file === null ? null : await person.core.serveFile(file)
  if (served?.kind !== 'sealed') throw new Error('not there')
  const pieces: Uint8Array[] = []
  for await (const piece of readSealedFile(served.place, 0, served.place.size)) pieces.push(piece)
  return Buffer.concat(pieces)
}

/** Nothing of the sender's is under way any more: all is stored at the other's relay. */
const whenStored = (person: Person, id: TransferId) =>
  firstOf(transfersOf(person), (list) => {
    const one = list.find((other) => other.id === id)
    return one === undefined || one.sent === one.size
  })
async function* transfersOf(person: Person) {
  yield* await person.api.transfers.watch()
}

describe('a picture', () => {
  test('F-32 a profile whose folder was moved has its pictures, and can send them on', async () => {
    const { alice, bob, withBob, withAlice } = await twoPeople(await testRelay())
    const bytes = png(mib)
    const id = await send(alice, withBob, bytes)
    await whenThere(bob, withAlice)
    expect(await bytesOf(bob, id)).toEqual(bytes)
    await Promise.all([alice.close(), bob.close()])
    const moved = [alice, bob].map(({ folder }) => {
      const elsewhere = path.join(temporaryFolder(), 'elsewhere')
      renameSync(folder, elsewhere)
      return new Person(elsewhere, { resolvePath: resolveToken })
    })
    const [one, other] = moved as [Person, Person]
    await other.open()
    expect(await bytesOf(other, id)).toEqual(bytes)
    await one.open()
    expect(await bytesOf(one, id)).toEqual(bytes)
    await one.api.conversations.forward({
      messageIds: [(await whenThere(one, withBob)).at(-1)?.id ?? ''],
      to: [withBob],
    })
    const again = (await other.messages(withAlice, (all) => all.filter(isFile).length === 2)).at(-1)
    if (again?.body.kind !== 'file') throw new Error('no picture')
    expect(await bytesOf(other, again.body.transferId)).toEqual(bytes)
  })

  test('F-30 F-32 arrives by itself, described, and lies sealed on both sides', async () => {
    const { alice, bob, withBob, withAlice } = await twoPeople(await testRelay())
    const bytes = png(5 * mib)
    const id = await send(alice, withBob, bytes, 'By the sea')
    const body = (await whenThere(bob, withAlice)).at(-1)?.body
    expect(body).toMatchObject({
      ...{ kind: 'file', transferId: id, name: 'picture.png', size: bytes.length },
      ...{ caption: 'By the sea', ranges: [{ style: 'bold', start: 0, length: 2 }] },
      media: { kind: 'picture', type: 'image/png', width: 40, height: 30, thumbnail: true },
    })
    expect(Buffer.compare(await bytesOf(bob, id), bytes)).toBe(0)
    expect(Buffer.compare(await bytesOf(alice, id), bytes)).toBe(0)
    for (const person of [alice, bob]) {
      const [name, ...others] = vault(person)
      expect(others).toEqual([])
      expect(readFileSync(path.join(person.folder, 'media', name ?? '')).includes(bytes.subarray(0, 32))).toBe(false)
    }
    expect(existsSync(path.join(bob.folder, 'downloads'))).toBe(false)
    // Both are done, and so no list shows it.
    for (const person of [alice, bob]) {
      await firstOf(await person.api.transfers.watch(), (list) => list.length === 0)
    }
    expect(await bob.api.media.save({ transferId: id })).toEqual({ name: 'picture.png' })
    expect(Buffer.compare(readFileSync(path.join(bob.folder, 'downloads', 'picture.png')), bytes)).toBe(0)
  })

  test('F-30 comes to somebody who was away, after its sender has left', async () => {
    const relay = await testRelay()
    const { alice, bob, withBob, withAlice } = await twoPeople(relay)
    await bob.close()
    const bytes = png(9 * mib)
    const id = await send(alice, withBob, bytes)
    await whenStored(alice, id)
    await alice.messages(withBob, (all) => isFile(all.at(-1)) && all.at(-1)?.delivery === 'sent')
    await alice.close()
    await bob.open()
    await whenThere(bob, withAlice)
    expect(Buffer.compare(await bytesOf(bob, id), bytes)).toBe(0)
    // The sender learns of it when it comes back.
    await alice.open()
    await firstOf(await alice.api.transfers.watch(), (list) => list.length === 0)
  })

  test('F-30 is given from hand to hand where nothing can be left', async () => {
    const { alice, bob, withBob, withAlice } = await twoPeople(await testRelay({ limits: { accountBlobs: 1 } }))
    const bytes = png(mib)
    const id = await send(alice, withBob, bytes)
    await whenThere(bob, withAlice)
    expect(Buffer.compare(await bytesOf(bob, id), bytes)).toBe(0)
    await firstOf(await alice.api.transfers.watch(), (list) => list.length === 0)
  })

  test('F-38 above the limit it waits for the user', async () => {
    const { alice, bob, withBob, withAlice } = await twoPeople(await testRelay())
    await bob.api.settings.change({ autoDownload: { picture: 1000, video: 0, audio: 0, file: 0 } })
    const [small, large] = [png(500), png(5000)]
    const [first, second] = [await send(alice, withBob, small), await send(alice, withBob, large)]
    await bob.messages(withAlice, (all) => all.filter(isFile).length === 2)
    await opened(bob, first, 'here')
    const waiting = await opened(bob, second, 'offered')
    expect(waiting.file).toBeNull()
    expect(waiting.thumbnail).not.toBeNull()
    await bob.api.media.load({ transferId: second })
    expect(Buffer.compare(await bytesOf(bob, second), large)).toBe(0)
  })

  test('F-37 goes with its conversation, and its token with it', async () => {
    const { alice, bob, withBob, withAlice } = await twoPeople(await testRelay())
    const id = await send(alice, withBob, png(mib))
    await whenThere(bob, withAlice)
    const { file } = await opened(bob, id, 'here')
    await bob.api.conversations.remove({ conversationId: withAlice })
    await expect.poll(() => vault(bob)).toEqual([])
    expect(file && (await bob.core.serveFile(file))).toBeNull()
    await expectCode(bob.api.media.open({ transferId: id }), 'not-found')
  })
})

describe('the message of a picture', () => {
  test('F-37 disappears on both sides, and the picture with it', async () => {
    const { alice, bob, withBob, withAlice } = await twoPeople(await testRelay())
    await alice.api.conversations.setTimer({ conversationId: withBob, seconds: 1 })
    await bob.messages(withAlice, (all) => all.at(-1)?.body.kind === 'timer')
    const id = await send(alice, withBob, png(mib))
    const seen = (await whenThere(bob, withAlice)).at(-1)
    await opened(bob, id, 'here')
    expect(vault(bob)).toHaveLength(1)
    await bob.api.conversations.markRead({ conversationId: withAlice, upTo: seen?.position ?? 0 })
    for (const person of [alice, bob]) await expect.poll(() => vault(person), { timeout: 30_000 }).toEqual([])
    await expectCode(bob.api.media.open({ transferId: id }), 'not-found')
  })

  test('F-37 is deleted for everyone, and the picture with it', async () => {
    const { alice, bob, withBob, withAlice } = await twoPeople(await testRelay())
    const id = await send(alice, withBob, png(mib))
    await whenThere(bob, withAlice)
    await opened(bob, id, 'here')
    const own = (await alice.messages(withBob, (all) => isFile(all.at(-1)))).at(-1) as Message
    await alice.api.conversations.delete({ messageIds: [own.id], everyone: true })
    await bob.messages(withAlice, (all) => all.at(-1)?.body.kind === 'deleted')
    for (const person of [alice, bob]) await expect.poll(() => vault(person)).toEqual([])
  })

  test('M-51, M-61 answers another, and is handed on under another key', async () => {
    const { alice, bob, withBob, withAlice } = await twoPeople(await testRelay())
    const bytes = png(5 * mib)
    const first = await send(alice, withBob, bytes, 'By the sea')
    const received = (await whenThere(bob, withAlice)).at(-1) as Message
    await opened(bob, first, 'here')
    await bob.api.conversations.forward({ messageIds: [received.id], to: [withAlice] })
    const back = (await alice.messages(withBob, (all) => all.filter(isFile).length === 2)).at(-1)?.body
    expect(back).toMatchObject({ caption: 'By the sea', forwarded: true, media: { kind: 'picture', thumbnail: true } })
    if (back?.kind !== 'file') throw new Error('no file')
    expect(back.transferId).not.toBe(first)
    expect(Buffer.compare(await bytesOf(alice, back.transferId), bytes)).toBe(0)
    const file = path.join(temporaryFolder(), 'answer.txt')
    writeFileSync(file, 'answer')
    await bob.api.transfers.offer({ conversationId: withAlice, file: tokenOf(file), replyTo: received.id })
    const answer = (await alice.messages(withBob, (all) => all.filter(isFile).length === 3)).at(-1)?.body
    expect(answer).toMatchObject({ quote: { own: true, kind: 'picture', excerpt: 'By the sea' }, media: null })
  })
})

test('F-38 of a stranger nothing is loaded before the request is accepted', async () => {
  const relay = await testRelay()
  const [stranger, bob] = [new Person(undefined, { resolvePath: resolveToken }), new Person()]
  await Promise.all([stranger.join(relay, 'alice'), bob.join(relay, 'bob')])
  const { conversationId: withBob } = await stranger.api.contacts.start({ usernameOrInvite: 'bob' })
  const bytes = png(1000)
  const id = await send(stranger, withBob, bytes)
  const withAlice = conversationWith(await stranger.accountId())
  await whenThere(bob, withAlice)
  expect((await bob.api.media.open({ transferId: id })).state).toBe('offered')
  await expectCode(bob.api.media.load({ transferId: id }), 'contact-unknown')
  await bob.api.conversations.acceptRequest({ conversationId: withAlice })
  expect(Buffer.compare(await bytesOf(bob, id), bytes)).toBe(0)
})

test('M-85 what a chat holds is listed by kind, newest first, page by page', async () => {
  const { alice, withBob } = await twoPeople(await testRelay())
  const pictures = [
    await send(alice, withBob, png(10)),
    await send(alice, withBob, png(10)),
    await send(alice, withBob, png(10)),
  ]
  const file = path.join(temporaryFolder(), 'notes.txt')
  writeFileSync(file, 'notes')
  await alice.api.transfers.offer({ conversationId: withBob, file: tokenOf(file) })
  await alice.api.conversations.sendText({ conversationId: withBob, text: 'See https://example.org/ there' })
  await alice.api.conversations.sendText({ conversationId: withBob, text: 'Nothing to see' })
  const list = (kind: 'media' | 'files' | 'links', before: number | null = null, limit = 10) =>
    alice.api.media.list({ conversationId: withBob, kind, before, limit })
  const idsIn = (messages: readonly Message[]) =>
    messages.map(({ body }) => (body.kind === 'file' ? body.transferId : null))

  const first = await list('media', null, 2)
  expect([idsIn(first.messages), first.more]).toEqual([[pictures[2], pictures[1]], true])
  const second = await list('media', first.messages.at(-1)?.position ?? 0)
  expect([idsIn(second.messages), second.more]).toEqual([[pictures[0]], false])
  expect((await list('files')).messages.map(({ body }) => body.kind === 'file' && body.name)).toEqual(['notes.txt'])
  expect((await list('links')).messages.map(({ body }) => body.kind === 'text' && body.text)).toEqual([
    'See https://example.org/ there',
  ])
})
