import { deflateRawSync } from 'node:zlib'
import { create, toBinary } from '@bufbuild/protobuf'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ManifestSchema } from '../../../../shared/wire/gen/content_pb.js'
import { maxFileSize } from '../chunk.ts'
import { maxEntries } from './limits.ts'
import { packManifest, totalsOf, unpackOffered, unpackOwn } from './manifest.ts'
import { Tree } from './tree.ts'
import { type Entries, entryFlags } from './tree-columns.ts'

type Entry = readonly [path: string, size: number | 'folder']

const entriesOf = (entries: readonly Entry[]): Entries => ({
  paths: entries.map(([path]) => path),
  sizes: Float64Array.from(entries, ([, size]) => (size === 'folder' ? 0 : size)),
  modifiedNs: BigInt64Array.from(entries, () => 1_700_000_000_123_456_789n),
  flags: Uint8Array.from(entries, ([, size]) => (size === 'folder' ? entryFlags.folder : 0)),
})
const corrupt = expect.objectContaining({ code: 'transfer-corrupt' })

const pathsOf = (tree: Tree) => Array.from({ length: tree.count }, (_, entry) => tree.pathOf(entry))

/** As a hostile sender packs it: nothing is checked. */
const offered = (entries: readonly Entry[]) => {
  const columns = entriesOf(entries)
  return pathsOf(unpackOffered(packManifest(columns), totalsOf(columns)))
}

test('F-50 what is packed comes out as it was', () => {
  const entries = entriesOf([
    ['a', 'folder'],
    ['a/b.txt', 12],
    ['写真', 'folder'],
    ['写真/c', 0],
  ])
  const expected = { files: 2, folders: 2, size: 12 }
  const { columns } = Tree.of(entries)
  expect(totalsOf(entries)).toEqual(expected)
  expect(unpackOwn(packManifest(entries), expected).columns).toEqual(columns)
  expect(unpackOffered(packManifest(entries), expected).columns).toEqual(columns)
  expect(pathsOf(unpackOwn(packManifest(entries), expected))).toEqual(entries.paths)
})

describe('F-52 paths of others lie inside the folder and can be on every system', () => {
  test.each<[readonly Entry[], readonly string[]]>([
    [[['..', 3]], ['file']],
    [[['C:\\x.dll', 1]], ['C__x.dll']],
    [[['.env', 1]], ['.env']],
    [[['con.txt', 1]], ['con_.txt']],
    [[['photo_\u202egpj.exe', 1]], ['photo_gpj.exe']],
    [[['a\u0000b', 1]], ['a_b']],
    // Two files that Windows and macOS take for one, and two that were made alike.
    [
      [
        ['README', 1],
        ['readme', 1],
      ],
      ['README', 'readme (2)'],
    ],
    [
      [
        ['a?.txt', 1],
        ['a*.txt', 1],
      ],
      ['a_.txt', 'a_ (2).txt'],
    ],
    [
      [
        ['x.', 'folder'],
        ['x', 'folder'],
        ['x./in', 1],
        ['x/in', 1],
      ],
      ['x', 'x (2)', 'x/in', 'x (2)/in'],
    ],
    [
      [
        ['d', 'folder'],
        ['d/..', 'folder'],
        ['d/../e', 1],
      ],
      ['d', 'd/file', 'd/file/e'],
    ],
  ])('%j becomes %j', (entries, paths) => expect(offered(entries)).toEqual(paths))

  test('a name of 4 KiB is cut', () => {
    const [path = ''] = offered([[`${'x'.repeat(4090)}.txt`, 1]])
    expect(path).toMatch(/^x+\.txt$/)
    expect(path.length).toBeLessThanOrEqual(201)
  })

  test.each<[string, readonly Entry[]]>([
    ['an absolute one', [['/etc/passwd', 1]]],
    ['one that climbs', [['../x', 1]]],
    [
      'one inside a file',
      [
        ['a', 1],
        ['a/b', 1],
      ],
    ],
    [
      'one before its folder',
      [
        ['a/b', 1],
        ['a', 'folder'],
      ],
    ],
    [
      'an empty name',
      [
        ['a', 'folder'],
        ['a//b', 1],
      ],
    ],
    ['no path at all', [['', 1]]],
    [
      'one folder twice',
      [
        ['a', 'folder'],
        ['a', 'folder'],
      ],
    ],
    ['one longer than any system takes', [['x/'.repeat(3000), 1]]],
    [
      'a folder with bytes',
      [
        ['a', 'folder'],
        ['b', 2 * maxFileSize],
      ],
    ],
  ])('%s is refused', (_, entries) => expect(() => offered(entries)).toThrow(corrupt))

  test('nothing that is offered leads out', () => {
    const name = fc.constantFrom('.', '..', '/', '\\', 'a', 'A', 'con', ' ', '\u202e', '\u0000', '%2e', 'é', 'e\u0301')
    const path = fc.array(name, { maxLength: 6 }).map((names) => names.join(''))
    const entry = fc.tuple(path, fc.oneof(fc.nat(9), fc.constant('folder' as const)))
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 12 }), (entries) => {
        let paths: readonly string[]
        try {
          paths = offered(entries)
        } catch (error) {
          expect(error).toEqual(corrupt)
          return
        }
        for (const safe of paths) {
          for (const part of safe.split('/')) expect(part).toMatch(/^(?!\.{1,2}$)[^\\\0:]+$/)
        }
        expect(new Set(paths.map((safe) => safe.toLowerCase())).size).toBe(paths.length)
      }),
      { numRuns: 3000 },
    )
  })
})

describe('F-52 a manifest that is none is refused', () => {
  const good = entriesOf([['a', 5]])
  const expected = { files: 1, folders: 0, size: 5 }
  const packed = (message: Parameters<typeof create<typeof ManifestSchema>>[1]) =>
    deflateRawSync(toBinary(ManifestSchema, create(ManifestSchema, message)))

  test.each([
    ['garbage', Buffer.from('no manifest')],
    ['nothing', Buffer.alloc(0)],
    ['columns of different lengths', packed({ paths: ['a', 'b'], sizes: [5n], modifiedAt: [0n], flags: [0] })],
    ['1 EiB', packed({ paths: ['a'], sizes: [2n ** 60n], modifiedAt: [0n], flags: [0] })],
    ['flags that nobody knows', packed({ paths: ['a'], sizes: [5n], modifiedAt: [0n], flags: [255] })],
    ['a bomb', deflateRawSync(Buffer.alloc(400 * 1024 * 1024, 10), { level: 9 })],
  ])('%s', (_, bytes) => expect(() => unpackOffered(bytes, expected)).toThrow(corrupt))

  test.each([
    ['files', { ...expected, files: 2 }],
    ['folders', { ...expected, folders: 1 }],
    ['size', { ...expected, size: 6 }],
  ])('another number of %s than was offered', (_, other) =>
    expect(() => unpackOffered(packManifest(good), other)).toThrow(corrupt),
  )

  test('a million entries are taken, one more is not', () => {
    const many = (count: number) => ({
      paths: Array.from({ length: count }, (_, number) => `${number}`),
      sizes: new Float64Array(count),
      modifiedNs: new BigInt64Array(count),
      flags: new Uint8Array(count),
    })
    const size = { folders: 0, size: 0 }
    expect(unpackOffered(packManifest(many(maxEntries)), { ...size, files: maxEntries }).count).toBe(maxEntries)
    expect(() => unpackOffered(packManifest(many(maxEntries + 1)), { ...size, files: maxEntries + 1 })).toThrow(corrupt)
  }, 60_000)
})
