/** Answers what the relay and protocol rooms ask about people, and keeps what they learn. SPEC.md M-30 ff. */
import { createHash } from 'node:crypto'
import type { AccountId } from '../../../shared/ids.ts'
import { isLoopbackHost } from '../../../shared/invite/index.ts'
import type { Introduction } from '../../../shared/wire/gen/content_pb.js'
import type { HomeRelay } from '../identity/index.ts'
import type { TrustRoots } from '../protocol/index.ts'
import type {
  Access,
  AfterRefusal,
  Directory,
  IdentityJudgement,
  Peer,
  RelayPlace,
  Sender,
  Stranger,
} from '../relay/index.ts'
import type { Store, Tx } from '../store/index.ts'
import { isBlocked } from './blocking.ts'
import { type FormerRelay, lastMoveOf, leaveRelay, readFormerRelays, writeClaim } from './former-relays.ts'
import { judgeIdentity, takeIdentity } from './identities.ts'
import { type Introduced, readIntroduction } from './introductions.ts'
import { undescribed } from './records.ts'
import { type ContactRecord, readContact, writeContact } from './table.ts'
import { changeTrust, readTrust, type Trust } from './trust-table.ts'

/** Whoever moves again and again is said to once in this time, in milliseconds. */
const noticeEveryMs = 60_000

export interface ContactDirectoryOptions {
  readonly store: Store
  readonly home: () => HomeRelay
  /** Called inside the transaction whenever a contact is made or changed. */
  readonly onChange: (tx: Tx, contact: ContactRecord) => void
  /** Called inside the transaction in which somebody whose token was refused has named another one. */
  readonly onAccess: (tx: Tx, account: AccountId) => void
  /** Called inside the transaction: somebody whom we know has no good token of ours. */
  readonly onIntroductionAsked: (tx: Tx, account: AccountId) => void
  /** Called inside the transaction in which a contact has said that they are at another relay now. */
  readonly onMoved: (tx: Tx, account: AccountId, move: { readonly worthANotice: boolean }) => void
  /** Called inside the transaction in which somebody is seen to have another identity. */
  readonly onIdentityChanged: (tx: Tx, account: AccountId) => void
}

export class ContactDirectory implements Directory {
  readonly #options: ContactDirectoryOptions

  constructor(options: ContactDirectoryOptions) {
    this.#options = options
  }

