import { createHash, createPublicKey, randomBytes, verify } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { IdentityKeyPair, KEMPublicKey, PrivateKey, PublicKey } from '@signalapp/libsignal-client'
import { Value } from 'typebox/value'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { newAccountId } from '../../../shared/ids.ts'
import {
  authenticationStatement,
  type PrekeyCounts,
  PrekeyUpload,
  Registration,
  registrationStatement,
} from '../../../shared/relay-api/index.ts'
import { protocolMigrations } from '../protocol/index.ts'
import { openStore, type Store } from '../store/index.ts'
import { createIdentity, type Identity, identityMigrations, loadIdentity, type NewAccount } from './index.ts'
import { safetyNumber } from './safety-number.ts'

const dayMs = 24 * 60 * 60 * 1000
const recoveryPhrase = Array.from({ length: 24 }, (_, n) => `word${n}`)

let folder: string
let store: Store
let identity: Identity

const newAccount = (): NewAccount => ({
  username: 'Ann',
  displayName: 'Ann Other',
  relay: {
    url: 'https://relay.example:8443',
    host: 'relay.example:8443',
    pin: randomBytes(32),
    senderTrustRoot: PrivateKey.generate().getPublicKey().serialize(),
    own: false,
  },
  recoveryPhrase,
})

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'identity-'))
  const migrations = [...protocolMigrations, ...identityMigrations]
  store = openStore({ file: join(folder, 'profile.db'), key: randomBytes(32), migrations })
  identity = store.transaction((tx) => createIdentity(tx, newAccount()))
})
afterEach(() => {
  store.close()
  rmSync(folder, { recursive: true })
})

const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'base64url'))
const renew = (held: PrekeyCounts | null, now: number) =>
  store.transaction((tx) => identity.renewPrekeys(tx, held, now))

describe('the account', () => {
  test('is the same after a restart, with all its keys', () => {
    const loaded = loadIdentity(store.db)
    expect(loaded?.account).toEqual(identity.account)
    expect(loaded?.local).toEqual(identity.local)
    expect(loaded?.deliveryToken).toEqual(identity.deliveryToken)
    expect(loaded?.recoveryPhrase).toEqual(recoveryPhrase)
    expect(loaded?.registration().device).toEqual(identity.registration().device)
  })

  test('is the only one of its profile, and none is there before it', () => {
    expect(() => store.transaction((tx) => createIdentity(tx, newAccount()))).toThrow('UNIQUE')
    store.db.exec('DELETE FROM account')
    expect(loadIdentity(store.db)).toBeNull()
  })

  test('changes with the transaction alone', () => {
    const relay = { ...newAccount().relay, url: 'http://127.0.0.1:9', pin: null, own: true }
    expect(() =>
      store.transaction((tx) => {
        identity.rename(tx, 'Nobody')
        throw new Error('no')
      }),
    ).toThrow('no')
    expect(identity.account.displayName).toBe('Ann Other')
    store.transaction((tx) => {
      identity.rename(tx, 'Ann Else')
      identity.chooseUsername(tx, 'Anna')
      identity.moveTo(tx, relay)
      identity.markRegistered(tx, 42)
    })
    expect(identity.account).toMatchObject({ displayName: 'Ann Else', username: 'anna', registeredAt: 42, relay })
    expect(loadIdentity(store.db)?.account).toMatchObject({
      displayName: 'Ann Else',
      username: 'anna',
      registeredAt: 42,
      relay: { url: relay.url, host: relay.host, pin: null, own: true },
    })
  })
})

describe('statements (I-7)', () => {
  test('the registration is signed by the identity key for this relay, name and device alone', () => {
    const registration = identity.registration('token')
    expect(Value.Check(Registration, registration)).toBe(true)
    const { username, accountId: account, device, proof } = registration
    const of = {
      host: 'relay.example:8443',
      username,
      account,
      device: device.id,
      registrationId: device.registrationId,
    }
    const key = PublicKey.deserialize(bytes(registration.identityKey))
    const isSigned = (host: string) =>
      key.verify(registrationStatement({ ...of, host, authKey: bytes(device.authKey) }), bytes(proof))
    expect(username).toBe('ann')
    expect(isSigned(of.host)).toBe(true)
    expect(isSigned('another.example')).toBe(false)
    const hash = createHash('sha256').update(identity.deliveryToken).digest('base64url')
    expect(registration.deliveryTokenHash).toBe(hash)
  })

  test('tickets are signed by the device key', () => {
    const statement = authenticationStatement({
      host: 'relay.example:8443',
      path: '/v1/tickets',
      account: identity.account.id,
      device: identity.account.device,
      expiresAt: 1,
      nonce: 'nonce',
    })
    const x = identity.registration().device.authKey
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
    expect(verify(null, statement, key, identity.signAsDevice(statement))).toBe(true)
  })
})

