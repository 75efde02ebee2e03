import { existsSync, mkdtempSync, rmSync, statSync, truncateSync, unlinkSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { Bitmap } from '../bitmap.ts'
import { chunkCount, chunkSize } from '../chunk.ts'
import { completeAll, prepareAll } from './targets.ts'
import { Tree } from './tree.ts'
import { entryFlags } from './tree-columns.ts'

const size = 2 * chunkSize + 5
const tree = Tree.of({
  paths: ['d', 'd/big', 'small', 'empty'],
  sizes: Float64Array.from([0, size, 10, 0]),
  modifiedNs: BigInt64Array.from([0n, 1_600_000_000_000_000_000n, 0n, 0n]),
  flags: Uint8Array.from([entryFlags.folder, 0, 0, 0]),
})
const unwritable = expect.objectContaining({ code: 'folder-unwritable' })
let root: string
const at = (name: string) => path.join(root, name)
const nothing = new Bitmap(chunkCount(tree.size))

beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'megachat-targets-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
})

test('F-51 folders, empty files and long files are there before the first chunk, short ones are not', () => {
  prepareAll(root, tree, null, nothing)
  expect(statSync(at('d/big')).size).toBe(size)
  expect(statSync(at('empty')).size).toBe(0)
  expect(existsSync(at('small'))).toBe(false)
  writeFileSync(at('small'), '0123456789')
  completeAll(root, tree, null, new Bitmap(tree.count))
  expect(statSync(at('d/big')).mtimeMs).toBe(1_600_000_000_000)
})

test('F-53 what is not wanted is not made', () => {
  prepareAll(root, tree, new Set([3]), nothing)
  expect([existsSync(at('d')), existsSync(at('empty'))]).toEqual([false, true])
  completeAll(root, tree, new Set([3]), new Bitmap(tree.count))
})

test('F-54 a file that was begun and is gone or cut is missed, not made again with holes', () => {
  const begun = Bitmap.from(nothing.length, Uint8Array.of(1))
  prepareAll(root, tree, null, nothing)
  prepareAll(root, tree, null, begun)
  truncateSync(at('d/big'), 5)
  expect(() => prepareAll(root, tree, null, begun)).toThrow(unwritable)
  unlinkSync(at('d/big'))
  expect(() => prepareAll(root, tree, null, begun)).toThrow(unwritable)
  expect(existsSync(at('d/big'))).toBe(false)
})

test('F-54 a file that is missing at the end ends it', () => {
  prepareAll(root, tree, null, nothing)
  expect(() => completeAll(root, tree, null, new Bitmap(tree.count))).toThrow(unwritable)
})