  peer(account: AccountId): Peer | null {
    const contact = readContact(this.#options.store.db, account)
    if (contact === null) return null
    const trust = readTrust(this.#options.store.db, account)
    return {
      relay: { url: contact.relayUrl, pin: contact.relayPin },
      access: accessOf(contact, trust),
      introduce: contact.introduce === 1,
      accepted: contact.state !== 'request',
      identityFingerprint: contact.identityFingerprint,
      blocked: trust.blockedAt !== null,
      unconfirmed: trust.unconfirmed,
      asksIntroduction: isLost(contact, trust),
    }
  }

  formerRelays(account: AccountId): readonly RelayPlace[] {
    return this.#former(account)
  }

  /** By which roots this account's sender certificates are judged. */
  trustRootsOf(account: AccountId): TrustRoots {
    const { store } = this.#options
    if (isBlocked(store, account)) return { kind: 'nobody' }
    const contact = readContact(store.db, account)
    const root = contact?.trustRoot ?? null
    if (root !== null) return { kind: 'contact', roots: [root, ...this.#former(account).map((each) => each.trustRoot)] }
    return { kind: 'stranger', roots: [this.#options.home().senderTrustRoot] }
  }

  admit(tx: Tx, { sender, introduction, counter, receivedAt, certificate, identityKey }: Stranger): boolean {
    const home = this.#options.home()
    const introduced = this.#read(introduction)
    if (introduced === null) return false
    const ours = certificate.trust === 'trusted'
    // Somebody of our own relay has a certificate of it.
    if (!ours && introduced.relayUrl === home.url) return false
    this.#write(tx, {
      account: sender.account,
      state: 'request',
      username: introduced.username,
      displayName: introduced.displayName,
      ...undescribed,
      relayUrl: ours ? home.url : introduced.relayUrl,
      relayPin: ours ? home.pin : introduced.relayPin,
      trustRoot: ours ? home.senderTrustRoot : null,
      certificate: ours ? null : certificate.bytes,
      identityFingerprint: createHash('sha256').update(identityKey).digest(),
      deliveryToken: introduced.deliveryToken,
      requestToken: null,
      verified: 0,
      introduce: 1,
      introduced: 0,
      introductionCounter: Number(counter),
      createdAt: receivedAt,
    })
    return true
  }

  heard(tx: Tx, { account }: Sender, introduction: Introduction | undefined, counter: bigint): void {
    const contact = readContact(tx.db, account)
    if (contact === null) return
    const introduced = introduction === undefined ? null : this.#read(introduction)
    // One that comes late, by a resend or another way, must not bring back an address that they have left.
    const trust = readTrust(tx.db, account)
    const isOtherToken = introduced !== null && !same(introduced.deliveryToken, contact.deliveryToken)
    // Whoever was set back by a backup counts from before; that is no reason not to believe in a token that may be good.
    const helps = isLost(contact, trust) && isOtherToken
    const isNews = introduced !== null && (counter > contact.introductionCounter || helps)
    let now: ContactRecord = isNews ? { ...contact, introductionCounter: Number(counter) } : contact
    if (contact.state === 'request') {
      // Where they live is what is checked when the request is accepted: it does not change before.
      if (isNews) now = { ...now, displayName: introduced.displayName, deliveryToken: introduced.deliveryToken }
    } else {
      // An answer. They know us from what has reached them; what has not may still have to introduce us.
      now = { ...now, state: 'accepted', introduce: contact.introduced === 1 ? 0 : contact.introduce }
      // A name belongs to its account for good: whoever was accepted under one does not take another's.
      if (isNews) now = { ...now, ...introduced, username: contact.username, requestToken: null }
      if (isNews && this.#move(tx, contact, introduced)) now = { ...now, ...this.#placeOf(introduced) }
    }
    if (differs(contact, now)) this.#write(tx, now)
    if (!isNews || trust.refusedToken === null) return
    // They may say the same again, because their relay had lost it and has it again.
    changeTrust(tx, account, { refusedToken: null })
    this.#options.onAccess(tx, account)
  }

  accessRefused(tx: Tx, account: AccountId, access: Access): AfterRefusal {
    const contact = readContact(tx.db, account)
    if (contact === null) return 'none'
    const current = accessOf(contact, readTrust(tx.db, account))
    if (!sameAccess(current, access)) return 'other'
    switch (current.kind) {
      case 'open':
        return 'none'
      case 'request':
        // The link was revoked or has expired: what is left is the way of every stranger.
        this.#write(tx, { ...contact, requestToken: null })
        return 'other'
      case 'delivery':
        changeTrust(tx, account, { refusedToken: current.token })
        return 'later'
    }
  }

  introductionAsked(tx: Tx, account: AccountId): void {
    const contact = readContact(tx.db, account)
    if (contact !== null && contact.state !== 'request') this.#options.onIntroductionAsked(tx, account)
  }

  judgeIdentity(account: AccountId, identityKey: Uint8Array, at: number | null): IdentityJudgement {
    return judgeIdentity(this.#options.store, account, identityKey, at)
  }

  identityChanged(tx: Tx, account: AccountId, identityKey: Uint8Array, at: number): void {
    takeIdentity(tx, { account, identityKey, at }, () => this.#options.onIdentityChanged(tx, account))
    const contact = readContact(tx.db, account)
    if (contact !== null) this.#options.onChange(tx, contact)
  }

  /** Whether it is another relay: then what is kept of where they were, and of what they are called where they are now. */
  #move(
    tx: Tx,
    { account, username, relayUrl: url, relayPin: pin, trustRoot }: ContactRecord,
    now: Introduced,
  ): boolean {
    if (trustRoot === null || same(now.trustRoot, trustRoot)) return false
    const last = lastMoveOf(tx.db, account)
    const isFlood = last !== null && Math.abs(Date.now() - last) < noticeEveryMs
    leaveRelay(tx, account, { url, pin, trustRoot }, now.trustRoot, Date.now())
    if (now.username !== username) writeClaim(tx, { account, username: now.username })
    this.#options.onMoved(tx, account, { worthANotice: !isFlood })
    return true
  }

  /** Our own relay is reached as we reach it. */
  #placeOf({ trustRoot, relayUrl, relayPin }: Introduced): Pick<ContactRecord, 'relayUrl' | 'relayPin'> {
    const home = this.#options.home()
    return same(trustRoot, home.senderTrustRoot) ? { relayUrl: home.url, relayPin: home.pin } : { relayUrl, relayPin }
  }

  #former(account: AccountId): FormerRelay[] {
    return readFormerRelays(this.#options.store.db, account, Date.now())
  }

  /** Nobody sends us to programs of this computer, unless our own relay is one of them. */
  #read(introduction: Introduction): Introduced | null {
    const introduced = readIntroduction(introduction)
    if (introduced === null || isLoopback(this.#options.home().url)) return introduced
    return isLoopback(introduced.relayUrl) ? null : introduced
  }

  #write(tx: Tx, contact: ContactRecord): void {
    writeContact(tx, contact)
    this.#options.onChange(tx, contact)
  }
}

const isLoopback = (url: string): boolean => isLoopbackHost(new URL(url).hostname)

/** Whether the only delivery token that we have of somebody is refused. */
const isLost = ({ deliveryToken }: ContactRecord, { refusedToken }: Trust): boolean =>
  deliveryToken !== null && same(deliveryToken, refusedToken)

function accessOf(contact: ContactRecord, trust: Trust): Access {
  const { deliveryToken, requestToken } = contact
  if (deliveryToken !== null && !isLost(contact, trust)) return { kind: 'delivery', token: deliveryToken }
  return requestToken === null ? { kind: 'open' } : { kind: 'request', token: requestToken }
}

function sameAccess(a: Access, b: Access): boolean {
  return a.kind === 'open' ? b.kind === 'open' : b.kind === a.kind && same(a.token, b.token)
}

const same = (a: Uint8Array, b: Uint8Array | null): boolean => b !== null && Buffer.compare(a, b) === 0

function differs(before: ContactRecord, after: ContactRecord): boolean {
  return Object.keys(after).some((key) => {
    const [a, b] = [before[key as keyof ContactRecord], after[key as keyof ContactRecord]]
    return a instanceof Uint8Array && b instanceof Uint8Array ? Buffer.compare(a, b) !== 0 : a !== b
  })
}
