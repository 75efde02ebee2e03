import { createHash, randomBytes } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder, testRelay } from './person.ts'
import { downloads, leaveHalfWay, mib, moving, offer, transfer, twoPeople, whenState } from './transfers.ts'

/** A folder of the shapes that people have. */
function someFolder(): string {
  const root = path.join(temporaryFolder(), 'Fotos & Pläne')
  const put = (name: string, content: string | Uint8Array) => {
    const file = path.join(root, name)
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(file, content)
  }
  put('a.txt', 'hello')
  put('empty.txt', '')
  put('.hidden/.gitignore', 'node_modules\n')
  put('写真/été 2026.jpg', randomBytes(100_000))
  put('film.mkv', randomBytes(9 * mib + 77))
  put(`${'long '.repeat(48)}name.txt`, 'long')
  put('run.sh', '#!/bin/sh\n')
  for (let number = 0; number < 300; number++) put(`many/${number % 7}/${number}.bin`, randomBytes(number))
  mkdirSync(path.join(root, 'empty folder', 'inside'), { recursive: true })
  chmodSync(path.join(root, 'run.sh'), 0o755)
  utimesSync(path.join(root, 'a.txt'), 1_000_000_000, 1_000_000_000)
  return root
}

/** Every path with what it is: a folder, a link, or a file's hash. */
function contents(root: string): Record<string, string> {
  const all: Record<string, string> = {}
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath, entry.name)
    const hash = () => createHash('sha256').update(readFileSync(file)).digest('hex')
    const kind = entry.isDirectory() ? 'folder' : entry.isSymbolicLink() ? `link ${readlinkSync(file)}` : hash()
    all[path.relative(root, file).normalize('NFC')] = kind
  }
  return all
}

/** As it arrives: one name is longer than what every system takes. */
const arrived = (all: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(all).map(([name, kind]) => [name.startsWith('long ') ? readableLong : name, kind] as const),
  )
const readableLong = `${'long '.repeat(48).slice(0, 196).trimEnd()}.txt`

test('F-50, F-51 a folder of any shape arrives as it is', async () => {
  const { alice, bob, withBob } = await twoPeople(await testRelay())
  const root = someFolder()
  const id = await offer(alice, bob, withBob, root)
  const offered = await transfer(bob, id, ({ state }) => state === 'offered')
  expect(offered).toMatchObject({ name: 'Fotos & Pläne', folder: { files: 307, leftOut: 0, partial: false } })
  await bob.api.transfers.accept({ transferId: id })
  await Promise.all([whenState(alice, id, 'done'), whenState(bob, id, 'done')])
  const target = path.join(downloads(bob), 'Fotos & Pläne')
  expect(contents(target)).toEqual(arrived(contents(root)))
  expect(lstatSync(path.join(target, 'run.sh')).mode & 0o111).not.toBe(0)
  expect(lstatSync(path.join(target, 'a.txt')).mode & 0o111).toBe(0)
  expect(lstatSync(path.join(target, 'a.txt')).mtimeMs).toBe(1_000_000_000_000)
  expect(readdirSync(downloads(bob))).toEqual(['Fotos & Pläne'])
})

test('F-51 links are left out, and both are told so', async () => {
  const { alice, bob, withBob } = await twoPeople(await testRelay())
  const root = path.join(temporaryFolder(), 'linked')
  mkdirSync(root)
  writeFileSync(path.join(root, 'a.txt'), 'a')
  symlinkSync('/etc/hostname', path.join(root, 'out'))
  symlinkSync(root, path.join(root, 'round'))
  const id = await offer(alice, bob, withBob, root)
  expect(await transfer(alice, id, () => true)).toMatchObject({ folder: { files: 1, leftOut: 2 } })
  await bob.api.transfers.accept({ transferId: id })
  expect(await whenState(bob, id, 'done')).toMatchObject({ folder: { leftOut: 2 } })
  expect(Object.keys(contents(path.join(downloads(bob), 'linked')))).toEqual(['a.txt'])
})

test('F-53 what is in it is listed before it is accepted; only what is chosen comes', async () => {
  const { alice, bob, withBob } = await twoPeople(await testRelay())
  const root = path.join(temporaryFolder(), 'project')
  mkdirSync(path.join(root, 'big'), { recursive: true })
  mkdirSync(path.join(root, 'small'))
  for (const name of ['big/1.bin', 'big/2.bin', 'big/3.bin'])
    writeFileSync(path.join(root, name), randomBytes(20 * mib))
  writeFileSync(path.join(root, 'small/a.txt'), 'a')
  writeFileSync(path.join(root, 'small/b.txt'), 'b')
  const id = await offer(alice, bob, withBob, root)
  const { entries, total } = await bob.api.transfers.entries({ transferId: id, from: 0 })
  expect(total).toBe(7)
  const paths = entries.map((entry) => entry.path)
  expect(paths).toEqual(['big', 'big/1.bin', 'big/2.bin', 'big/3.bin', 'small', 'small/a.txt', 'small/b.txt'])
  expect(entries[2]).toEqual({ path: 'big/2.bin', size: 20 * mib, folder: false })
  const without = [1, 3, 5].map((entry) => [entry, entry] as [number, number])
  await bob.api.transfers.accept({ transferId: id, without })
  const [sent, received] = await Promise.all([whenState(alice, id, 'done'), whenState(bob, id, 'done')])
  const target = path.join(downloads(bob), 'project')
  expect(Object.keys(contents(target)).sort()).toEqual(['big', 'big/2.bin', 'small', 'small/b.txt'])
  expect(readFileSync(path.join(target, 'big/2.bin')).equals(readFileSync(path.join(root, 'big/2.bin')))).toBe(true)
  // Only the chunks that hold any of it were sent.
  expect(received.size).toBeLessThanOrEqual(28 * mib)
  expect(sent.size).toBe(received.size)
  expect(received.folder).toMatchObject({ partial: true })
})

