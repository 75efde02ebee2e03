import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { PathToken } from '../../../shared/contract/transfers.ts'
import { AppError } from '../../../shared/errors.ts'
import { conversationWith, newAccountId, newMessageId, type newTransferId } from '../../../shared/ids.ts'
import type { Blobs, ContentBody } from '../relay/index.ts'
import { openStore, type Store } from '../store/index.ts'
import { chunkSize } from './chunk.ts'
import { createFiles, type FileRecord, type Files, filesMigrations, type NewMedia } from './index.ts'
import { readSealedFile, type SealedPlace } from './sealed-file.ts'
import { findTransfer } from './table.ts'

const peer = newAccountId()
const chat = conversationWith(peer)
const absent = async () => {
  throw new AppError('relay-unreachable')
}
const noBlobs: Blobs = {
  ...{ create: absent, leave: absent, put: absent },
  ...{ get: absent, take: absent, state: absent, delete: absent },
  ...{ share: absent, getShared: absent },
}
const picture: NewMedia = {
  name: 'a picture.png',
  media: { kind: 'picture', type: 'image/png', width: 4, height: 3, duration: 0, waveform: [] },
  thumbnail: { type: 'image/png', bytes: Buffer.from('\x89PNG\r\n\x1a\nsmall', 'latin1') },
  said: { caption: { text: 'Look', ranges: [{ style: 'bold', start: 0, length: 4 }] } },
}

let folder: string
let store: Store
let files: Files
let records: FileRecord[]
let sent: ContentBody[]
/** What the token stands for. */
let source: { path: string; spooled: boolean }

const vault = () => path.join(folder, 'media')
const token = PathToken.parse('t'.repeat(20))

function open(): void {
  files = createFiles({
    store,
    messaging: {
      handle: () => {},
      sendEphemeral: async () => ({ online: false }),
      enqueue: (_, __, body) => {
        sent.push(body)
        return newMessageId()
      },
    },
    blobs: noBlobs,
    self: newAccountId(),
    allowed: () => false,
    rateLimits: () => ({ up: 0, down: 0 }),
    alone: () => true,
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
    resolvePath: async () => ({ ...source, kind: 'file' }),
    downloadFolder: () => path.join(folder, 'downloads'),
    vault: vault(),
    log: pino({ level: 'silent' }),
  })
}

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'media-'))
  store = openStore({ file: path.join(folder, 'profile.db'), key: randomBytes(32), migrations: filesMigrations })
  records = []
  sent = []
  open()
})
afterEach(async () => {
  await files.close()
  store.close()
  rmSync(folder, { recursive: true })
})

/** A spooled copy with these bytes. */
function spooled(bytes: Uint8Array): void {
  const at = path.join(folder, 'spool')
  mkdirSync(at, { recursive: true })
  source = { path: path.join(at, 'x'), spooled: true }
  writeFileSync(source.path, bytes)
}

async function offered(bytes: Uint8Array): Promise<{ id: ReturnType<typeof newTransferId>; place: SealedPlace }> {
  spooled(bytes)
  const id = await files.media.offer(chat, token, picture)
  const place = files.media.file(id)?.sealed
  if (!place) throw new Error('not kept')
  return { id, place }
}

async function read(place: SealedPlace, start = 0, end = place.size): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  for await (const piece of readSealedFile(place, start, end)) pieces.push(piece)
  return Buffer.concat(pieces)
}

const remove = (id: ReturnType<typeof newTransferId>) => store.transaction((tx) => files.forgetOne(tx, id))

