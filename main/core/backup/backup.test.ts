import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openBackup } from './head.ts'
import { type Part, written } from './parts.ts'
import { openedPieces, pieceBytes, sealedPieces } from './pieces.ts'
import { restoreBackup } from './restore.ts'
import { type NewBackup, partsIn, saveBackup } from './save.ts'

const backupKey = randomBytes(32)
const never = new AbortController().signal
let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'megachat-backup-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** A profile's files: a database of a bit more than two pieces, an empty file, and some of odd lengths. */
async function profile() {
  const from = path.join(folder, 'profile')
  mkdirSync(path.join(from, 'media'), { recursive: true })
  writeFileSync(path.join(from, 'profile.db'), randomBytes(2 * pieceBytes + 7))
  for (const size of [0, 1, 4096, pieceBytes - 3])
    writeFileSync(path.join(from, 'media', `file${size}`), randomBytes(size))
  writeFileSync(path.join(from, 'media', '.hidden'), 'not part of it')
  return [
    { name: 'profile.db', path: path.join(from, 'profile.db') },
    ...(await partsIn(path.join(from, 'media'), 'media')),
    ...(await partsIn(path.join(from, 'relay'), 'relay')),
  ]
}

async function save(parts: readonly Part[], over: Partial<NewBackup> = {}, signal = never) {
  const head = { createdAt: 1_000, scheduled: false, keys: { any: 'thing' } }
  const steps = saveBackup({ folder, name: 'backup', head, backupKey, parts, ...over }, signal)
  for (;;) {
    const step = await steps.next()
    if (step.done) return { ...step.value, file: path.join(folder, step.value.name) }
  }
}

async function restore(file: string, key: Uint8Array = backupKey, signal = never): Promise<string> {
  const into = path.join(folder, 'restored')
  const backup = await openBackup(file)
  try {
    for await (const _ of restoreBackup(backup, key, into, signal));
    return into
  } finally {
    await backup.close()
  }
}

test('S-1 S-2 every file comes back byte for byte, for its user alone; the backup tells nothing but its time', async () => {
  const parts = await profile()
  expect(parts.map(({ name }) => name).toSorted()).toEqual([
    'media/file0',
    'media/file1',
    `media/file${pieceBytes - 3}`,
    'media/file4096',
    'profile.db',
  ])
  const { file, size } = await save(parts)
  expect(statSync(file)).toMatchObject({ size, mode: 0o100600 })
  const backup = await openBackup(file)
  expect(backup.head).toMatchObject({ createdAt: 1_000, scheduled: false, keys: { any: 'thing' } })
  await backup.close()
  const into = await restore(file)
  for (const { name, path: source } of parts) {
    expect(readFileSync(path.join(into, name)).equals(readFileSync(source)), name).toBe(true)
    expect(statSync(path.join(into, name)).mode & 0o777).toBe(0o600)
  }
  expect(readdirSync(path.join(into, 'media'))).not.toContain('.hidden')
})

test('S-1 two backups of the same share nothing but their form', async () => {
  const parts = await profile()
  const [one, other] = [await save(parts), await save(parts)]
  expect([one.name, other.name]).toEqual(['backup.megachat-backup', 'backup (2).megachat-backup'])
  const [a, b] = [readFileSync(one.file), readFileSync(other.file)]
  expect(a.length).toBe(b.length)
  const same = a.filter((byte, index) => byte === b[index]).length / a.length
  expect(same).toBeLessThan(0.01)
})

test('S-3 S-4 what was changed, cut off, moved or added is refused, wherever it stands', async () => {
  const { file } = await save(await profile())
  const whole = readFileSync(file)
  const damaged = path.join(folder, 'damaged')
  const refused = (bytes: Uint8Array) => {
    writeFileSync(damaged, bytes)
    return expect(restore(damaged)).rejects.toMatchObject({ code: expect.stringMatching(/^(backup-|not-a-)/) })
  }
  for (let at = 0; at < whole.length; at += 20_011) {
    const changed = Buffer.from(whole)
    changed[at] = (changed[at] ?? 0) ^ 1
    await refused(changed)
  }
  // The head too: another salt or other keys are another key.
  for (const text of ['"createdAt":1000', '"any":"thing"', '"scheduled":false']) {
    const at = whole.indexOf(text)
    expect(at).toBeGreaterThan(0)
    const changed = Buffer.from(whole)
    changed.write(text.replace('1000', '2000').replace('thing', 'thinG').replace('false', 'true '), at)
    await refused(changed)
  }
  const piece = pieceBytes + 16
  const { start } = await headOf(file)
  for (const length of [0, 3, 19, 40, start, start + 16, start + piece, whole.length - 1])
    await refused(whole.subarray(0, length))
  await refused(Buffer.concat([whole, Buffer.from('x')]))
  await refused(Buffer.concat([whole, whole.subarray(-100)]))
  const [first, second] = [whole.subarray(start, start + piece), whole.subarray(start + piece, start + 2 * piece)]
  await refused(Buffer.concat([whole.subarray(0, start), second, first, whole.subarray(start + 2 * piece)]))
  await expect(restore(file, randomBytes(32))).rejects.toMatchObject({ code: 'backup-damaged' })
})

