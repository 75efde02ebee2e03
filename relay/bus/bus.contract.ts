/** What every driver of `Bus` must do. A driver's own test file calls it. */
import { randomBytes, randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Bus, Peer } from './bus.ts'

/** A device's end that remembers what it was told. */
export function testPeer() {
  const told = { rings: 0, replaced: 0, expelled: 0, ephemeral: [] as Uint8Array[] }
  const peer: Peer = {
    ring: () => {
      told.rings += 1
    },
    ephemeral: (ciphertext) => {
      told.ephemeral.push(ciphertext)
      return true
    },
    replaced: () => {
      told.replaced += 1
    },
    expelled: () => {
      told.expelled += 1
    },
  }
  return { peer, told }
}

const address = (device = 1) => ({ account: randomUUID() as string, device })

/** Longest time until all have found each other again, in milliseconds. */
const foundWithinMs = 10_000

/**
 * @param open The buses of two relays; the same one twice where there can be but one.
 * @param interrupt Ends what stands between them without a word and brings it back, where there is something.
 */
export function busContract(
  driver: string,
  open: () => Promise<readonly [Bus, Bus]>,
  interrupt: (() => Promise<void>) | null = null,
): void {
  let here: Bus
  let there: Bus

  describe(`bus contract: ${driver}`, () => {
    beforeEach(async () => {
      ;[here, there] = await open()
    })
    afterEach(async () => {
      await here.close()
      if (there !== here) await there.close()
    })

    async function connected(bus: Bus, of = address()) {
      const { peer, told } = testPeer()
      const leave = bus.connect(of, peer)
      await vi.waitFor(async () => expect(await here.online(of)).toBe(true))
      await vi.waitFor(async () => expect(await there.online(of)).toBe(true))
      return { of, told, leave }
    }

    test('a ring reaches the device, wherever it is connected', async () => {
      const { of, told } = await connected(there)
      for (const bus of [here, there]) {
        const before = told.rings
        bus.ring(of)
        await vi.waitFor(() => expect(told.rings).toBeGreaterThan(before))
      }
      here.ring(address())
    })

    test('an ephemeral message arrives whole; who is nowhere did not take it', async () => {
      const { of, told } = await connected(there)
      const ciphertext = Uint8Array.from(randomBytes(20_000))
      expect(await here.ephemeral(of, ciphertext)).toBe(true)
      await vi.waitFor(() => expect(told.ephemeral).toEqual([ciphertext]))
      expect(await here.ephemeral(address(), ciphertext)).toBe(false)
      expect(await here.ephemeral({ ...of, device: 2 }, ciphertext)).toBe(false)
    })

    test('who leaves is gone for all', async () => {
      const { of, leave } = await connected(there)
      leave()
      await vi.waitFor(async () => expect(await here.online(of)).toBe(false))
      expect(await here.ephemeral(of, new Uint8Array(1))).toBe(false)
    })

    test('of two sockets of one device the earlier is told that it was replaced, the later stays', async () => {
      const first = await connected(there)
      const second = await connected(here, first.of)
      await vi.waitFor(() => expect(first.told.replaced).toBe(1))
      first.leave()
      const third = await connected(there, first.of)
      await vi.waitFor(() => expect(second.told.replaced).toBe(1))
      second.leave()
      here.ring(first.of)
      await vi.waitFor(() => expect(third.told.rings).toBeGreaterThan(0))
      expect(third.told.replaced).toBe(0)
      expect(await here.online(first.of)).toBe(true)
    })

    test('all devices of an account that is gone are told, and no others', async () => {
      const account = randomUUID() as string
      const one = await connected(there, { account, device: 1 })
      const two = await connected(here, { account, device: 2 })
      const other = await connected(there)
      here.expel(account)
      await vi.waitFor(() => expect([one.told.expelled, two.told.expelled]).toEqual([1, 1]))
      expect(other.told.expelled).toBe(0)
    })

    if (interrupt !== null) {
      test('after what stands between them was away everybody looks for what was missed, and is found again', async () => {
        const { of, told } = await connected(there)
        const rings = told.rings
        await interrupt()
        await vi.waitFor(() => expect(told.rings).toBeGreaterThan(rings), foundWithinMs)
        await vi.waitFor(async () => expect(await here.online(of)).toBe(true), foundWithinMs)
        const before = told.rings
        here.ring(of)
        await vi.waitFor(() => expect(told.rings).toBeGreaterThan(before), foundWithinMs)
      })
    }

    test('a change of a blob is heard by those who watch it, until they stop', async () => {
      const blob = { account: randomUUID() as string, blob: randomBytes(16).toString('hex') }
      const heard = vi.fn()
      const others = vi.fn()
      const stop = there.watch(blob, heard)
      const stopOthers = there.watch({ ...blob, blob: 'ff'.repeat(16) }, others)
      here.changed(blob)
      await vi.waitFor(() => expect(heard).toHaveBeenCalledTimes(1))
      stop()
      here.changed(blob)
      here.changed({ ...blob, blob: 'ff'.repeat(16) })
      await vi.waitFor(() => expect(others).toHaveBeenCalledTimes(1))
      expect(heard).toHaveBeenCalledTimes(1)
      stopOthers()
    })
  })
}