describe('what is sent', () => {
  test('F-32 is kept sealed, for its user alone, and the copy in the clear goes', async () => {
    const bytes = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(5000, 'the picture itself ')])
    const { id, place } = await offered(bytes)
    const [name, ...others] = readdirSync(vault())
    expect(others).toEqual([])
    expect(name).toMatch(/^[0-9a-f]{32}$/)
    const kept = path.join(vault(), name ?? '')
    expect(readFileSync(kept).includes('picture')).toBe(false)
    expect([statSync(kept).mode & 0o777, statSync(vault()).mode & 0o777]).toEqual([0o600, 0o700])
    expect(existsSync(source.path)).toBe(false)
    expect(await read(place)).toEqual(bytes)
    expect(records).toMatchObject([
      { own: true, transferId: id, name: 'a picture.png', media: { kind: 'picture', thumbnail: true } },
    ])
    expect(sent).toMatchObject([
      { value: { body: { case: 'offer', value: { stores: true, media: { type: 'image/png' } } } } },
    ])
  })

  test('F-33 is read from any place to any other, over the bounds of chunks', async () => {
    const bytes = randomBytes(2 * chunkSize + 999)
    const { place } = await offered(bytes)
    for (const [start, end] of [
      [0, 16],
      [chunkSize - 3, chunkSize + 3],
      [chunkSize * 2, bytes.length],
      [0, bytes.length],
      [7, 7],
    ] as const)
      expect(Buffer.compare(await read(place, start, end), bytes.subarray(start, end))).toBe(0)
    await expect(read(place, 0, bytes.length + 1)).rejects.toMatchObject({ code: 'invalid-input' })
  })

  test('F-32 nothing of a chunk is given that was changed on the disk', async () => {
    const { place } = await offered(randomBytes(1000))
    const sealed = readFileSync(place.path)
    sealed[500] = (sealed[500] ?? 0) ^ 1
    writeFileSync(place.path, sealed)
    await expect(read(place)).rejects.toMatchObject({ code: 'transfer-corrupt' })
  })

  test('what is empty or cannot be read leaves nothing', async () => {
    spooled(new Uint8Array())
    await expect(files.media.offer(chat, token, picture)).rejects.toMatchObject({ code: 'invalid-input' })
    source = { path: path.join(folder, 'nobody'), spooled: false }
    await expect(files.media.offer(chat, token, picture)).rejects.toMatchObject({ code: 'file-vanished' })
    expect([existsSync(vault()) ? readdirSync(vault()) : [], records, sent]).toEqual([[], [], []])
  })
})

test('a copy is saved under a free name, in the clear', async () => {
  const bytes = randomBytes(chunkSize + 5)
  const { id } = await offered(bytes)
  expect(await files.media.save(id)).toBe('a picture.png')
  expect(await files.media.save(id)).toBe('a picture (2).png')
  for (const name of readdirSync(path.join(folder, 'downloads')))
    expect(Buffer.compare(readFileSync(path.join(folder, 'downloads', name)), bytes)).toBe(0)
})

describe('what is deleted', () => {
  test('F-37 goes with its key and its file', async () => {
    const { id, place } = await offered(randomBytes(1000))
    remove(id)
    expect(files.media.file(id)).toBeNull()
    expect(findTransfer(store.db, id)).toBeNull()
    await expect.poll(() => existsSync(place.path)).toBe(false)
    await expect(files.media.save(id)).rejects.toMatchObject({ code: 'not-found' })
  })

  test('F-37 a file whose row is gone is removed at the next start, and no other', async () => {
    const { place } = await offered(randomBytes(1000))
    const orphan = path.join(vault(), 'f'.repeat(32))
    writeFileSync(orphan, 'left behind')
    await files.close()
    open()
    files.start()
    await expect.poll(() => existsSync(orphan)).toBe(false)
    expect(existsSync(place.path)).toBe(true)
  })

  test('F-32 an own one stays after its transfer is over, with its key', async () => {
    const { id, place } = await offered(randomBytes(1000))
    await files.router.cancel['~orpc'].handler({ input: { transferId: id } } as never)
    expect(files.media.file(id)).toMatchObject({ state: 'cancelled', sealed: { path: place.path } })
    expect((await read(place)).length).toBe(1000)
  })
})
