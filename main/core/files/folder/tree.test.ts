import fc from 'fast-check'
import { expect, test } from 'vitest'
import { chunkCount, chunkLength, chunkSize } from '../chunk.ts'
import { leftOutBy, Tree } from './tree.ts'
import { entryFlags } from './tree-columns.ts'

const treeOf = (sizes: readonly (number | 'folder')[]) =>
  Tree.of({
    paths: sizes.map((_, entry) => `${entry}`),
    sizes: Float64Array.from(sizes, (size) => (size === 'folder' ? 0 : size)),
    modifiedNs: new BigInt64Array(sizes.length),
    flags: Uint8Array.from(sizes, (size) => (size === 'folder' ? entryFlags.folder : 0)),
  })

const sizes = fc.array(
  fc.oneof(
    fc.constant('folder' as const),
    fc.constant(0),
    fc.nat(5000),
    fc.constantFrom(chunkSize - 1, chunkSize, chunkSize + 1, 3 * chunkSize + 7),
  ),
  { maxLength: 40 },
)

test('F-50 the pieces of all chunks are each byte of each file once, in order', () => {
  fc.assert(
    fc.property(sizes, (sizes) => {
      const tree = treeOf(sizes)
      const seen = new Map<number, number>()
      for (let index = 0; index < chunkCount(tree.size); index++) {
        let at = 0
        for (const piece of tree.piecesOf(index)) {
          expect(piece.at).toBe(at)
          expect(piece.position).toBe(seen.get(piece.entry) ?? 0)
          expect(piece.length).toBeGreaterThan(0)
          const [from, to] = tree.chunksOf(piece.entry)
          expect(index >= from && index < to).toBe(true)
          seen.set(piece.entry, piece.position + piece.length)
          at += piece.length
        }
        expect(at).toBe(chunkLength(tree.size, index))
      }
      for (const [entry, size] of sizes.entries()) expect(seen.get(entry) ?? 0).toBe(size === 'folder' ? 0 : size)
    }),
    { numRuns: 500 },
  )
})

test('F-53 chunks without anything that is wanted are left out, and no others', () => {
  fc.assert(
    fc.property(sizes, fc.infiniteStream(fc.boolean()), (sizes, wishes) => {
      const tree = treeOf(sizes)
      const chosen = new Set([...sizes.keys()].filter(() => wishes.next().value === true))
      const chunks = chunkCount(tree.size)
      const { chunks: left, bytes } = leftOutBy(tree, chosen, chunks)
      for (let index = 0; index < chunks; index++) {
        const wanted = tree.piecesOf(index).some(({ entry }) => chosen.has(entry))
        expect(left.includes(index)).toBe(!wanted)
      }
      expect(bytes).toBe(left.reduce((sum, index) => sum + chunkLength(tree.size, index), 0))
    }),
    { numRuns: 300 },
  )
})
