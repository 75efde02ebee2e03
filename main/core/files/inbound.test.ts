import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { create, type MessageInitShape } from '@bufbuild/protobuf'
import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { AppError } from '../../../shared/errors.ts'
import { type AccountId, firstDevice, newAccountId, newMessageId, newTransferId } from '../../../shared/ids.ts'
import { FileEnd_Reason, FileMessageSchema } from '../../../shared/wire/gen/content_pb.js'
import type { Blobs, ContentBody, ContentHandler } from '../relay/index.ts'
import { openStore, type Store } from '../store/index.ts'
import { chunkSize, maxFileSize } from './chunk.ts'
import { createFiles, type FileRecord, type Files, filesMigrations } from './index.ts'
import { findShared } from './sharing/table.ts'
import { findTransfer, transfersWith } from './table.ts'
import { idBytes } from './wire.ts'

const peer = newAccountId()
const stranger = newAccountId()
const absent = async () => {
  throw new AppError('relay-unreachable')
}
const noBlobs: Blobs = {
  ...{ create: absent, leave: absent, put: absent },
  ...{ get: absent, take: absent, state: absent, delete: absent },
  ...{ share: absent, getShared: absent },
}

let folder: string
let store: Store
let files: Files
let handler: ContentHandler<'file'>
let records: FileRecord[]
let sent: { to: AccountId; body: ContentBody }[]
let alone = true

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'inbound-'))
  store = openStore({ file: path.join(folder, 'profile.db'), key: randomBytes(32), migrations: filesMigrations })
  records = []
  sent = []
  files = createFiles({
    store,
    messaging: {
      handle: (_, given) => {
        handler = given as unknown as ContentHandler<'file'>
      },
      sendEphemeral: async () => ({ online: false }),
      enqueue: (_, to, body) => {
        sent.push({ to, body })
        return newMessageId()
      },
    },
    blobs: noBlobs,
    self: newAccountId(),
    allowed: () => false,
    rateLimits: () => ({ up: 0, down: 0 }),
    alone: () => alone,
    stun: async () => null,
    contactOf: () => ({ account: peer, accepted: true }),
    record: (_, record) => records.push(record),
    words: {
      own: (_, { caption }) => ({
        caption: caption?.text ?? '',
        ranges: caption?.ranges ?? [],
        quote: null,
        forwarded: false,
      }),
      read: () => ({ caption: '', ranges: [], quote: null, forwarded: false }),
      write: () => undefined,
    },
    offered: () => {},
    resolvePath: absent,
    vault: path.join(folder, 'media'),
    downloadFolder: () => path.join(folder, 'downloads'),
    log: pino({ level: 'silent' }),
  })
})
afterEach(async () => {
  await files.close()
  store.close()
  rmSync(folder, { recursive: true })
})

type Body = MessageInitShape<typeof FileMessageSchema>['body']

function receive(from: AccountId, transferId: Uint8Array, body: Body, accepted = true): void {
  const message = create(FileMessageSchema, { transferId, ...(body === undefined ? {} : { body }) })
  const head = { id: newMessageId(), counter: 1n, sentAt: 5, receivedAt: 6, expiresAfter: null }
  const incoming = { ...head, ephemeral: false, accepted }
  store.transaction((tx) => handler(tx, { account: from, device: firstDevice }, { ...incoming, body: message }))
}

const anyId = () => idBytes(newTransferId())
const good = () => ({ name: 'a.txt', size: 10n, chunkSize, key: randomBytes(32), modifiedAt: 0n })
const offer = (over: Partial<ReturnType<typeof good>> = {}): Body => ({ case: 'offer', value: { ...good(), ...over } })
const end = (reason: FileEnd_Reason): Body => ({ case: 'end', value: { reason } })

