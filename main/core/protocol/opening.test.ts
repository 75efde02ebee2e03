import { randomBytes } from 'node:crypto'
import {
  CiphertextMessage,
  CiphertextMessageType,
  DecryptionErrorMessage,
  IdentityKeyPair,
  PlaintextContent,
  ProtocolAddress,
  SenderCertificate,
  sealedSenderEncrypt,
  signalEncrypt,
  UnidentifiedSenderMessageContent,
} from '@signalapp/libsignal-client'
import { v7 } from 'uuid'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { newAccountId } from '../../../shared/ids.ts'
import { Authority, contentOf, only, openOptions, Person, textOf } from './fixtures.ts'
import { isCertificateTrusted, resendReference, type SealOptions, type TrustRoots } from './index.ts'
import { StoredKeyState } from './key-state.ts'
import { Overlay } from './overlay.ts'
import { signalStores } from './signal-stores.ts'

const dayMs = 24 * 60 * 60 * 1000

let authority: Authority
let roots: TrustRoots
let ann: Person
let bob: Person
const people: Person[] = []

function person(options: { account?: Person['account']; identity?: IdentityKeyPair } = {}): Person {
  const made = new Person({ trustRootsOf: () => roots, ...options })
  people.push(made)
  return made
}

const as = (from: Person, expiresAt?: number, by = authority): SealOptions => ({
  certificate: by.certify(from.account, from.identityKey, expiresAt),
  hint: 'resendable',
})

/** Opens and makes sure that nothing was kept. */
async function refused(ciphertext: Uint8Array, options = {}): Promise<string> {
  const before = bob.rows()
  const reason = textOf(await bob.open(ciphertext, options))
  expect(bob.rows()).toEqual(before)
  return reason
}

/** What somebody sends who holds the identity of `outer` and puts in whatever they like. */
async function forge(outer: Person, message: CiphertextMessage, certificate: Uint8Array): Promise<Uint8Array> {
  const { identities } = storesOf(outer)
  const parsed = SenderCertificate.deserialize(new Uint8Array(certificate))
  const usmc = UnidentifiedSenderMessageContent.new(message, parsed, 0, null)
  return await sealedSenderEncrypt(usmc, ProtocolAddress.new(bob.account, 1), identities)
}

function storesOf(of: Person) {
  const keys = { identity: of.identity, registrationId: of.local.registrationId }
  return signalStores(new Overlay(new StoredKeyState(of.store.db)), keys)
}

beforeEach(() => {
  authority = new Authority()
  roots = { kind: 'contact', roots: [authority.root] }
  ann = person()
  bob = person()
})
afterEach(() => {
  for (const each of people.splice(0)) each.close()
})

describe('the certificate', () => {
  test('of another root than the contact’s is refused (P-7)', async () => {
    const ciphertext = only(await ann.seal(bob, 'hello', as(ann, undefined, new Authority())))
    expect(await refused(ciphertext)).toBe('untrusted-certificate')
  })

  test('of another root is left to what a contact whom we know says of it, and to nobody else (P-7)', async () => {
    const elsewhere = new Authority()
    await bob.open(only(await ann.seal(bob, 'hello', as(ann))))
    const opened = await bob.open(only(await ann.seal(bob, 'I have moved', as(ann, undefined, elsewhere))))
    expect(textOf(opened)).toBe('I have moved')
    expect(opened).toMatchObject({ certificate: { trust: 'elsewhere' } })
    const impostor = person({ account: ann.account })
    expect(await refused(only(await impostor.seal(bob, 'me', as(impostor, undefined, elsewhere))))).toBe(
      'untrusted-certificate',
    )
    roots = { kind: 'contact', roots: [elsewhere.root, authority.root] }
    for (const by of [authority, elsewhere])
      expect(await bob.open(only(await ann.seal(bob, 'and on', as(ann, undefined, by))))).toMatchObject({
        certificate: { trust: 'trusted' },
      })
  })

  test('of a stranger’s relay is kept unchecked and can be judged later (P-8)', async () => {
    const [other, own] = [new Authority(), new Authority()]
    roots = { kind: 'stranger', roots: [own.root] }
    const opened = await bob.open(only(await ann.seal(bob, 'hello', as(ann, undefined, other))))
    if (opened.kind !== 'content') throw new Error(textOf(opened))
    expect(opened.certificate.trust).toBe('unchecked')
    expect(isCertificateTrusted(opened.certificate.bytes, other.root, Date.now())).toBe(true)
    expect(isCertificateTrusted(opened.certificate.bytes, own.root, Date.now())).toBe(false)
    expect(isCertificateTrusted(randomBytes(100), own.root, Date.now())).toBe(false)
    const eve = person()
    expect(await bob.open(only(await eve.seal(bob, 'hello', as(eve, undefined, own))))).toMatchObject({
      certificate: { trust: 'trusted' },
    })
  })

  test('is judged at the time when the relay took the envelope (P-9)', async () => {
    const expiresAt = Date.now() - 10 * dayMs
    const ciphertext = only(await ann.seal(bob, 'hello', as(ann, expiresAt)))
    expect(await refused(ciphertext, { receivedAt: expiresAt + dayMs + 1 })).toBe('untrusted-certificate')
    expect(textOf(await bob.open(ciphertext, { receivedAt: expiresAt + dayMs }))).toBe('hello')
  })

  test('must name an account and nothing but it', async () => {
    const phone = authority.certify(ann.account, ann.identityKey, undefined, '+4912345678')
    expect(await refused(only(await ann.seal(bob, 'hello', { certificate: phone, hint: 'resendable' })))).toBe(
      'garbage',
    )
    const nobody = authority.certify('nobody', ann.identityKey)
    expect(await refused(only(await ann.seal(bob, 'hello', { certificate: nobody, hint: 'resendable' })))).toBe(
      'garbage',
    )
  })

  test('must hold the key that sealed the envelope', async () => {
    const eve = person()
    const stolen = authority.certify(ann.account, ann.identityKey)
    expect(await refused(only(await eve.seal(bob, 'hello', { certificate: stolen, hint: 'resendable' })))).toBe(
      'garbage',
    )
  })
})