test('F-53 to choose nothing is refused, and the offer stays', async () => {
  const { alice, bob, withBob } = await twoPeople(await testRelay())
  const root = path.join(temporaryFolder(), 'one')
  mkdirSync(root)
  writeFileSync(path.join(root, 'a.txt'), 'a')
  const id = await offer(alice, bob, withBob, root)
  await expect(bob.api.transfers.accept({ transferId: id, without: [[0, 5]] })).rejects.toMatchObject({
    code: 'invalid-input',
  })
  await transfer(bob, id, ({ state }) => state === 'offered')
  expect(existsSync(downloads(bob)) ? readdirSync(downloads(bob)) : []).toEqual([])
})

test('F-54 either side that closes half way goes on where it was', async () => {
  const { alice, bob, withBob } = await twoPeople(await testRelay())
  const root = path.join(temporaryFolder(), 'resumed')
  mkdirSync(root)
  for (let number = 0; number < 30; number++)
    writeFileSync(path.join(root, `${number}.bin`), randomBytes(13 * mib + number))
  const id = await offer(alice, bob, withBob, root)
  await bob.api.transfers.accept({ transferId: id })
  await leaveHalfWay([bob, alice], bob, id)
  await Promise.all([whenState(alice, id, 'done'), whenState(bob, id, 'done')])
  expect(contents(path.join(downloads(bob), 'resumed'))).toEqual(contents(root))
})

test('F-54 a file that changes meanwhile ends it on both sides, and nothing is left', async () => {
  const { alice, bob, withBob } = await twoPeople(await testRelay())
  const root = path.join(temporaryFolder(), 'changed')
  mkdirSync(root)
  for (let number = 0; number < 60; number++) writeFileSync(path.join(root, `${number}.bin`), randomBytes(5 * mib))
  const id = await offer(alice, bob, withBob, root)
  await bob.api.transfers.accept({ transferId: id })
  await moving(bob, id)
  writeFileSync(path.join(root, '59.bin'), 'other')
  const [sent, received] = await Promise.all([whenState(alice, id, 'failed'), whenState(bob, id, 'failed')])
  expect(sent.error?.code).toBe('file-changed')
  expect(received.error?.code).toBe('file-changed')
  await expect.poll(() => readdirSync(downloads(bob))).toEqual([])
})

test('F-54 a file that changes after it was sent does no harm: what arrives is what was offered', async () => {
  const { alice, bob, withBob } = await twoPeople(await testRelay())
  const root = path.join(temporaryFolder(), 'later')
  mkdirSync(root)
  for (let number = 0; number < 60; number++)
    writeFileSync(path.join(root, `${String(number).padStart(2, '0')}.bin`), randomBytes(5 * mib))
  const offered = contents(root)
  const id = await offer(alice, bob, withBob, root)
  await bob.api.transfers.accept({ transferId: id })
  await transfer(alice, id, ({ confirmed }) => confirmed > 20 * mib)
  writeFileSync(path.join(root, '00.bin'), 'other')
  await Promise.all([whenState(alice, id, 'done'), whenState(bob, id, 'done')])
  expect(contents(path.join(downloads(bob), 'later'))).toEqual(offered)
})

test('F-54 cancelled half way nothing is left of it', async () => {
  const { alice, bob, withBob } = await twoPeople(await testRelay())
  const root = path.join(temporaryFolder(), 'cancelled')
  mkdirSync(root)
  for (let number = 0; number < 60; number++) writeFileSync(path.join(root, `${number}.bin`), randomBytes(5 * mib))
  const id = await offer(alice, bob, withBob, root)
  await bob.api.transfers.accept({ transferId: id })
  await moving(bob, id)
  await bob.api.transfers.cancel({ transferId: id })
  await Promise.all([whenState(alice, id, 'cancelled'), whenState(bob, id, 'cancelled')])
  await expect.poll(() => readdirSync(downloads(bob))).toEqual([])
  // Only own files lie in the vaults, and no manifest.
  for (const person of [alice, bob]) await expect.poll(() => readdirSync(path.join(person.folder, 'media'))).toEqual([])
})
