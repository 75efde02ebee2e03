import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { totalsOf } from './manifest.ts'
import { scanFolder } from './scan.ts'
import { assertSources } from './sources.ts'
import { Tree } from './tree.ts'

let root: string
beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'megachat-scan-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  mkdirSync(path.join(root, 'b/empty'), { recursive: true })
  writeFileSync(path.join(root, 'b/c.txt'), 'c')
  writeFileSync(path.join(root, 'a.txt'), 'aa')
})
const failing = (code: string, name: string) => expect.objectContaining({ code, data: { name } })

test('F-51 a folder stands before what it holds; empty ones count', () => {
  const { entries, leftOut } = scanFolder(root)
  expect(entries.paths).toEqual(['a.txt', 'b', 'b/c.txt', 'b/empty'])
  expect({ ...totalsOf(entries), leftOut }).toEqual({ files: 2, folders: 2, size: 3, leftOut: 0 })
})

test.runIf(process.platform !== 'win32')('F-51 links and pipes are left out, and are not followed', () => {
  symlinkSync(root, path.join(root, 'round'))
  symlinkSync('/etc/passwd', path.join(root, 'b/out'))
  execFileSync('mkfifo', [path.join(root, 'pipe')])
  const { entries, leftOut } = scanFolder(root)
  expect(leftOut).toBe(3)
  expect(entries.paths.length).toBe(4)
})

test('a folder that is gone, or is none', () => {
  for (const place of ['nowhere', 'a.txt']) {
    expect(() => scanFolder(path.join(root, place))).toThrow(expect.objectContaining({ code: 'file-vanished' }))
  }
})

test('F-54 every file is known again by size and time, and the one that is not is named', () => {
  const tree = Tree.of(scanFolder(root).entries)
  assertSources(root, tree)
  writeFileSync(path.join(root, 'b/new.txt'), 'a file more is none of it')
  assertSources(root, tree)
  writeFileSync(path.join(root, 'b/c.txt'), 'other')
  expect(() => assertSources(root, tree)).toThrow(failing('file-changed', 'c.txt'))
  rmSync(path.join(root, 'a.txt'))
  expect(() => assertSources(root, tree)).toThrow(failing('file-vanished', 'a.txt'))
})