describe('the identity', () => {
  test('of a known account cannot be exchanged, not even by its relay (P-10)', async () => {
    await bob.open(only(await ann.seal(bob, 'hello', as(ann))))
    const impostor = person({ account: ann.account })
    const ciphertext = only(await impostor.seal(bob, 'hello', as(impostor)))
    expect(await refused(ciphertext)).toBe('identity-changed')
    expect(textOf(await bob.open(only(await ann.seal(bob, 'still ann', as(ann)))))).toBe('still ann')
  })

  test('inside a prekey message must be the certificate’s (P-10)', async () => {
    // Ann seals, in her own name, a message that Eve encrypted under hers.
    const eve = person({ account: ann.account })
    const stores = storesOf(eve)
    await eve.seal(bob, 'begins the session', as(eve))
    const [to, from] = [ProtocolAddress.new(bob.account, 1), ProtocolAddress.new(ann.account, 1)]
    const inner = await signalEncrypt(new Uint8Array(contentOf('eve')), to, from, stores.sessions, stores.identities)
    await ann.commit((unit) => ann.protocol.processBundle(unit, bob.account, bob.bundle()))
    expect(await refused(await forge(ann, inner, authority.certify(ann.account, ann.identityKey)))).toBe(
      'untrusted-certificate',
    )
    expect(bob.protocol.identityOf(ann.account)).toBeNull()
  })

  test('behind a session must be the certificate’s (P-10)', async () => {
    // Bob has a session with Eve under the account that Ann's certificate names, and has not kept an identity of it.
    const eve = person({ account: ann.account })
    await bob.open(only(await eve.seal(bob, 'hello', as(eve))))
    await eve.open(only(await bob.seal(eve, 'hello', as(bob))))
    bob.store.db.prepare('UPDATE peer_identity SET identity_key = ?').run(ann.identityKey)
    const stores = storesOf(eve)
    const [to, from] = [ProtocolAddress.new(bob.account, 1), ProtocolAddress.new(ann.account, 1)]
    const inner = await signalEncrypt(new Uint8Array(contentOf('eve')), to, from, stores.sessions, stores.identities)
    expect(inner.type()).toBe(CiphertextMessageType.Whisper)
    await ann.commit((unit) => ann.protocol.processBundle(unit, bob.account, bob.bundle()))
    expect(await refused(await forge(ann, inner, authority.certify(ann.account, ann.identityKey)))).toBe(
      'untrusted-certificate',
    )
  })

  test('is forgotten with the account, which may then begin anew', async () => {
    await bob.open(only(await ann.seal(bob, 'hello', as(ann))))
    await bob.commit(async (unit) => bob.protocol.forget(unit, ann.account))
    expect(bob.protocol.identityOf(ann.account)).toBeNull()
    const again = person({ account: ann.account })
    expect(textOf(await bob.open(only(await again.seal(bob, 'anew', as(again)))))).toBe('anew')
  })
})

