/** What every driver of `BlobStore` must do. A driver's own test file calls it. */
import { randomBytes, randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { BlobStore } from './blob-store.ts'

export interface BlobStoreUnderTest {
  readonly store: BlobStore
  reopen(): Promise<BlobStore>
  dispose(): Promise<void>
}

export function blobStoreContract(driver: string, open: () => Promise<BlobStoreUnderTest>): void {
  const newKey = () => ({ account: randomUUID() as string, blob: randomBytes(16).toString('hex') })
  let under: BlobStoreUnderTest
  let store: BlobStore

  async function put(key: ReturnType<typeof newKey>, n: number, content: Buffer): Promise<number> {
    const staged = await store.stage(key, Readable.from([content]), content.length)
    const size = await staged.publish(n)
    await staged.discard()
    return size
  }
  async function read(key: ReturnType<typeof newKey>, n: number): Promise<Buffer | null> {
    const found = await store.get(key, n)
    return found && buffer(found.stream)
  }
  async function listed() {
    const all: { key: object; chunks: readonly number[] }[] = []
    for await (const one of store.list()) all.push({ key: one.key, chunks: one.chunks.toSorted((a, b) => a - b) })
    return all
  }

  describe(`blob store contract: ${driver}`, () => {
    beforeEach(async () => {
      under = await open()
      store = under.store
    })
    afterEach(() => under.dispose())

    test('R-21 gives back what was put, also after a restart', async () => {
      const key = newKey()
      const content = randomBytes(300_000)
      expect(await put(key, 7, content)).toBe(content.length)
      store = await under.reopen()
      expect(await read(key, 7)).toEqual(content)
      expect(await read(key, 8)).toBeNull()
      expect(await listed()).toEqual([{ key, chunks: [7] }])
    })

    test('R-21 the first bytes win, also among many at once', async () => {
      const key = newKey()
      const contents = Array.from({ length: 8 }, (_, index) => Buffer.alloc(100 + index, index))
      const sizes = await Promise.all(contents.map((content) => put(key, 0, content)))
      const kept = await read(key, 0)
      expect(contents).toContainEqual(kept)
      expect(new Set(sizes)).toEqual(new Set([kept?.length]))
      await put(key, 0, Buffer.from('later'))
      expect(await read(key, 0)).toEqual(kept)
    })

    test('what ends early or is discarded leaves nothing', async () => {
      const key = newKey()
      await expect(store.stage(key, Readable.from([Buffer.from('short')]), 100)).rejects.toMatchObject({
        code: 'invalid-input',
      })
      const torn = new Readable({ read() {} })
      const stage = store.stage(key, torn, 100)
      torn.destroy(new Error('torn'))
      await expect(stage).rejects.toThrow('torn')
      await (await store.stage(key, Readable.from([Buffer.from('x')]), 1)).discard()
      expect((await listed()).flatMap(({ chunks }) => chunks)).toEqual([])
    })

    test('R-23 dropped chunks are gone, others stay; a blob goes as a whole', async () => {
      const key = newKey()
      for (const n of [0, 1, 2]) await put(key, n, Buffer.from([n]))
      await store.drop(key, [0, 1, 99])
      expect(await listed()).toEqual([{ key, chunks: [2] }])
      await store.dropAll(key)
      await store.dropAll(key)
      expect(await listed()).toEqual([])
    })
  })
}