async function headOf(file: string) {
  const backup = await openBackup(file)
  await backup.close()
  return backup
}

describe('S-4 what is no backup of this program', () => {
  test('is said to be none', async () => {
    const file = path.join(folder, 'holiday.jpg')
    writeFileSync(file, randomBytes(1000))
    await expect(openBackup(file)).rejects.toMatchObject({ code: 'not-a-backup' })
    writeFileSync(file, '')
    await expect(openBackup(file)).rejects.toMatchObject({ code: 'not-a-backup' })
    await expect(openBackup(path.join(folder, 'gone'))).rejects.toMatchObject({ code: 'file-vanished' })
  })

  test('or of a newer version', async () => {
    const text = Buffer.from(JSON.stringify({ version: 2, anything: true }))
    const length = Buffer.alloc(4)
    length.writeUInt32BE(text.length)
    const file = path.join(folder, 'newer')
    writeFileSync(file, Buffer.concat([Buffer.from('MegaChat backup\n'), length, text]))
    await expect(openBackup(file)).rejects.toMatchObject({ code: 'backup-newer-version' })
  })

  test.each([
    '../escape',
    '/etc/passwd',
    'keys.json',
    'media/../../x',
    'media/.x',
    'media',
    'relay//x',
    'profile.db/x',
    'media\\x',
  ])('a file with the name %j comes out of none', async (name) => {
    const source = path.join(folder, 'source')
    writeFileSync(source, 'x')
    const file = await sealedByHand([{ name, path: source }])
    await expect(restore(file)).rejects.toMatchObject({ code: 'backup-damaged' })
  })

  test('one without a database, or with the same file twice, is damaged', async () => {
    const source = path.join(folder, 'source')
    writeFileSync(source, 'x')
    await expect(restore(await sealedByHand([{ name: 'media/a', path: source }]))).rejects.toMatchObject({
      code: 'backup-damaged',
    })
    const twice = [1, 2].map(() => ({ name: 'profile.db', path: source }))
    await expect(restore(await sealedByHand(twice))).rejects.toMatchObject({ code: 'backup-damaged' })
  })

  /** With the right key, but not by `saveBackup`. */
  async function sealedByHand(parts: readonly Part[]): Promise<string> {
    const { file } = await save([])
    const { start, streamKey } = await headOf(file).then((backup) => ({
      start: backup.start,
      streamKey: backup.streamKey(backupKey),
    }))
    const pieces: Buffer[] = [readFileSync(file).subarray(0, start)]
    for await (const piece of sealedPieces(written(parts), streamKey)) pieces.push(piece)
    const target = path.join(folder, 'by hand')
    writeFileSync(target, Buffer.concat(pieces))
    return target
  }
})

test('S-3 one that is cancelled, or cannot be written, leaves nothing behind', async () => {
  const parts = await profile()
  const cancelled = new AbortController()
  cancelled.abort()
  await expect(save(parts, {}, cancelled.signal)).rejects.toMatchObject({ code: 'cancelled' })
  const gone = path.join(folder, 'gone')
  await expect(save(parts, { folder: gone })).rejects.toMatchObject({ code: 'folder-unwritable' })
  const steps = saveBackup(
    { folder, name: 'backup', head: { createdAt: 1, scheduled: false, keys: null }, backupKey, parts },
    never,
  )
  expect((await steps.next()).value).toMatchObject({ done: expect.any(Number), total: expect.any(Number) })
  // Whoever does not want any more of it.
  await steps.return({ name: '', size: 0 })
  expect(readdirSync(folder)).toEqual(['profile'])
})

test('S-3 what a crash has left is overwritten by the next one', async () => {
  const parts = await profile()
  const { file } = await save(parts)
  const before = new Set(readdirSync(folder))
  const steps = saveBackup(
    { folder, name: 'backup', head: { createdAt: 1, scheduled: false, keys: null }, backupKey, parts },
    never,
  )
  await steps.next()
  const left = readdirSync(folder).filter((name) => !before.has(name))
  expect(left).toHaveLength(1)
  await save(parts)
  expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([])
  expect(statSync(file).size).toBeGreaterThan(2 * pieceBytes)
  await steps.return({ name: '', size: 0 })
})

test('S-1 pieces of any lengths are regrouped, also none at all', async () => {
  const key = randomBytes(32)
  for (const lengths of [[], [0], [pieceBytes], [1, pieceBytes, pieceBytes - 1], [2 * pieceBytes]]) {
    const parts = lengths.map((length) => randomBytes(length))
    const file = path.join(folder, 'pieces')
    const sealed: Buffer[] = []
    for await (const piece of sealedPieces(streamOf(parts), key)) sealed.push(piece)
    writeFileSync(file, Buffer.concat(sealed))
    const handle = await open(file)
    const opened: Buffer[] = []
    for await (const piece of openedPieces(handle, 0, key)) opened.push(piece)
    await handle.close()
    expect(Buffer.concat(opened).equals(Buffer.concat(parts))).toBe(true)
  }
})

async function* streamOf(parts: readonly Uint8Array[]) {
  yield* parts
}
