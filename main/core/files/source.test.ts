import { execFileSync } from 'node:child_process'
import { mkdtempSync, renameSync, rmSync, truncateSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { assertSame, Source } from './source.ts'

let folder: string
let file: string
let source: Source
const then = new Date('2026-01-02T03:04:05Z')

function write(content: string | Uint8Array): void {
  writeFileSync(file, content)
  utimesSync(file, then, then)
}

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'source-'))
  file = path.join(folder, 'film.mkv')
  write(Buffer.alloc(100_000, 1))
  source = await Source.open(file)
})
afterEach(async () => {
  await source.close()
  rmSync(folder, { recursive: true })
})

const code = (expected: string) => expect.objectContaining({ code: expected })

describe('a source is known again (F-6)', () => {
  test('unchanged, also when opened again or moved', async () => {
    await source.assertUnchanged()
    const again = await Source.open(file)
    assertSame(source.fingerprint, again.fingerprint)
    await again.close()
    renameSync(file, `${file}.moved`)
    await source.assertUnchanged()
  })

  test.each<[string, () => void]>([
    ['another time', () => utimesSync(file, then, new Date())],
    ['cut', () => truncateSync(file, 10)],
    ['longer', () => writeFileSync(file, 'more', { flag: 'a' })],
    ['first byte changed, time restored', () => write(Buffer.concat([Buffer.from('x'), Buffer.alloc(99_999, 1)]))],
    ['last byte changed, time restored', () => write(Buffer.concat([Buffer.alloc(99_999, 1), Buffer.from('x')]))],
  ])('%s', async (_, change) => {
    change()
    await expect(source.assertUnchanged()).rejects.toEqual(code('file-changed'))
  })

  test('deleted', async () => {
    unlinkSync(file)
    await expect(source.assertUnchanged()).rejects.toEqual(code('file-vanished'))
    await expect(Source.open(file)).rejects.toEqual(code('file-vanished'))
  })

  test('replaced by an equal file', async () => {
    renameSync(file, `${file}.old`)
    write(Buffer.alloc(100_000, 1))
    const other = await Source.open(file)
    expect(() => assertSame(source.fingerprint, other.fingerprint)).toThrow(code('file-changed'))
    await other.close()
  })
})

test.each(['.', 'pipe', '/dev/null', '/dev/zero'])('%s is not taken', async (unusual) => {
  execFileSync('mkfifo', [path.join(folder, 'pipe')])
  await expect(Source.open(path.resolve(folder, unusual))).rejects.toEqual(code('file-unreadable'))
})

test('an empty and a tiny file have a fingerprint', async () => {
  for (const content of ['', 'a']) {
    write(content)
    const small = await Source.open(file)
    expect(small.fingerprint.size).toBe(content.length)
    await small.assertUnchanged()
    await small.close()
  }
})
