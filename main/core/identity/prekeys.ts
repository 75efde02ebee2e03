/** When new prekeys are due, and making them. Has no knowledge of how they reach the relay. */
import {
  type IdentityKeyPair,
  KEMKeyPair,
  KyberPreKeyRecord,
  PreKeyRecord,
  PrivateKey,
  SignedPreKeyRecord,
} from '@signalapp/libsignal-client'
import type { PrekeyCounts, PrekeyUpload } from '../../../shared/relay-api/index.ts'
import {
  addLongLivedPrekeys,
  addOneTimePrekeys,
  currentLongLivedPrekeys,
  dropRetiredPrekeys,
  takePrekeyIds,
  unusedPrekeys,
} from '../protocol/index.ts'
import type { Tx } from '../store/index.ts'
import { base64url } from './text.ts'

const dayMs = 24 * 60 * 60 * 1000

/** One-time keys of each kind that are left at the relay at once. */
const oneTimeCount = 100
/** Below this many the relay gets a new page. */
const refillBelow = 20
/** Signed and last-resort keys are replaced after this time: a stolen one opens no later sessions. */
const rotateAfterMs = 2 * dayMs
/** Replaced keys are destroyed after this time: an envelope may wait that long in a mailbox. */
const keepRetiredMs = 30 * dayMs

/** What the relay is known to hold; null where it has not been asked yet or holds nothing. */
export type HeldPrekeys = PrekeyCounts | null

/**
 * Makes and keeps the keys that are due and gives their public halves for the relay; null where nothing is due.
 * Whatever the relay did not get is made anew next time, so the upload may fail at any point.
 */
export function renewPrekeys(tx: Tx, identity: IdentityKeyPair, held: HeldPrekeys, now: number): PrekeyUpload | null {
  dropRetiredPrekeys(tx, now - keepRetiredMs)
  const upload: PrekeyUpload = {
    ...(areLongLivedDue(tx, held, now) ? newLongLived(tx, identity, now) : {}),
    ...newOneTime(tx, identity, held, now),
  }
  return Object.keys(upload).length === 0 ? null : upload
}

function areLongLivedDue({ db }: Tx, held: HeldPrekeys, now: number): boolean {
  const current = currentLongLivedPrekeys(db)
  if (current === null || held === null) return true
  // A clock that was set back must not keep one key for ever.
  if (Math.abs(now - current.createdAt) >= rotateAfterMs) return true
  return held.signedId !== current.signedId || held.lastResortKyberId !== current.lastResortKyberId
}

function newLongLived(tx: Tx, identity: IdentityKeyPair, now: number): PrekeyUpload {
  const [signedId = 0] = takePrekeyIds(tx, 'signed', 1)
  const key = PrivateKey.generate()
  const signature = identity.privateKey.sign(key.getPublicKey().serialize())
  const signed = SignedPreKeyRecord.new(signedId, now, key.getPublicKey(), key, signature)
  const [lastResort] = newKyber(tx, identity, 1, now)
  if (lastResort === undefined) throw new Error('no last-resort key was made')
  addLongLivedPrekeys(tx, signed, lastResort, now)
  return {
    signed: {
      id: signed.id(),
      publicKey: base64url(signed.publicKey().serialize()),
      signature: base64url(signed.signature()),
    },
    lastResortKyber: publicKyber(lastResort),
  }
}

function newOneTime(tx: Tx, identity: IdentityKeyPair, held: HeldPrekeys, now: number): PrekeyUpload {
  const ecDue = isDue(tx, 'ec', held?.oneTime ?? 0, held?.nextOneTimeId ?? null)
  const kyberDue = isDue(tx, 'kyber', held?.oneTimeKyber ?? 0, held?.nextOneTimeKyberId ?? null)
  const ec = ecDue ? newEc(tx, oneTimeCount) : []
  const kyber = kyberDue ? newKyber(tx, identity, oneTimeCount, now) : []
  addOneTimePrekeys(tx, ec, kyber, now)
  return {
    ...(ec.length === 0 ? {} : { oneTime: ec.map(publicEc) }),
    ...(kyber.length === 0 ? {} : { oneTimeKyber: kyber.map(publicKyber) }),
  }
}

/** Too few are left; or the relay was set back, and would give out keys that are used already or of an earlier page. */
function isDue({ db }: Tx, kind: 'ec' | 'kyber', left: number, nextId: number | null): boolean {
  if (left < refillBelow || nextId === null) return true
  return unusedPrekeys(db, kind, nextId, left) < left
}

function newEc(tx: Tx, count: number): PreKeyRecord[] {
  return takePrekeyIds(tx, 'ec', count).map((id) => {
    const key = PrivateKey.generate()
    return PreKeyRecord.new(id, key.getPublicKey(), key)
  })
}

function newKyber(tx: Tx, identity: IdentityKeyPair, count: number, now: number): KyberPreKeyRecord[] {
  return takePrekeyIds(tx, 'kyber', count).map((id) => {
    const key = KEMKeyPair.generate()
    return KyberPreKeyRecord.new(id, now, key, identity.privateKey.sign(key.getPublicKey().serialize()))
  })
}

const publicEc = (record: PreKeyRecord) => ({ id: record.id(), publicKey: base64url(record.publicKey().serialize()) })

const publicKyber = (record: KyberPreKeyRecord) => ({
  id: record.id(),
  publicKey: base64url(record.publicKey().serialize()),
  signature: base64url(record.signature()),
})
