/** Makes ciphertexts for one recipient, beginning sessions where there are none. Has no knowledge of the outbox. */
import { createHash } from 'node:crypto'
import { AppError } from '../../../shared/errors.ts'
import type { AccountId } from '../../../shared/ids.ts'
import type { Introduction } from '../../../shared/wire/gen/content_pb.js'
import type { AccountBundle, Hint, Protocol, Sealed, UnitOfWork } from '../protocol/index.ts'
import type { Store, Tx } from '../store/index.ts'
import type { SenderCertificates } from './certificate.ts'
import { askingIntroduction, withIntroduction } from './contents.ts'
import type { Delivery } from './delivery.ts'
import type { Directory, Peer } from './directory.ts'

export interface SealerOptions {
  readonly store: Store
  readonly protocol: Protocol
  readonly directory: Directory
  readonly certificates: SenderCertificates
  readonly delivery: Delivery
  /** Who we are, for people who may not know it yet. */
  readonly introduction: () => Introduction
  /** An account has another identity. `at`: milliseconds since the epoch. */
  readonly onIdentity: (tx: Tx, account: AccountId, identityKey: Uint8Array, at: number) => void
}

export interface ToSeal {
  readonly content: Uint8Array
  readonly hint: Hint
}

/** In the order of the contents: the ciphertexts, or why this content alone cannot be sealed. */
export type SealedOrError = Sealed | AppError

export class Sealer {
  readonly #options: SealerOptions

  constructor(options: SealerOptions) {
    this.#options = options
  }

  /**
   * Seals `contents` and runs `keep` in the transaction that stores the sessions. Raises the errors of the way to the
   * relays and those of {@link peer}.
   */
  async seal(
    to: AccountId,
    contents: readonly ToSeal[],
    keep: (tx: Tx, sealed: SealedOrError[]) => void,
  ): Promise<void> {
    const { protocol, store, certificates } = this.#options
    const certificate = await certificates.current()
    let bundle: AccountBundle | null = null
    for (;;) {
      this.peer(to)
      const missing = await protocol.unitOfWork(async (unit) => {
        if (bundle !== null) await protocol.processBundle(unit, to, bundle)
        else if (protocol.needsBundle(unit, to)) return true
        const sealed: SealedOrError[] = []
        for (const content of contents) sealed.push(await this.#sealOne(unit, to, content, certificate))
        store.transaction((tx) => {
          unit.apply(tx)
          keep(tx, sealed)
        })
        return false
      })
      if (!missing) return
      // Outside of the unit: nobody waits for the network while holding the sessions.
      const fetched = await this.#fetchBundle(to)
      // A bundle begins sessions once.
      bundle = (await this.#takeIdentity(to, fetched)) ? null : fetched
    }
  }

  /**
   * Brings the sessions in line with the devices that the recipient has now. `used`: the sessions of a delivery that the
   * relay has refused.
   */
  async repair(to: AccountId, used: readonly { device: number; registrationId: number }[], keep: (tx: Tx) => void) {
    const { protocol, store } = this.#options
    const bundle = await this.#fetchBundle(to)
    if (await this.#takeIdentity(to, bundle, keep)) return
    const current = new Map<number, number>(bundle.devices.map((each) => [each.device, each.registrationId]))
    const good = new Set(
      used.filter((each) => current.get(each.device) === each.registrationId).map((each) => each.device),
    )
    await protocol.unitOfWork(async (unit) => {
      for (const { device } of used) {
        const address = { account: to, device: device as (typeof bundle.devices)[number]['device'] }
        if (!current.has(device)) protocol.removeDevice(unit, address)
        else if (!good.has(device)) protocol.archiveSession(unit, address)
      }
      const devices = bundle.devices.filter(({ device }) => !good.has(device))
      if (devices.length > 0) await protocol.processBundle(unit, to, { ...bundle, devices })
      store.transaction((tx) => {
        unit.apply(tx)
        keep(tx)
      })
    })
  }

  /** The content with our Introduction. */
  introduced(content: Uint8Array): Uint8Array {
    return withIntroduction(content, this.#options.introduction())
  }

  /** The recipient; raises `contact-unknown`, `contact-blocked`, and `identity-changed` until the user has confirmed it. */
  peer(to: AccountId): Peer {
    const peer = this.#options.directory.peer(to)
    if (peer === null) throw new AppError('contact-unknown')
    if (peer.blocked) throw new AppError('contact-blocked')
    if (peer.unconfirmed) throw new AppError('identity-changed', 'the identity waits for confirmation')
    return peer
  }

  #fetchBundle(to: AccountId): Promise<AccountBundle> {
    return this.#options.delivery.bundles(to, this.peer(to))
  }

  /** Whether the bundle names another identity than the known one: then it was taken over, and its sessions begun. */
  async #takeIdentity(
    to: AccountId,
    bundle: AccountBundle,
    keep: (tx: Tx) => void = () => undefined,
  ): Promise<boolean> {
    const { protocol, store, directory, onIdentity } = this.#options
    const { identityKey } = bundle
    const judged = directory.judgeIdentity(to, identityKey, null)
    if (judged === 'known') return false
    if (judged !== 'changed') throw new AppError('identity-changed', 'the relay gives out another identity')
    await protocol.unitOfWork(async (unit) => {
      // As a whole or not at all: a bundle that its identity has not signed changes nothing.
      await unit.attempt(async (trial) => {
        protocol.replaceIdentity(trial, to, identityKey)
        await protocol.processBundle(trial, to, bundle)
      })
      store.transaction((tx) => {
        unit.apply(tx)
        keep(tx)
        onIdentity(tx, to, identityKey, Date.now())
      })
    })
    return true
  }

  async #sealOne(
    unit: UnitOfWork,
    to: AccountId,
    { content, hint }: ToSeal,
    certificate: Uint8Array,
  ): Promise<SealedOrError> {
    const { protocol } = this.#options
    const { introduce, asksIntroduction } = this.peer(to)
    const asking = asksIntroduction ? askingIntroduction(content) : content
    const whole = introduce || asksIntroduction ? this.introduced(asking) : asking
    try {
      return await unit.attempt((trial) => protocol.seal(trial, to, whole, { certificate, hint }))
    } catch (error) {
      if (error instanceof AppError && error.code !== 'identity-changed') return error
      throw error
    }
  }
}

/** SHA-256 of a serialized identity key. */
export function fingerprintOf(identityKey: Uint8Array): Buffer {
  return createHash('sha256').update(identityKey).digest()
}