describe('garbage (P-12)', () => {
  test.each([2n ** 53n + 1n, 2n ** 64n - 1n])('is a certificate that runs out at %d', async (expiresAt) => {
    // libsignal raises for a number that a double does not hold.
    const marker = Buffer.alloc(8)
    marker.writeBigUInt64LE(0x0123456789abn)
    const certificate = Buffer.from(authority.certify(ann.account, ann.identityKey, 0x0123456789ab))
    certificate.writeBigUInt64LE(expiresAt, certificate.indexOf(marker))
    await ann.commit((unit) => ann.protocol.processBundle(unit, bob.account, bob.bundle()))
    const { sessions, identities } = storesOf(ann)
    const [to, from] = [ProtocolAddress.new(bob.account, 1), ProtocolAddress.new(ann.account, 1)]
    const inner = await signalEncrypt(new Uint8Array(contentOf('hello')), to, from, sessions, identities)
    roots = { kind: 'stranger', roots: [] }
    expect(await refused(await forge(ann, inner, certificate))).toBe('garbage')
  })

  test('is a value, whatever it is, and leaves no trace', async () => {
    const good = only(await ann.seal(bob, 'hello', as(ann)))
    const bad = [new Uint8Array(), randomBytes(1), randomBytes(500), good.subarray(0, 60), good.subarray(0, -1)]
    for (const ciphertext of bad) expect(await refused(ciphertext)).toBe('garbage')
    // The lower half of the first byte means nothing.
    for (let at = 1; at < good.length; at += 97) {
      const flipped = new Uint8Array(good)
      flipped[at] = (flipped[at] ?? 0) ^ 1
      expect(await refused(flipped)).toBe('garbage')
    }
    expect(textOf(await bob.open(good))).toBe('hello')
  })

  test('within a well-formed envelope is garbage too', async () => {
    const certificate = authority.certify(ann.account, ann.identityKey)
    await ann.commit((unit) => ann.protocol.processBundle(unit, bob.account, bob.bundle()))
    const { identities } = storesOf(ann)
    const field = (number: number, bytes: Uint8Array) =>
      Buffer.concat([Buffer.from([(number << 3) | 2, (bytes.length & 0x7f) | 0x80, bytes.length >> 7]), bytes])
    // Types of sealed_sender.proto: 1 prekey message, 2 message, 7 sender key, 8 plaintext.
    for (const type of [1, 2, 7, 8]) {
      const encoded = Buffer.concat([Buffer.from([1 << 3, type]), field(2, certificate), field(3, randomBytes(200))])
      const usmc = UnidentifiedSenderMessageContent.deserialize(new Uint8Array(encoded))
      const ciphertext = await sealedSenderEncrypt(usmc, ProtocolAddress.new(bob.account, 1), identities)
      expect(await refused(ciphertext)).toBe('garbage')
    }
  })

  test('what we sealed ourselves is not for us', async () => {
    const self = person({ account: bob.account, identity: bob.identity })
    expect(await refused(only(await self.seal(bob, 'me', as(self))))).toBe('garbage')
  })

  test('nobody poses as another device of ours', async () => {
    const mallory = person({ account: bob.account })
    const certificate = authority.certify(bob.account, mallory.identityKey, undefined, null, 2)
    const ciphertext = only(await mallory.seal(bob, 'me', { certificate, hint: 'resendable' }))
    roots = { kind: 'stranger', roots: [] }
    expect(await refused(ciphertext)).toBe('garbage')
  })
})

