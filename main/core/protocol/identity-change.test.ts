import { IdentityKeyPair } from '@signalapp/libsignal-client'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Authority, only, Person, textOf } from './fixtures.ts'
import type { Opened, OpenFailure, TrustRoots } from './types.ts'

const authority = new Authority()
let roots: TrustRoots
let ann: Person
/** The same account before and after. */
let bob: Person
let newBob: Person
beforeEach(() => {
  roots = { kind: 'contact', roots: [authority.root] }
  const trustRootsOf = () => roots
  ann = new Person({ trustRootsOf })
  bob = new Person({ trustRootsOf })
  newBob = new Person({ trustRootsOf, account: bob.account, identity: IdentityKeyPair.generate() })
})
afterEach(() => {
  for (const person of [ann, bob, newBob]) person.close()
})

const as = (person: Person) =>
  ({ certificate: authority.certify(person.account, person.identityKey), hint: 'resendable' }) as const
const failureOf = (opened: Opened): OpenFailure | null => (opened.kind === 'failure' ? opened.failure : null)
const replace = (key: Uint8Array) => ann.commit(async (unit) => ann.protocol.replaceIdentity(unit, bob.account, key))
const sealed = async (from: Person, text: string) => only(await from.seal(ann, text, as(from)))

describe('P-20 another identity of an account', () => {
  test('is refused until it is taken over; then it is the only one to be sealed for', async () => {
    expect(textOf(await ann.open(await sealed(bob, 'old')))).toBe('old')
    const fromNew = await sealed(newBob, 'new')
    expect(failureOf(await ann.open(fromNew))).toMatchObject({ reason: 'identity-changed' })
    await replace(newBob.identityKey)
    expect(textOf(await ann.open(fromNew))).toBe('new')
    const answer = only(await ann.seal(newBob, 'answer', as(ann)))
    expect(textOf(await newBob.open(answer))).toBe('answer')
    expect(textOf(await bob.open(answer))).toBe('garbage')
  })

  test('archives the sessions before: nothing is sealed without a bundle of the new one', async () => {
    await ann.open(await sealed(bob, 'old'))
    expect(await ann.commit(async (unit) => ann.protocol.needsBundle(unit, bob.account))).toBe(false)
    await replace(newBob.identityKey)
    expect(await ann.commit(async (unit) => ann.protocol.needsBundle(unit, bob.account))).toBe(true)
    await expect(
      ann.commit((unit) => ann.protocol.processBundle(unit, bob.account, bob.bundle())),
    ).rejects.toMatchObject({ code: 'identity-changed' })
  })

  test('that is the known one changes nothing', async () => {
    await ann.open(await sealed(bob, 'old'))
    const before = ann.rows()
    await replace(bob.identityKey)
    expect(ann.rows()).toEqual(before)
  })
})

describe('P-21 what the identity before had written', () => {
  test('opens where that is asked for, in a session or as the first of one, and nothing is sealed for it', async () => {
    await ann.open(await sealed(bob, 'first'))
    await bob.open(only(await ann.seal(bob, 'answer', as(ann))))
    const late = await sealed(bob, 'late')
    const other = new Person({ trustRootsOf: () => roots, account: bob.account, identity: bob.identity })
    const begun = await sealed(other, 'begun anew')
    other.close()
    await replace(newBob.identityKey)
    for (const [ciphertext, text] of [
      [late, 'late'],
      [begun, 'begun anew'],
    ] as const) {
      expect(failureOf(await ann.open(ciphertext))).toMatchObject({ reason: 'identity-changed' })
      expect(textOf(await ann.open(ciphertext, { earlierIdentity: true }))).toBe(text)
      expect(await ann.commit(async (unit) => ann.protocol.needsBundle(unit, bob.account))).toBe(true)
      expect(ann.protocol.identityOf(bob.account)).toEqual(Buffer.from(newBob.identityKey))
    }
  })

  test('is no way around the key inside a message', async () => {
    await ann.open(await sealed(bob, 'first'))
    await replace(newBob.identityKey)
    // Sealed by somebody else, under a certificate of the identity before.
    const mallory = new Person({ trustRootsOf: () => roots })
    const forged = only(await mallory.seal(ann, 'forged', as(bob)))
    mallory.close()
    const opened = await ann.open(forged, { earlierIdentity: true })
    expect(opened.kind).toBe('failure')
    expect(textOf(opened)).not.toBe('forged')
  })
})

test('P-22 a message of a sender who was set back is asked for again, in an envelope of its own', async () => {
  await ann.open(await sealed(bob, 'first'))
  await bob.open(only(await ann.seal(bob, 'answer', as(ann))))
  const record = bob.store.db.prepare('SELECT * FROM session').all() as { record: Buffer }[]
  const said = await sealed(bob, 'said')
  expect(textOf(await ann.open(said))).toBe('said')
  bob.store.db.prepare('UPDATE session SET record = ?').run(record[0]?.record)
  const again = failureOf(await ann.open(await sealed(bob, 'said after the backup')))
  expect(again).toMatchObject({ reason: 'duplicate', request: expect.any(Uint8Array) })
  // The last-resort key that begins a session twice is a replay, and no accident.
  expect(failureOf(await ann.open(said))).toMatchObject({ reason: 'duplicate' })
})

test('P-23 of somebody who is blocked nothing is decrypted', async () => {
  const ciphertext = await sealed(bob, 'hello')
  const before = ann.rows()
  roots = { kind: 'nobody' }
  expect(failureOf(await ann.open(ciphertext))).toEqual({
    reason: 'unwanted',
    sender: { account: bob.account, device: 1 },
  })
  expect(ann.rows()).toEqual(before)
  roots = { kind: 'contact', roots: [authority.root] }
  expect(textOf(await ann.open(ciphertext))).toBe('hello')
})
