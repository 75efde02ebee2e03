/** What every driver of `Store` must do. A driver's own test file calls it. */
import { randomBytes, randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Access, Address, NewAccount, NewBlob, NewEnvelope, Store } from './store.ts'

export interface StoreUnderTest {
  readonly store: Store
  /** Closes it and opens it again over the same data. */
  reopen(): Promise<Store>
  dispose(): Promise<void>
}

const bytes = (length: number) => Uint8Array.from(randomBytes(length))
const limits = { envelopes: 5, bytes: 1000 }
const now = 1_000_000
const later = now + 10_000

export function storeContract(driver: string, open: () => Promise<StoreUnderTest>): void {
  let under: StoreUnderTest
  let store: Store
  let sequence = 0

  async function account(over: Partial<NewAccount> = {}) {
    sequence += 1
    const made: NewAccount = {
      account: randomUUID(),
      username: `user${sequence}`,
      identityKey: bytes(33),
      device: { id: 1, registrationId: 7, authKey: bytes(32) },
      deliveryTokenHash: bytes(32),
      ...over,
    }
    expect(await store.register(made)).toBe('registered')
    const access: Access = { kind: 'delivery', hash: made.deliveryTokenHash }
    return { made, access, address: { account: made.account, device: 1 } satisfies Address }
  }

  const envelope = (text: string, over: Partial<NewEnvelope> = {}): NewEnvelope => ({
    id: bytes(16),
    receivedAt: now,
    expiresAt: later,
    ciphertexts: [{ device: 1, registrationId: 7, ciphertext: Uint8Array.from(Buffer.from(text)) }],
    ...over,
  })

  const waiting = async (address: Address, except: readonly number[] = [], at = now) =>
    store.fetch(address, { now: at, limit: 100, bytes: 1e6, except })
  const texts = async (address: Address) =>
    (await waiting(address)).map(({ ciphertext }) => Buffer.from(ciphertext).toString())

  describe(`store contract: ${driver}`, () => {
    beforeEach(async () => {
      under = await open()
      store = under.store
    })
    afterEach(() => under.dispose())

    describe('accounts', () => {
      test('R-4 a name belongs to one account; the same registration again is the same', async () => {
        const { made } = await account()
        expect(await store.register(made)).toBe('same')
        expect(await store.register({ ...made, identityKey: bytes(33) })).toBe('account-taken')
        expect(await store.register({ ...made, account: randomUUID() })).toBe('username-taken')
        expect(await store.findByName(made.username)).toEqual({ account: made.account, identityKey: made.identityKey })
        expect(await store.findByName('nobody')).toBeNull()
      })

      test('R-4 of many who want one name at once exactly one gets it', async () => {
        const wanted = await account()
        const asked = Array.from({ length: 20 }, () => ({ ...wanted.made, account: randomUUID(), username: 'wanted' }))
        const outcomes = await Promise.all(asked.map((one) => store.register(one)))
        expect(outcomes.filter((outcome) => outcome === 'registered')).toHaveLength(1)
      })

      test('R-6 a nonce is used once, also over a restart; a sweep forgets those that have expired', async () => {
        const nonce = bytes(32)
        const spent = await Promise.all(Array.from({ length: 10 }, () => store.spendNonce(nonce, later)))
        expect(spent.filter((first) => first)).toHaveLength(1)
        store = await under.reopen()
        expect(await store.spendNonce(nonce, later)).toBe(false)
        await store.sweep(later)
        expect(await store.spendNonce(nonce, later)).toBe(true)
      })

      test('R-40 a device gets other keys and loses its prekeys; what waits for it stays', async () => {
        const { made, access, address } = await account()
        const { account: bystander } = (await account()).made
        for (const of of [address, { account: bystander, device: 1 }]) {
          const pages = [{ kind: 'ec', recordBytes: 4, records: bytes(8) } as const]
          await store.putPrekeys(of, { signed: bytes(4), lastResort: bytes(4), pages })
        }
        await store.enqueue(made.account, access, envelope('waits'), limits)
        const keys = { registrationId: 8, authKey: bytes(32) }
        await store.replaceDevice(address, keys)
        expect(await store.device(address)).toMatchObject(keys)
        expect(await store.prekeys(address)).toMatchObject({ left: { ec: 0 }, signed: null, lastResort: null })
        expect(await store.prekeys({ account: bystander, device: 1 })).toMatchObject({ left: { ec: 2 } })
        expect(await texts(address)).toEqual(['waits'])
        expect(await store.enqueue(made.account, access, envelope('to before'), limits)).toEqual({
          kind: 'stale',
          stale: [1],
        })
        await store.putPrekeys(address, { pages: [{ kind: 'ec', recordBytes: 4, records: bytes(8) }] })
        await store.replaceDevice(address, keys)
        expect(await store.prekeys(address)).toMatchObject({ left: { ec: 2 } })
        await store.replaceDevice({ account: randomUUID(), device: 1 }, keys)
      })

      test('survive a restart and go with all that belongs to them', async () => {
        const { made, address, access } = await account()
        await store.enqueue(made.account, access, envelope('waits'), limits)
        const blob = newBlob(made.account)
        await store.createBlob(blob, 10)
        store = await under.reopen()
        expect(await store.device(address)).toEqual({
          blocked: false,
          registrationId: 7,
          authKey: made.device.authKey,
          identityKey: made.identityKey,
        })
        expect(await store.deleteAccount(made.account)).toEqual([{ account: made.account, blob: blob.blob }])
        expect(await store.device(address)).toBeNull()
        expect(await waiting(address)).toEqual([])
        expect(await store.register(made)).toBe('registered')
      })
    })

    describe('access', () => {
      test('R-7 a wrong token and an unknown account are the same', async () => {
        const { made, access } = await account()
        const devices = [{ device: 1, registrationId: 7 }]
        const admit = (to: string, by: Access, at = now) => store.admit(to, by, devices, at)
        expect(await admit(made.account, access)).toBe('admitted')
        for (const kind of ['delivery', 'request'] as const) {
          expect(await admit(made.account, { kind, hash: bytes(32) })).toBe('unauthorized')
          expect(await admit(randomUUID(), { kind, hash: bytes(32) })).toBe('unauthorized')
        }
        expect(await admit(made.account, { kind: 'stranger' })).toBe('admitted')
        expect(await admit(randomUUID(), { kind: 'stranger' })).toBe('not-found')
      })

      test('R-7 a new delivery token ends the old one; request tokens end by time and by hand', async () => {
        const { made, access } = await account()
        const devices = [{ device: 1, registrationId: 7 }]
        const hash = bytes(32)
        await store.setDeliveryToken(made.account, hash)
        expect(await store.admit(made.account, access, devices, now)).toBe('unauthorized')
        expect(await store.admit(made.account, { kind: 'delivery', hash }, devices, now)).toBe('admitted')
        const request: Access = { kind: 'request', hash: bytes(32) }
        expect(await store.putRequestToken(made.account, request.hash, later, 1)).toBe(true)
        expect(await store.putRequestToken(made.account, request.hash, later, 1)).toBe(true)
        expect(await store.putRequestToken(made.account, bytes(32), later, 1)).toBe(false)
        expect(await store.admit(made.account, request, devices, now)).toBe('admitted')
        expect(await store.admit(made.account, request, devices, later)).toBe('unauthorized')
        await store.deleteRequestToken(made.account, request.hash)
        expect(await store.admit(made.account, request, devices, now)).toBe('unauthorized')
      })
    })

    describe('prekeys', () => {
      const page = (kind: 'ec' | 'kyber', count: number, first: number) => ({
        kind,
        recordBytes: 4,
        records: Uint8Array.from({ length: count * 4 }, (_, index) => (index % 4 === 3 ? first + (index >> 2) : 0)),
      })
      const number = (record: Uint8Array | null | undefined) => record?.[3] ?? null

      test('R-8 parallel takers never get the same one-time key', async () => {
        const { made, access, address } = await account()
        const pages = [page('ec', 50, 1), page('kyber', 40, 101)]
        await store.putPrekeys(address, { signed: bytes(4), lastResort: Uint8Array.of(0, 0, 0, 99), pages })
        const taken = await Promise.all(Array.from({ length: 60 }, () => store.takeBundles(made.account, access, now)))
        const devices = taken.flatMap((one) => (typeof one === 'string' ? [] : one.devices))
        const ec = devices.map(({ oneTime }) => number(oneTime)).filter((key) => key !== null)
        expect(new Set(ec).size).toBe(50)
        expect(ec).toHaveLength(50)
        const kyber = devices.map((device) => number(device.kyber))
        expect(new Set(kyber.filter((key) => key !== 99)).size).toBe(40)
        expect(kyber.filter((key) => key === 99)).toHaveLength(20)
        expect((await store.prekeys(address)).left).toEqual({ ec: 0, kyber: 0 })
      })

      test('R-8 the same page again gives no key twice, also after a restart; another page replaces it', async () => {
        const { made, access, address } = await account()
        const change = { signed: bytes(4), lastResort: bytes(4), pages: [page('ec', 3, 1)] }
        const next = async () => {
          const taken = await store.takeBundles(made.account, access, now)
          return typeof taken === 'string' ? taken : number(taken.devices[0]?.oneTime)
        }
        await store.putPrekeys(address, change)
        expect(await next()).toBe(1)
        await store.putPrekeys(address, change)
        store = await under.reopen()
        expect(await next()).toBe(2)
        expect((await store.prekeys(address)).left.ec).toBe(1)
        await store.putPrekeys(address, { pages: [page('ec', 2, 50)] })
        expect(await next()).toBe(50)
        expect((await store.prekeys(address)).signed).toEqual(change.signed)
      })

      test('R-9 a device without keys is left out, and takes none from its pages', async () => {
        const { made, access, address } = await account()
        await store.putPrekeys(address, { pages: [page('ec', 3, 1)] })
        expect(await store.takeBundles(made.account, access, now)).toEqual({
          identityKey: made.identityKey,
          devices: [],
        })
        expect((await store.prekeys(address)).left.ec).toBe(3)
      })
    })

    describe('mailboxes', () => {
      test('R-12 an envelope waits over a restart until it is acknowledged', async () => {
        const { made, access, address } = await account()
        for (const text of ['one', 'two', 'three']) {
          expect(await store.enqueue(made.account, access, envelope(text), limits)).toBe('stored')
        }
        store = await under.reopen()
        const found = await waiting(address)
        expect(found.map(({ ciphertext }) => Buffer.from(ciphertext).toString())).toEqual(['one', 'two', 'three'])
        await store.acknowledge(address, [found[1]?.seq ?? 0])
        expect(await texts(address)).toEqual(['one', 'three'])
        const [first] = found
        expect((await waiting(address, [first?.seq ?? 0])).map(({ seq }) => seq)).toEqual([found[2]?.seq])
      })

      test('R-12 the same envelope id is stored once', async () => {
        const { made, access, address } = await account()
        const once = envelope('once')
        const outcomes = await Promise.all(
          Array.from({ length: 10 }, () => store.enqueue(made.account, access, once, limits)),
        )
        expect(new Set(outcomes)).toEqual(new Set(['stored']))
        expect(await texts(address)).toEqual(['once'])
      })

      test('a place in the mailbox is never used again', async () => {
        const { made, access, address } = await account()
        await store.enqueue(made.account, access, envelope('first'), limits)
        const [first] = await waiting(address)
        await store.acknowledge(address, [first?.seq ?? 0])
        store = await under.reopen()
        await store.enqueue(made.account, access, envelope('second'), limits)
        await store.acknowledge(address, [first?.seq ?? 0])
        expect(await texts(address)).toEqual(['second'])
      })

      test('R-11 missing, extra and stale devices are named, and nothing is stored', async () => {
        const { made, access, address } = await account()
        const to = (device: number, registrationId: number) => ({ device, registrationId, ciphertext: bytes(1) })
        const put = (...ciphertexts: ReturnType<typeof to>[]) =>
          store.enqueue(made.account, access, envelope('', { ciphertexts }), limits)
        expect(await put(to(2, 7))).toEqual({ kind: 'mismatched', missing: [1], extra: [2] })
        expect(await put(to(1, 7), to(3, 7))).toEqual({ kind: 'mismatched', missing: [], extra: [3] })
        expect(await put(to(1, 8))).toEqual({ kind: 'stale', stale: [1] })
        expect(await waiting(address)).toEqual([])
      })

      test('R-14 a mailbox is full by count and by bytes, and has room again after an acknowledgement', async () => {
        const { made, access, address } = await account()
        const put = (text: string) => store.enqueue(made.account, access, envelope(text), limits)
        for (let count = 0; count < limits.envelopes; count += 1) expect(await put('x')).toBe('stored')
        expect(await put('x')).toBe('full')
        const found = await waiting(address)
        await store.acknowledge(address, [...found.map(({ seq }) => seq), 12_345])
        expect(await put('x'.repeat(limits.bytes))).toBe('stored')
        expect(await put('x')).toBe('full')
      })

      test('R-14 what has expired is not given out, and a sweep makes its room free', async () => {
        const { made, access, address } = await account()
        for (let count = 0; count < limits.envelopes; count += 1) {
          await store.enqueue(made.account, access, envelope('x', { expiresAt: now + 1 }), limits)
        }
        expect(await waiting(address, [], now + 1)).toEqual([])
        await store.sweep(now + 1)
        expect(await store.enqueue(made.account, access, envelope('new'), limits)).toBe('stored')
        expect(await texts(address)).toEqual(['new'])
      })

      test('a fetch ends at its count and at its bytes', async () => {
        const { made, access, address } = await account()
        for (const text of ['aaaa', 'bbbb', 'cccc']) await store.enqueue(made.account, access, envelope(text), limits)
        const count = async (limit: number, size: number) =>
          (await store.fetch(address, { now, limit, bytes: size, except: [] })).length
        expect(await count(2, 1e6)).toBe(2)
        expect(await count(100, 5)).toBe(2)
        expect(await count(100, 1)).toBe(1)
      })
    })

    const newBlob = (owner: string, over: Partial<NewBlob> = {}): NewBlob => ({
      account: owner,
      blob: randomBytes(16).toString('hex'),
      chunks: 10,
      chunkBytes: 100,
      writeHash: bytes(32),
      readHash: bytes(32),
      expiresAt: later,
      ...over,
    })

    describe('blobs', () => {
      const quota = 250

      test('R-21 a chunk counts once, and survives a restart', async () => {
        const { made } = await account()
        const key = newBlob(made.account)
        expect(await store.createBlob(key, 1)).toBe('created')
        expect(await store.createBlob(newBlob(made.account), 1)).toBe('too-many')
        expect(await store.createBlob(newBlob(randomUUID()), 1)).toBe('no-account')
        const puts = await Promise.all(Array.from({ length: 5 }, () => store.putChunk(key, 3, 100, later, quota)))
        expect(new Set(puts)).toEqual(new Set(['held']))
        expect((await store.blobUse(made.account)).bytes).toBe(100)
        store = await under.reopen()
        expect(await store.chunk(key, 3)).toBe('held')
        expect(await store.chunk(key, 4)).toBe('missing')
        expect(await store.blobView(key)).toMatchObject({ base: 0, held: [3], taken: [], chunks: 10 })
      })

      test('R-23 what was taken stays taken, frees its bytes and moves the base', async () => {
        const { made } = await account()
        const key = newBlob(made.account)
        await store.createBlob(key, 1)
        for (const n of [0, 1, 3]) await store.putChunk(key, n, 50, later, quota)
        const { version } = (await store.blobView(key)) ?? { version: 0 }
        expect(await store.takeChunks(key, [1, 3, 3], later)).toEqual([1, 3])
        expect(await store.blobView(key)).toMatchObject({ base: 0, held: [0], taken: [1, 3] })
        expect(await store.takeChunks(key, [0, 1], later)).toEqual([0])
        const view = await store.blobView(key)
        expect(view).toMatchObject({ base: 2, held: [], taken: [3] })
        expect(view?.version).toBeGreaterThan(version)
        expect((await store.blobUse(made.account)).bytes).toBe(0)
        for (const n of [0, 3]) {
          expect(await store.chunk(key, n)).toBe('taken')
          expect(await store.putChunk(key, n, 50, later, quota)).toBe('taken')
        }
        // Got by another way: the writer needs not send it any more.
        expect(await store.takeChunks(key, [2, 99], later)).toEqual([])
        expect(await store.blobView(key)).toMatchObject({ base: 4, taken: [] })
      })

      test('R-24 the quota counts what is held, over all blobs of the account', async () => {
        const { made } = await account()
        const [one, two] = [newBlob(made.account), newBlob(made.account)]
        await store.createBlob(one, 2)
        await store.createBlob(two, 2)
        expect(await store.putChunk(one, 0, 100, later, quota)).toBe('held')
        expect(await store.putChunk(two, 0, 100, later, quota)).toBe('held')
        expect(await store.putChunk(two, 1, 100, later, quota)).toBe('over-quota')
        await store.takeChunks(one, [0], later)
        expect(await store.putChunk(two, 1, 100, later, quota)).toBe('held')
        await store.deleteBlob(two)
        expect((await store.blobUse(made.account)).bytes).toBe(0)
        expect(await store.putChunk(two, 2, 1, later, quota)).toBe('gone')
        expect(await store.blobView(two)).toBeNull()
      })

      test('R-20 a blob ends with its time, which moves on with each change', async () => {
        const { made } = await account()
        const [kept, dropped] = [newBlob(made.account), newBlob(made.account)]
        await store.createBlob(kept, 2)
        await store.createBlob(dropped, 2)
        await store.putChunk(kept, 0, 10, later + 100, quota)
        await store.putChunk(dropped, 0, 10, later, quota)
        expect(await store.blob(dropped, later)).toBeNull()
        expect(await store.sweep(later)).toEqual([{ account: made.account, blob: dropped.blob }])
        expect(await store.blob(kept, later)).toMatchObject({ chunks: 10, writeHash: kept.writeHash })
        expect((await store.blobUse(made.account)).bytes).toBe(10)
      })
    })

    describe('administration', () => {
      test('accounts are listed by name, a part of it, page by page, with what waits for them', async () => {
        const prefix = `list${randomBytes(4).toString('hex')}`
        const made = []
        for (const name of ['c', 'a', 'b']) made.push(await account({ username: `${prefix}.${name}` }))
        const [c] = made
        if (c === undefined) throw new Error('three were made')
        await store.enqueue(c.made.account, c.access, envelope('four'), limits)
        const names = async (part: string, after = '', limit = 10) =>
          (await store.accounts(part, after, limit)).map(({ username }) => username)
        expect(await names(prefix)).toEqual(['a', 'b', 'c'].map((name) => `${prefix}.${name}`))
        expect(await names(prefix, `${prefix}.a`, 1)).toEqual([`${prefix}.b`])
        expect(await names(`${prefix.slice(2)}.c`)).toEqual([`${prefix}.c`])
        expect(await names('%')).toEqual([])
        expect(await store.accounts(`${prefix}.c`, '', 1)).toEqual([
          {
            ...{ account: c.made.account, username: `${prefix}.c`, blocked: false, devices: 1 },
            ...{ waitingEnvelopes: 1, waitingBytes: 4, blobBytes: 0, blobLimit: null },
          },
        ])
      })

      test('R-41 an account has a limit of its own, or the relay’s', async () => {
        const { made } = await account()
        expect(await store.blobUse(made.account)).toEqual({ bytes: 0, limit: null })
        expect(await store.setBlobLimit(made.account, 5_000_000_000)).toBe(true)
        store = await under.reopen()
        expect(await store.blobUse(made.account)).toEqual({ bytes: 0, limit: 5_000_000_000 })
        expect(await store.setBlobLimit(made.account, null)).toBe(true)
        expect((await store.blobUse(made.account)).limit).toBeNull()
        expect(await store.setBlobLimit(randomUUID(), 1)).toBe(false)
        expect(await store.blobUse(randomUUID())).toEqual({ bytes: 0, limit: null })
      })

      test('R-35 an account is blocked and let in again; what waits for it stays', async () => {
        const { made, access, address } = await account()
        await store.enqueue(made.account, access, envelope('kept'), limits)
        const blocked = async () => (await store.device(address))?.blocked
        expect(await store.setBlocked(made.account, true)).toBe(true)
        store = await under.reopen()
        expect(await blocked()).toBe(true)
        expect(await store.setBlocked(made.account, false)).toBe(true)
        expect(await blocked()).toBe(false)
        expect(await texts(address)).toEqual(['kept'])
        expect(await store.setBlocked(randomUUID(), true)).toBe(false)
      })

      test('R-36 a registration token is good for so many registrations and for its time, never for more', async () => {
        const token = { hash: bytes(32), label: 'School', expiresAt: later, uses: 3 }
        await store.putRegistrationToken(token)
        expect(await store.registrationTokens()).toContainEqual(token)
        expect(await store.spendRegistrationToken(token.hash, later)).toBe(false)
        const spent = await Promise.all(Array.from({ length: 10 }, () => store.spendRegistrationToken(token.hash, now)))
        expect(spent.filter((good) => good)).toHaveLength(3)
        await store.restoreRegistrationToken(token.hash)
        store = await under.reopen()
        expect(await store.spendRegistrationToken(token.hash, now)).toBe(true)
        expect(await store.spendRegistrationToken(token.hash, now)).toBe(false)
        expect(await store.spendRegistrationToken(bytes(32), now)).toBe(false)
        await store.deleteRegistrationToken(token.hash)
        expect(await store.registrationTokens()).not.toContainEqual(expect.objectContaining({ hash: token.hash }))
      })
    })

    test('totals count accounts, devices and what waits', async () => {
      const none = await store.totals()
      const { made, access, address } = await account()
      await account()
      await store.enqueue(made.account, access, envelope('four'), limits)
      const key = newBlob(made.account)
      await store.createBlob(key, 1)
      await store.putChunk(key, 0, 50, later, 100)
      const difference = async () =>
        Object.fromEntries(
          Object.entries(await store.totals()).map(([name, n]) => [name, n - none[name as 'accounts']]),
        )
      const all = { accounts: 2, devices: 2, waitingEnvelopes: 1, waitingBytes: 4, blobBytes: 50 }
      expect(await difference()).toEqual(all)
      await store.acknowledge(address, [(await waiting(address))[0]?.seq ?? 0])
      await store.deleteBlob(key)
      expect(await difference()).toEqual({ ...all, waitingEnvelopes: 0, waitingBytes: 0, blobBytes: 0 })
    })

    test('an operation that fails takes no other with it', async () => {
      const { made, access, address } = await account()
      const bad = store.enqueue(made.account, access, envelope('', { expiresAt: Number.NaN }), limits)
      const good = store.enqueue(made.account, access, envelope('good'), limits)
      await expect(bad).rejects.toThrow()
      expect(await good).toBe('stored')
      expect(await texts(address)).toEqual(['good'])
    })
  })
}