describe('offers (F-4)', () => {
  test('a good one is kept and shown, under a harmless name', () => {
    const id = newTransferId()
    receive(peer, idBytes(id), offer({ name: '../\u202egnp.exe' }))
    expect(findTransfer(store.db, id)).toMatchObject({
      direction: 'incoming',
      state: 'offered',
      name: '_gnp.exe',
      size: 10,
    })
    expect(records).toMatchObject([{ peer, own: false, transferId: id, name: '_gnp.exe', size: 10, sentAt: 5 }])
    expect(sent).toEqual([])
  })

  test.each<[string, Uint8Array, Body]>([
    ['a short id', randomBytes(15), offer()],
    ['an id that is no UUID', Buffer.alloc(16, 0xab), offer()],
    ['a short key', anyId(), offer({ key: randomBytes(16) })],
    ['another chunk size', anyId(), offer({ chunkSize: 1024 })],
    ['too many chunks', anyId(), offer({ size: BigInt(maxFileSize) + 1n })],
    ['an endless name', anyId(), offer({ name: 'a'.repeat(5000) })],
    ['nothing', anyId(), undefined],
  ])('%s is dropped', (_, id, body) => {
    receive(peer, id, body)
    expect(records).toEqual([])
    expect(transfersWith(store.db, peer)).toEqual([])
  })

  test.each([
    ['https://relay.example.org', false, true],
    ['http://127.0.0.1:7000', false, false],
    ['http://127.0.0.1:7000', true, true],
  ])('F-56 what is shared at %s, everybody here: %s, is asked for: %s', (relayUrl, everybodyHere, asked) => {
    alone = everybodyHere
    const id = newTransferId()
    const shared = { relayUrl, share: 'token', transferId: anyId(), key: randomBytes(32), hashes: randomBytes(32) }
    receive(peer, idBytes(id), { case: 'offer', value: { ...good(), shared } })
    expect(findShared(store.db, id) !== null).toBe(asked)
    expect(findTransfer(store.db, id)).toMatchObject({ state: 'offered' })
  })

  test('the same id again, also from somebody else, changes nothing', () => {
    const id = newTransferId()
    receive(peer, idBytes(id), offer())
    receive(peer, idBytes(id), offer({ name: 'b.txt' }))
    receive(stranger, idBytes(id), offer({ name: 'c.txt' }))
    expect(findTransfer(store.db, id)).toMatchObject({ account: peer, name: 'a.txt' })
    expect(records).toHaveLength(1)
  })

  test('of a stranger few are kept (F-22)', () => {
    for (let count = 0; count < 30; count++) receive(stranger, anyId(), offer(), false)
    expect(transfersWith(store.db, stranger)).toHaveLength(20)
    receive(peer, anyId(), offer())
    expect(transfersWith(store.db, peer)).toHaveLength(1)
  })
})

describe('an end', () => {
  test.each([
    [FileEnd_Reason.CANCELLED, 'cancelled', null],
    [FileEnd_Reason.SOURCE_CHANGED, 'failed', 'file-changed'],
    [FileEnd_Reason.SOURCE_VANISHED, 'failed', 'file-vanished'],
    [99, 'cancelled', null],
  ])('for reason %i is kept, and the key goes (F-14)', (reason, state, error) => {
    const id = newTransferId()
    receive(peer, idBytes(id), offer())
    expect(findTransfer(store.db, id)?.key).toHaveLength(32)
    receive(peer, idBytes(id), end(reason as FileEnd_Reason))
    expect(findTransfer(store.db, id)).toMatchObject({ state, error, key: null, blob: null })
  })

  test.each<[string, AccountId, Body]>([
    ['of somebody else', stranger, end(FileEnd_Reason.CANCELLED)],
    ['that only a receiver can say', peer, end(FileEnd_Reason.COMPLETE)],
    ['that is an answer to an own offer', peer, { case: 'answer', value: { accepted: false } }],
  ])('%s changes nothing (F-4, F-20)', (_, from, body) => {
    const id = newTransferId()
    receive(peer, idBytes(id), offer())
    receive(from, idBytes(id), body)
    expect(findTransfer(store.db, id)).toMatchObject({ state: 'offered' })
  })

  test('comes once', () => {
    const id = newTransferId()
    receive(peer, idBytes(id), offer())
    receive(peer, idBytes(id), end(FileEnd_Reason.CANCELLED))
    receive(peer, idBytes(id), end(FileEnd_Reason.SOURCE_CHANGED))
    expect(findTransfer(store.db, id)).toMatchObject({ state: 'cancelled' })
  })
})

test('with its conversation everything of a transfer goes, and the other side is told of what ran', async () => {
  const [offered, running] = [newTransferId(), newTransferId()]
  for (const id of [offered, running]) receive(peer, idBytes(id), offer())
  await files.router.accept['~orpc'].handler({ input: { transferId: running } } as never)
  store.transaction((tx) => files.forget(tx, peer))
  await expect.poll(() => transfersWith(store.db, peer)).toEqual([])
  expect(sent).toMatchObject([{ to: peer, body: { value: { body: { case: 'end' } } } }])
})