describe('prekeys (I-8)', () => {
  const now = Date.UTC(2030, 0, 1)
  const counts = (sql: string) => store.db.prepare(`SELECT count(*) FROM ${sql}`).pluck().get()

  /** Of a page of which `left` have not gone out. */
  const nextIn = (page: readonly { id: number }[] | undefined, left: number) =>
    left === 0 ? null : (page?.at(-left)?.id ?? null)

  function heldOf(upload: PrekeyUpload | null, oneTime = 100, oneTimeKyber = 100): PrekeyCounts {
    return {
      oneTime,
      oneTimeKyber,
      nextOneTimeId: nextIn(upload?.oneTime, oneTime),
      nextOneTimeKyberId: nextIn(upload?.oneTimeKyber, oneTimeKyber),
      signedId: upload?.signed?.id ?? null,
      lastResortKyberId: upload?.lastResortKyber?.id ?? null,
    }
  }

  test('the first upload holds 100 of each kind, a signed and a last-resort key, all signed', () => {
    const upload = renew(null, now)
    expect(Value.Check(PrekeyUpload, upload)).toBe(true)
    expect(upload?.oneTime).toHaveLength(100)
    expect(upload?.oneTimeKyber).toHaveLength(100)
    const key = PublicKey.deserialize(new Uint8Array(identity.identityKey))
    for (const { publicKey, signature } of [
      upload?.signed,
      upload?.lastResortKyber,
      ...(upload?.oneTimeKyber ?? []),
    ].filter((each) => each !== undefined)) {
      expect(key.verify(bytes(publicKey), bytes(signature))).toBe(true)
    }
    KEMPublicKey.deserialize(bytes(upload?.lastResortKyber?.publicKey ?? ''))
    expect(counts('prekey')).toBe(100)
    expect(counts('kyber_prekey')).toBe(101)
  })

  test('nothing is due while the relay holds enough', () => {
    const held = heldOf(renew(null, now))
    expect(renew(held, now + 2 * dayMs - 1)).toBeNull()
    expect(renew({ ...held, oneTime: 20, nextOneTimeId: 81, oneTimeKyber: 20, nextOneTimeKyberId: 81 }, now)).toBeNull()
  })

  test('each kind is refilled below 20 with ids that were never used', () => {
    const first = renew(null, now)
    const upload = renew(heldOf(first, 19), now)
    expect(Object.keys(upload ?? {})).toEqual(['oneTime'])
    expect(upload?.oneTime?.[0]?.id).toBe(101)
    expect(counts('prekey WHERE retired_at IS NULL')).toBe(100)
    expect(Object.keys(renew(heldOf({ ...first, ...upload }, 100, 0), now) ?? {})).toEqual(['oneTimeKyber'])
  })

  test('I-14 a relay that would give out a used key, or one of an earlier page, gets a new page', () => {
    const first = renew(null, now)
    // Three have gone out and were used; so the relay has 97 left, and nothing is to be done.
    store.db.exec('DELETE FROM prekey WHERE id <= 3; DELETE FROM kyber_prekey WHERE last_resort = 0 AND id <= 4')
    expect(renew(heldOf(first, 97, 97), now)).toBeNull()
    // Further ones may have gone out and wait in a mailbox.
    expect(renew(heldOf(first, 50, 97), now)).toBeNull()
    const putRight = renew(heldOf(first, 98, 97), now)
    expect(Object.keys(putRight ?? {})).toEqual(['oneTime'])
    expect(Object.keys(renew(heldOf({ ...first, ...putRight }, 100, 99), now) ?? {})).toEqual(['oneTimeKyber'])

    const second = renew(null, now)
    expect(Object.keys(renew(heldOf(second), now) ?? {})).toEqual([])
    expect(Object.keys(renew(heldOf({ ...second, oneTime: first?.oneTime ?? [] }, 60), now) ?? {})).toEqual(['oneTime'])
  })

  test('signed and last-resort keys are rotated after two days, also when the clock was set back', () => {
    const first = renew(null, now)
    for (const later of [now + 2 * dayMs, now - 5 * dayMs]) {
      const upload = renew(heldOf(first), later)
      expect(Object.keys(upload ?? {})).toEqual(['signed', 'lastResortKyber'])
      expect(upload?.signed?.id).not.toBe(first?.signed?.id)
    }
    expect(counts('signed_prekey WHERE retired_at IS NULL')).toBe(1)
    expect(counts('kyber_prekey WHERE last_resort = 1 AND retired_at IS NULL')).toBe(1)
  })

  test('what never reached the relay is made anew', () => {
    const first = renew(null, now)
    const lost = renew(heldOf(first), now + 2 * dayMs)
    const again = renew(heldOf(first), now + 2 * dayMs + 1)
    expect(again?.signed?.id).not.toBe(lost?.signed?.id)
  })

  test('replaced keys are destroyed after 30 days', () => {
    const first = renew(null, now)
    const second = renew(heldOf(first, 0, 0), now + 2 * dayMs)
    const held = heldOf(second)
    renew(held, now + 2 * dayMs + 30 * dayMs)
    expect(counts('prekey')).toBe(200)
    const third = heldOf(renew(held, now + 2 * dayMs + 30 * dayMs + 1))
    expect(third.signedId).not.toBeNull()
    expect(counts('prekey')).toBe(100)
    expect(counts('kyber_prekey WHERE last_resort = 0')).toBe(100)
    expect(counts('signed_prekey WHERE id = 1')).toBe(0)
  })
})

test('both sides see the same safety number, and another with anybody else (I-9)', () => {
  const other = IdentityKeyPair.generate().publicKey.serialize()
  const account = newAccountId()
  const number = identity.safetyNumberWith(account, other)
  expect(number.digits).toMatch(/^\d{60}$/)
  const own = { account: identity.account.id, identityKey: identity.identityKey }
  const theirs = safetyNumber({ account, identityKey: other }, own)
  expect(theirs.digits).toBe(number.digits)
  const another = identity.safetyNumberWith(account, IdentityKeyPair.generate().publicKey.serialize())
  expect(another.digits).not.toBe(number.digits)
  expect(number.matches(theirs.scannable)).toBe(true)
  // One's own is not the other's, and a stranger's is neither.
  for (const wrong of [number.scannable, another.scannable, new Uint8Array(), randomBytes(70)])
    expect(number.matches(wrong)).toBe(false)
})
