/** Comparing safety numbers, and what the user says about them. Has no knowledge of how identities come to change. SPEC.md M-42. */
import { AppError } from '../../../shared/errors.ts'
import type { AccountId } from '../../../shared/ids.ts'
import type { Identity, SafetyNumber } from '../identity/index.ts'
import type { Protocol } from '../protocol/index.ts'
import type { Messaging } from '../relay/index.ts'
import type { Store, Tx } from '../store/index.ts'
import { readContact, writeContact } from './table.ts'
import { changeTrust } from './trust-table.ts'

/** The beginning of what a QR code says; base64url of libsignal's scannable fingerprint follows. */
const codePrefix = 'megachat-safety:'
const digitsForm = /^\d{60}$/u

export interface VerificationOptions {
  readonly store: Store
  readonly identity: Identity
  readonly protocol: Pick<Protocol, 'identityOf'>
  readonly messaging: Pick<Messaging, 'retry'>
  readonly onChange: (tx: Tx) => void
}

export class Verification {
  readonly #options: VerificationOptions

  constructor(options: VerificationOptions) {
    this.#options = options
  }

  /** 60 digits, and the same as text of a QR code. Raises `not-found` before anything has told us their key. */
  safetyNumber(account: AccountId): { digits: string; code: string } {
    const number = this.#numberWith(account)
    return { digits: number.digits, code: codePrefix + Buffer.from(number.scannable).toString('base64url') }
  }

  /** Whether the other side sees the same. `seen`: 60 digits in any grouping, or the text of a QR code; else `invalid-input`. */
  compare(account: AccountId, seen: string): boolean {
    const number = this.#numberWith(account)
    const digits = seen.replace(/[\s.,;-]/gu, '')
    if (digitsForm.test(digits)) return digits === number.digits
    const text = seen.trim()
    if (!text.startsWith(codePrefix)) throw new AppError('invalid-input', 'no safety number')
    return number.matches(Buffer.from(text.slice(codePrefix.length), 'base64url'))
  }

  /** `digits`: what the user has compared. Raises `not-found`, and `identity-changed` where they are not right any more. */
  setVerified(account: AccountId, verified: boolean, digits: string): void {
    this.#confirm(account, digits, verified)
  }

  /** The user has looked at the new safety number, and sends to it without having compared it. Raises like {@link setVerified}. */
  confirmIdentity(account: AccountId, digits: string): void {
    this.#confirm(account, digits, false)
  }

  #confirm(account: AccountId, digits: string, verified: boolean): void {
    const { store, messaging, onChange } = this.#options
    if (this.#numberWith(account).digits !== digits) throw new AppError('identity-changed')
    store.transaction((tx) => {
      const contact = readContact(tx.db, account)
      if (contact === null || contact.state === 'request') throw new AppError('not-found')
      writeContact(tx, { ...contact, verified: verified ? 1 : 0 })
      changeTrust(tx, account, { unconfirmed: false })
      onChange(tx)
      tx.afterCommit(() => messaging.retry(account))
    })
  }

  #numberWith(account: AccountId): SafetyNumber {
    const { store, identity, protocol } = this.#options
    const key = protocol.identityOf(account)
    if (readContact(store.db, account) === null || key === null) throw new AppError('not-found')
    return identity.safetyNumberWith(account, key)
  }
}
