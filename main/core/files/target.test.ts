import {
  existsSync,
  linkSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { claimPart, finishPart, openPart, removeFile } from './target.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'target-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const at = (name: string) => path.join(folder, name)
const code = (expected: string) => expect.objectContaining({ code: expected })
const nothing = () => {}

describe('claiming (F-11)', () => {
  test('makes the folder, and a part file of the whole size', async () => {
    const part = await claimPart(at('new/folder'), 'a.txt', 12_345)
    expect(part).toBe(at('new/folder/a.txt.part'))
    expect(statSync(part).size).toBe(12_345)
  })

  test('takes the next number where the name or its part file exists', async () => {
    writeFileSync(at('a.txt'), 'mine')
    writeFileSync(at('a (2).txt.part'), 'mine')
    expect(await claimPart(folder, 'a.txt', 1)).toBe(at('a (3).txt.part'))
    expect(readFileSync(at('a.txt'), 'utf8')).toBe('mine')
  })

  test('ten at once get ten names', async () => {
    const parts = await Promise.all(Array.from({ length: 10 }, () => claimPart(folder, 'a.txt', 1)))
    expect(new Set(parts).size).toBe(10)
  })

  test('refuses what has no room, and leaves nothing behind', async () => {
    await expect(claimPart(folder, 'a', 2 ** 53 - 1)).rejects.toEqual(code('disk-full'))
    expect(readdirSync(folder)).toEqual([])
  })

  test('a link that stands there is taken like any other file, wherever it leads', async () => {
    symlinkSync(at('nowhere'), at('a.txt'))
    symlinkSync(at('a (2).txt'), at('a (2).txt'))
    expect(await claimPart(folder, 'a.txt', 1)).toBe(at('a (3).txt.part'))
    expect(existsSync(at('nowhere'))).toBe(false)
  })

  test('a link in the place of a part file is not written through', async () => {
    const part = await claimPart(folder, 'a.txt', 4)
    writeFileSync(at('mine'), 'mine')
    rmSync(part)
    symlinkSync(at('mine'), part)
    await expect(openPart(part, 4)).rejects.toEqual(code('folder-unwritable'))
  })

  test('refuses a folder that cannot be', async () => {
    writeFileSync(at('file'), '')
    await expect(claimPart(at('file/below'), 'a', 1)).rejects.toEqual(code('folder-unwritable'))
  })
})

describe('finishing (F-11)', () => {
  const received = async () => {
    const part = await claimPart(folder, 'a.txt', 5)
    writeFileSync(part, 'hello')
    return part
  }

  test('gives the final name', async () => {
    const told: string[] = []
    expect(await finishPart(await received(), null, 5, (final) => told.push(final))).toBe(at('a.txt'))
    expect(told).toEqual([at('a.txt')])
    expect(readdirSync(folder)).toEqual(['a.txt'])
  })

  test('overwrites nothing that came meanwhile', async () => {
    const part = await received()
    writeFileSync(at('a.txt'), 'other')
    expect(await finishPart(part, null, 5, nothing)).toBe(at('a (2).txt'))
    expect(readFileSync(at('a.txt'), 'utf8')).toBe('other')
  })

  test('a crash between recording and moving', async () => {
    const part = await received()
    expect(await finishPart(part, at('a.txt'), 5, nothing)).toBe(at('a.txt'))
  })

  test('a crash while both names exist', async () => {
    const part = await received()
    linkSync(part, at('a.txt'))
    expect(await finishPart(part, at('a.txt'), 5, nothing)).toBe(at('a.txt'))
    expect(readdirSync(folder)).toEqual(['a.txt'])
  })

  test('a crash after the move', async () => {
    const part = await received()
    await finishPart(part, null, 5, nothing)
    expect(await finishPart(part, at('a.txt'), 5, nothing)).toBe(at('a.txt'))
  })

  test('a stranger of the planned name and size is not taken for ours', async () => {
    const part = await received()
    writeFileSync(at('a.txt'), 'other')
    expect(await finishPart(part, at('a.txt'), 5, nothing)).toBe(at('a (2).txt'))
  })
})

test('a part file that is gone or cut is told', async () => {
  await expect(openPart(at('none.part'), 5)).rejects.toEqual(code('folder-unwritable'))
  writeFileSync(at('cut.part'), 'abc')
  await expect(openPart(at('cut.part'), 5)).rejects.toEqual(code('folder-unwritable'))
})

test('removing twice is once', async () => {
  writeFileSync(at('a'), '')
  await removeFile(at('a'))
  await removeFile(at('a'))
  expect(existsSync(at('a'))).toBe(false)
})
