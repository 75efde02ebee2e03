import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Authority, only, openOptions, Person, textOf } from './fixtures.ts'
import type { SealOptions, TrustRoots } from './index.ts'

let authority: Authority
let ann: Person
let bob: Person
const people: Person[] = []

function person(trustRootsOf?: () => TrustRoots): Person {
  const made = new Person({ trustRootsOf: trustRootsOf ?? (() => ({ kind: 'contact', roots: [authority.root] })) })
  people.push(made)
  return made
}

const as = (from: Person): SealOptions => ({
  certificate: authority.certify(from.account, from.identityKey),
  hint: 'resendable',
})

beforeEach(() => {
  authority = new Authority()
  ann = person()
  bob = person()
})
afterEach(() => {
  for (const each of people.splice(0)) each.close()
})

describe('two people', () => {
  test('exchange sealed contents in both directions (P-1)', async () => {
    const first = await ann.seal(bob, 'hello', as(ann))
    expect(first.devices[0]).toMatchObject({ device: 1, registrationId: bob.local.registrationId })
    const opened = await bob.open(only(first))
    expect(opened).toMatchObject({
      kind: 'content',
      sender: { account: ann.account, device: 1 },
      certificate: { trust: 'trusted' },
    })
    expect(textOf(opened)).toBe('hello')
    for (let round = 0; round < 3; round++) {
      expect(textOf(await ann.open(only(await bob.seal(ann, `b${round}`, as(bob)))))).toBe(`b${round}`)
      expect(textOf(await bob.open(only(await ann.seal(bob, `a${round}`, as(ann)))))).toBe(`a${round}`)
    }
  })

  test('go on after a restart of both', async () => {
    await bob.open(only(await ann.seal(bob, 'one', as(ann))))
    ann.restart()
    bob.restart()
    expect(textOf(await bob.open(only(await ann.seal(bob, 'two', as(ann)))))).toBe('two')
  })

  test('open contents in any order, each once', async () => {
    const texts = Array.from({ length: 20 }, (_, n) => `text ${n}`)
    const sealed: Uint8Array[] = []
    for (const text of texts) sealed.push(only(await ann.seal(bob, text, as(ann))))
    const opened: string[] = []
    for (const ciphertext of sealed.toReversed()) opened.push(textOf(await bob.open(ciphertext)))
    expect(opened.toReversed()).toEqual(texts)
    const before = bob.rows()
    for (const ciphertext of sealed) expect(textOf(await bob.open(ciphertext))).toBe('duplicate')
    expect(bob.rows()).toEqual(before)
  })

  test('cross their first contents without losing one', async () => {
    const [toBob, toAnn] = await Promise.all([ann.seal(bob, 'from ann', as(ann)), bob.seal(ann, 'from bob', as(bob))])
    expect(textOf(await bob.open(only(toBob)))).toBe('from ann')
    expect(textOf(await ann.open(only(toAnn)))).toBe('from bob')
    for (let round = 0; round < 2; round++) {
      expect(textOf(await bob.open(only(await ann.seal(bob, 'more', as(ann)))))).toBe('more')
      expect(textOf(await ann.open(only(await bob.seal(ann, 'more', as(bob)))))).toBe('more')
    }
  })

  test('use up a one-time key of each kind', async () => {
    await bob.open(only(await ann.seal(bob, 'hello', as(ann))))
    const left = (sql: string) => bob.store.db.prepare(sql).pluck().get()
    expect(left('SELECT count(*) FROM prekey')).toBe(0)
    expect(left('SELECT count(*) FROM kyber_prekey WHERE last_resort = 0')).toBe(0)
    expect(left('SELECT count(*) FROM kyber_prekey WHERE last_resort = 1')).toBe(1)
  })
})