describe('what cannot be decrypted (P-13)', () => {
  async function loseSession() {
    await bob.open(only(await ann.seal(bob, 'hello', as(ann))))
    await ann.open(only(await bob.seal(ann, 'hello', as(bob))))
    await bob.commit(async (unit) =>
      bob.protocol.removeDevice(unit, { account: ann.account, device: ann.local.device }),
    )
  }

  test('is asked for again, and the broken session gives way to a new one', async () => {
    await loseSession()
    const envelopeId = v7(undefined, new Uint8Array(16))
    const lost = await bob.open(only(await ann.seal(bob, 'lost', as(ann))), { envelopeId })
    if (lost.kind !== 'failure' || lost.failure.reason !== 'undecryptable') throw new Error(textOf(lost))
    const { request, sender } = lost.failure
    if (request === null) throw new Error('no request')
    // Bob has no session any more, so he begins one before he asks.
    const { ciphertext } = await bob.commit(async (unit) => {
      await bob.protocol.processBundle(unit, sender.account, ann.bundle())
      return await bob.protocol.sealResendRequest(unit, sender, request, as(bob).certificate)
    })
    const asked = await ann.open(ciphertext)
    if (asked.kind !== 'resend-request') throw new Error(textOf(asked))
    const taken = await ann.commit(async (unit) => ann.protocol.takeResendRequest(unit, asked.sender, asked.request))
    expect(taken).toEqual({ reference: resendReference(envelopeId) })
    await ann.protocol.unitOfWork(async (unit) => expect(ann.protocol.needsBundle(unit, bob.account)).toBe(true))
    expect(textOf(await bob.open(only(await ann.seal(bob, 'lost', as(ann)))))).toBe('lost')
  })

  test('is not asked for where nobody would miss it', async () => {
    await loseSession()
    const implicit = await bob.open(only(await ann.seal(bob, 'typing', { ...as(ann), hint: 'implicit' })))
    expect(implicit).toMatchObject({ failure: { reason: 'undecryptable', request: null } })
    const ephemeral = await bob.open(only(await ann.seal(bob, 'ringing', as(ann))), { envelopeId: null })
    expect(ephemeral).toMatchObject({ failure: { reason: 'undecryptable', request: null } })
  })

  test('plaintext carries a resend request and nothing else, from people we know alone', async () => {
    const request = DecryptionErrorMessage.forOriginal(randomBytes(40), CiphertextMessageType.SenderKey, 1, 1)
    const plaintext = CiphertextMessage.from(PlaintextContent.from(request))
    const certificate = authority.certify(ann.account, ann.identityKey)
    await ann.commit((unit) => ann.protocol.processBundle(unit, bob.account, bob.bundle()))
    expect(await refused(await forge(ann, plaintext, certificate))).toBe('garbage')
    await bob.open(only(await ann.seal(bob, 'hello', as(ann))))
    expect(await refused(await forge(ann, plaintext, certificate))).toBe('resend-request')
  })

  test('a request about an older session or for another device changes nothing', async () => {
    await bob.open(only(await ann.seal(bob, 'hello', as(ann))))
    const before = ann.rows()
    const address = { account: bob.account, device: bob.local.device }
    const take = (request: Uint8Array) =>
      ann.commit(async (unit) => ann.protocol.takeResendRequest(unit, address, request))
    const foreign = DecryptionErrorMessage.forOriginal(randomBytes(40), CiphertextMessageType.SenderKey, 7, 2)
    expect(await take(foreign.serialize())).toBeNull()
    expect(await take(randomBytes(30))).toBeNull()
    // Its time is 2^63: libsignal raises for a number that a double does not hold.
    expect(await take(Uint8Array.from([0x10, ...Array(9).fill(0x80), 0x01, 0x18, 1]))).toBeNull()
    const old = DecryptionErrorMessage.forOriginal(randomBytes(40), CiphertextMessageType.SenderKey, 7, 1)
    expect(await take(old.serialize())).toEqual({ reference: 7 })
    expect(ann.rows()).toEqual(before)
  })
})

test('a failing database is no failure of the envelope (P-2)', async () => {
  const ciphertext = only(await ann.seal(bob, 'hello', as(ann)))
  bob.store.db.exec('ALTER TABLE kyber_prekey RENAME TO gone')
  bob.restartProtocol()
  await expect(bob.open(ciphertext)).rejects.toThrow('no such table')
  bob.store.db.exec('ALTER TABLE gone RENAME TO kyber_prekey')
  expect(textOf(await bob.open(ciphertext))).toBe('hello')
})

test('nothing is sealed under an identity that changed meanwhile', async () => {
  await ann.seal(bob, 'hello', as(ann))
  ann.store.db
    .prepare('UPDATE peer_identity SET identity_key = ?')
    .run(IdentityKeyPair.generate().publicKey.serialize())
  await expect(ann.seal(bob, 'hello', as(ann))).rejects.toMatchObject({ code: 'identity-changed' })
})

test('a unit without an account to open for needs a bundle', async () => {
  await bob.protocol.unitOfWork(async (unit) => {
    expect(bob.protocol.needsBundle(unit, newAccountId())).toBe(true)
    await expect(bob.protocol.open(unit, randomBytes(80), openOptions())).resolves.toMatchObject({ kind: 'failure' })
  })
})
