/**
 * Changes to sessions and keys that are not in the database yet: a layer over the database or over another layer.
 * Reads fall through, writes stay here. Has no knowledge of why something changes.
 */
import type { SessionRecord } from '@signalapp/libsignal-client'
import type { Database } from 'better-sqlite3'
import type { AccountId, DeviceId } from '../../../shared/ids.ts'
import { prepared } from '../store/index.ts'
import { type KeyState, type KyberRecord, type LastResortUse, nameOfAddress } from './key-state.ts'
import type { Address } from './types.ts'

type Change<T> = { readonly address: Address; readonly value: T | null }

export class Overlay implements KeyState {
  readonly #below: KeyState
  readonly #sessions = new Map<string, Change<SessionRecord>>()
  readonly #identities = new Map<AccountId, Uint8Array | null>()
  readonly #usedPrekeys = new Set<number>()
  readonly #usedKyberPrekeys = new Set<number>()
  readonly #lastResortUses = new Map<string, LastResortUse>()

  constructor(below: KeyState) {
    this.#below = below
  }

  session(address: Address): SessionRecord | null {
    const change = this.#sessions.get(nameOfAddress(address))
    return change === undefined ? this.#below.session(address) : change.value
  }

  setSession(address: Address, value: SessionRecord | null): void {
    this.#sessions.set(nameOfAddress(address), { address, value })
  }

  devices(account: AccountId): DeviceId[] {
    const devices = new Set(this.#below.devices(account))
    for (const { address, value } of this.#sessions.values()) {
      if (address.account !== account) continue
      if (value === null) devices.delete(address.device)
      else devices.add(address.device)
    }
    return [...devices].sort((a, b) => a - b)
  }

  identity(account: AccountId): Uint8Array | null {
    const change = this.#identities.get(account)
    return change === undefined ? this.#below.identity(account) : change
  }

  setIdentity(account: AccountId, key: Uint8Array | null): void {
    this.#identities.set(account, key)
  }

  prekey(id: number): Uint8Array | null {
    return this.#usedPrekeys.has(id) ? null : this.#below.prekey(id)
  }

  removePrekey(id: number): void {
    this.#usedPrekeys.add(id)
  }

  signedPrekey(id: number): Uint8Array | null {
    return this.#below.signedPrekey(id)
  }

  kyberPrekey(id: number): KyberRecord | null {
    return this.#usedKyberPrekeys.has(id) ? null : this.#below.kyberPrekey(id)
  }

  removeKyberPrekey(id: number): void {
    this.#usedKyberPrekeys.add(id)
  }

  isUsed(use: LastResortUse): boolean {
    return this.#lastResortUses.has(nameOfUse(use)) || this.#below.isUsed(use)
  }

  addUse(use: LastResortUse): void {
    this.#lastResortUses.set(nameOfUse(use), use)
  }

  /** Hands every change to the layer below. */
  mergeInto(below: Overlay): void {
    for (const { address, value } of this.#sessions.values()) below.setSession(address, value)
    for (const [account, key] of this.#identities) below.setIdentity(account, key)
    for (const id of this.#usedPrekeys) below.removePrekey(id)
    for (const id of this.#usedKyberPrekeys) below.removeKyberPrekey(id)
    for (const use of this.#lastResortUses.values()) below.addUse(use)
  }

  /** Writes every change; `db` has a transaction open. */
  writeTo(db: Database): void {
    const run = (sql: string, ...parameters: unknown[]) => prepared(db, sql).run(...parameters)
    for (const { address, value } of this.#sessions.values()) {
      const { account, device } = address
      if (value === null) run('DELETE FROM session WHERE account = ? AND device = ?', account, device)
      else
        run(
          'INSERT OR REPLACE INTO session (account, device, record) VALUES (?, ?, ?)',
          account,
          device,
          value.serialize(),
        )
    }
    for (const [account, key] of this.#identities) {
      if (key === null) run('DELETE FROM peer_identity WHERE account = ?', account)
      else run('INSERT OR REPLACE INTO peer_identity (account, identity_key) VALUES (?, ?)', account, key)
    }
    for (const id of this.#usedPrekeys) run('DELETE FROM prekey WHERE id = ?', id)
    for (const id of this.#usedKyberPrekeys) run('DELETE FROM kyber_prekey WHERE id = ?', id)
    for (const { kyberId, signedId, baseKey } of this.#lastResortUses.values()) {
      run('INSERT INTO last_resort_use (kyber_id, signed_id, base_key) VALUES (?, ?, ?)', kyberId, signedId, baseKey)
    }
  }
}

const nameOfUse = ({ kyberId, signedId, baseKey }: LastResortUse) =>
  `${kyberId}.${signedId}.${Buffer.from(baseKey).toString('base64')}`