describe('units of work', () => {
  test('a crash between decrypting and committing loses nothing (P-2)', async () => {
    const ciphertext = only(await ann.seal(bob, 'hello', as(ann)))
    const before = bob.rows()
    await bob.protocol.unitOfWork(async (unit) => {
      expect(textOf(await bob.protocol.open(unit, ciphertext, openOptions()))).toBe('hello')
    })
    expect(bob.rows()).toEqual(before)
    bob.restart()
    expect(textOf(await bob.open(ciphertext))).toBe('hello')
  })

  test('a transaction that fails takes the unit with it (P-2)', async () => {
    const ciphertext = only(await ann.seal(bob, 'hello', as(ann)))
    const failing = bob.protocol.unitOfWork(async (unit) => {
      await bob.protocol.open(unit, ciphertext, openOptions())
      bob.store.transaction((tx) => {
        unit.apply(tx)
        throw new Error('disk')
      })
    })
    await expect(failing).rejects.toThrow('disk')
    expect(textOf(await bob.open(ciphertext))).toBe('hello')
  })

  test('a batch sees its own changes and commits at once', async () => {
    const sealed: Uint8Array[] = []
    for (let n = 0; n < 5; n++) sealed.push(only(await ann.seal(bob, `${n}`, as(ann))))
    const texts = await bob.commit(async (unit) => {
      const opened: string[] = []
      for (const ciphertext of [...sealed, sealed[0] ?? new Uint8Array()]) {
        opened.push(textOf(await bob.protocol.open(unit, ciphertext, openOptions())))
      }
      return opened
    })
    expect(texts).toEqual(['0', '1', '2', '3', '4', 'duplicate'])
  })

  test('a failed trial leaves no trace (P-3)', async () => {
    const ciphertext = only(await ann.seal(bob, 'hello', as(ann)))
    const before = bob.rows()
    await bob.commit(async (unit) => {
      const trial = unit.attempt(async (inner) => {
        expect(textOf(await bob.protocol.open(inner, ciphertext, openOptions()))).toBe('hello')
        throw new Error('no')
      })
      await expect(trial).rejects.toThrow('no')
    })
    expect(bob.rows()).toEqual(before)
    expect(textOf(await bob.open(ciphertext))).toBe('hello')
  })

  test('run one after the other over the same session (P-4)', async () => {
    await bob.open(only(await ann.seal(bob, 'hello', as(ann))))
    const sealed = await Promise.all(Array.from({ length: 10 }, (_, n) => ann.seal(bob, `${n}`, as(ann))))
    const texts = await Promise.all(sealed.map(async (each) => textOf(await bob.open(only(each)))))
    expect(texts).toEqual(Array.from({ length: 10 }, (_, n) => `${n}`))
  })

  test('cannot be used after their end, nor beside their own trial', async () => {
    const kept = await bob.protocol.unitOfWork(async (unit) => unit)
    expect(() => bob.protocol.needsBundle(kept, ann.account)).toThrow('has ended')
    await bob.protocol.unitOfWork(async (unit) => {
      await unit.attempt(async () => {
        expect(() => bob.protocol.needsBundle(unit, ann.account)).toThrow('still running')
      })
    })
  })

  test('a unit that fails does not hold up the next', async () => {
    await expect(bob.protocol.unitOfWork(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(textOf(await bob.open(only(await ann.seal(bob, 'hello', as(ann)))))).toBe('hello')
  })
})

describe('prekeys', () => {
  test('a last-resort key refuses the same session a second time (P-5)', async () => {
    const bundle = bob.bundle({ oneTime: false })
    const ciphertext = only(await ann.seal(bob, 'hello', as(ann), bundle))
    expect(textOf(await bob.open(ciphertext))).toBe('hello')
    await bob.commit(async (unit) => bob.protocol.forget(unit, ann.account))
    const before = bob.rows()
    expect(textOf(await bob.open(ciphertext))).toBe('duplicate')
    expect(bob.rows()).toEqual(before)
  })

  test('a last-resort key refuses a repetition within one unit of work (P-5)', async () => {
    const ciphertext = only(await ann.seal(bob, 'hello', as(ann), bob.bundle({ oneTime: false })))
    await bob.commit(async (unit) => {
      expect(textOf(await bob.protocol.open(unit, ciphertext, openOptions()))).toBe('hello')
      bob.protocol.forget(unit, ann.account)
      expect(textOf(await bob.protocol.open(unit, ciphertext, openOptions()))).toBe('duplicate')
    })
  })

  test('a last-resort key serves several people', async () => {
    const bundle = bob.bundle({ oneTime: false })
    const eve = person()
    expect(textOf(await bob.open(only(await ann.seal(bob, 'ann', as(ann), bundle))))).toBe('ann')
    expect(textOf(await bob.open(only(await eve.seal(bob, 'eve', as(eve), bundle))))).toBe('eve')
  })

  test('a bundle with another signature or identity is refused (P-6)', async () => {
    const { identityKey, devices } = bob.bundle()
    const [device] = devices
    if (device === undefined) throw new Error('no device')
    const forged = { ...device, kyber: { ...device.kyber, signature: device.signed.signature } }
    await expect(ann.seal(bob, 'hello', as(ann), { identityKey, devices: [forged] })).rejects.toMatchObject({
      code: 'relay-refused',
    })
    const eve = person()
    await ann.seal(bob, 'hello', as(ann))
    const other = ann.commit((unit) => ann.protocol.processBundle(unit, bob.account, eve.bundle()))
    await expect(other).rejects.toMatchObject({ code: 'identity-changed' })
    expect(ann.protocol.identityOf(bob.account)).toEqual(Buffer.from(bob.identityKey))
  })
})

describe('sessions', () => {
  test('an archived session asks for a bundle, and what was under way still opens (P-11)', async () => {
    await bob.open(only(await ann.seal(bob, 'hello', as(ann))))
    const underWay = only(await bob.seal(ann, 'under way', as(bob)))
    await ann.commit(async (unit) =>
      ann.protocol.archiveSession(unit, { account: bob.account, device: bob.local.device }),
    )
    await ann.protocol.unitOfWork(async (unit) => expect(ann.protocol.needsBundle(unit, bob.account)).toBe(true))
    expect(textOf(await bob.open(only(await ann.seal(bob, 'new session', as(ann)))))).toBe('new session')
    expect(textOf(await ann.open(underWay))).toBe('under way')
  })

  test('a removed device gets nothing more', async () => {
    await ann.seal(bob, 'hello', as(ann))
    await ann.commit(async (unit) =>
      ann.protocol.removeDevice(unit, { account: bob.account, device: bob.local.device }),
    )
    const sealing = ann.commit((unit) => ann.protocol.seal(unit, bob.account, new Uint8Array(), as(ann)))
    await expect(sealing).rejects.toMatchObject({ code: 'not-found' })
  })
})
