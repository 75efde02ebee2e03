/** What libsignal's stores read and write, as the database holds it. Has no knowledge of libsignal's calls. */
import { SessionRecord } from '@signalapp/libsignal-client'
import type { Database } from 'better-sqlite3'
import type { AccountId, DeviceId } from '../../../shared/ids.ts'
import { prepared } from '../store/index.ts'
import type { Address } from './types.ts'

/** One beginning of a session with a last-resort Kyber key. */
export interface LastResortUse {
  readonly kyberId: number
  readonly signedId: number
  readonly baseKey: Uint8Array
}

export interface KyberRecord {
  readonly record: Uint8Array
  readonly lastResort: boolean
}

/** Reading of sessions and keys, whether from the database or from what a unit of work has on top of it. */
export interface KeyState {
  session(address: Address): SessionRecord | null
  /** Devices of an account that there is a session record for, in order. */
  devices(account: AccountId): DeviceId[]
  identity(account: AccountId): Uint8Array | null
  prekey(id: number): Uint8Array | null
  signedPrekey(id: number): Uint8Array | null
  kyberPrekey(id: number): KyberRecord | null
  isUsed(use: LastResortUse): boolean
}

/** {@link KeyState} as it is committed. */
export class StoredKeyState implements KeyState {
  readonly #db: Database

  constructor(db: Database) {
    this.#db = db
  }

  session({ account, device }: Address): SessionRecord | null {
    const row = this.#get<{ record: Uint8Array<ArrayBuffer> }>(
      'SELECT record FROM session WHERE account = ? AND device = ?',
      account,
      device,
    )
    return row === undefined ? null : SessionRecord.deserialize(row.record)
  }

  devices(account: AccountId): DeviceId[] {
    const sql = 'SELECT device FROM session WHERE account = ? ORDER BY device'
    return prepared<[string], { device: DeviceId }>(this.#db, sql)
      .all(account)
      .map((row) => row.device)
  }

  identity(account: AccountId): Uint8Array | null {
    const sql = 'SELECT identity_key AS key FROM peer_identity WHERE account = ?'
    return this.#get<{ key: Uint8Array }>(sql, account)?.key ?? null
  }

  prekey(id: number): Uint8Array | null {
    return this.#get<{ record: Uint8Array }>('SELECT record FROM prekey WHERE id = ?', id)?.record ?? null
  }

  signedPrekey(id: number): Uint8Array | null {
    return this.#get<{ record: Uint8Array }>('SELECT record FROM signed_prekey WHERE id = ?', id)?.record ?? null
  }

  kyberPrekey(id: number): KyberRecord | null {
    const sql = 'SELECT record, last_resort AS lastResort FROM kyber_prekey WHERE id = ?'
    const row = this.#get<{ record: Uint8Array; lastResort: number }>(sql, id)
    return row === undefined ? null : { record: row.record, lastResort: row.lastResort === 1 }
  }

  isUsed({ kyberId, signedId, baseKey }: LastResortUse): boolean {
    const sql = 'SELECT 1 FROM last_resort_use WHERE kyber_id = ? AND signed_id = ? AND base_key = ?'
    return this.#get(sql, kyberId, signedId, baseKey) !== undefined
  }

  #get<Row>(sql: string, ...parameters: unknown[]): Row | undefined {
    return prepared<unknown[], Row>(this.#db, sql).get(...parameters)
  }
}

/**
 * {@link KeyState} for one unit of work, while which nothing below changes: sessions and identities, which every
 * message of a batch asks for, are read and parsed once.
 */
export class RememberedKeyState implements KeyState {
  readonly #below: KeyState
  readonly #sessions = new Map<string, SessionRecord | null>()
  readonly #identities = new Map<AccountId, Uint8Array | null>()

  constructor(below: KeyState) {
    this.#below = below
  }

  session(address: Address): SessionRecord | null {
    return remembered(this.#sessions, nameOfAddress(address), () => this.#below.session(address))
  }

  devices(account: AccountId): DeviceId[] {
    return this.#below.devices(account)
  }

  identity(account: AccountId): Uint8Array | null {
    return remembered(this.#identities, account, () => this.#below.identity(account))
  }

  prekey(id: number): Uint8Array | null {
    return this.#below.prekey(id)
  }

  signedPrekey(id: number): Uint8Array | null {
    return this.#below.signedPrekey(id)
  }

  kyberPrekey(id: number): KyberRecord | null {
    return this.#below.kyberPrekey(id)
  }

  isUsed(use: LastResortUse): boolean {
    return this.#below.isUsed(use)
  }
}

export const nameOfAddress = ({ account, device }: Address): string => `${account}.${device}`

function remembered<Key, Value>(memory: Map<Key, Value>, key: Key, read: () => Value): Value {
  const known = memory.get(key)
  if (known !== undefined) return known
  const value = read()
  memory.set(key, value)
  return value
}
