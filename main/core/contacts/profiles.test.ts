import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { create, type MessageInitShape } from '@bufbuild/protobuf'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { AppError } from '../../../shared/errors.ts'
import { type AccountId, firstDevice, type MessageId, newAccountId, newMessageId } from '../../../shared/ids.ts'
import { Emitter } from '../../../shared/streams/index.ts'
import { type Profile, ProfileSchema } from '../../../shared/wire/gen/content_pb.js'
import type { ContentHandler, Outcome } from '../relay/index.ts'
import { openStore, type Store, type Tx } from '../store/index.ts'
import { contactsMigrations } from './migrations.ts'
import { Profiles } from './profiles.ts'
import { newContact } from './records.ts'
import { type ContactRecord, readContact, writeContact } from './table.ts'
import { trustMigrations } from './trust-migrations.ts'
import { changeTrust } from './trust-table.ts'

let folder: string
let store: Store
let profiles: Profiles
let handler: ContentHandler<'profile'>
let settle: (tx: Tx, outcome: Outcome) => void
let notice: (tx: Tx, account: AccountId, kind: 'identity-changed' | 'account-replaced') => void
let changes: Emitter
let waiting: { to: AccountId; about: string; id: MessageId }[]

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'megachat-test-'))
  store = openStore({
    file: path.join(folder, 'profile.db'),
    key: new Uint8Array(32),
    migrations: [...contactsMigrations, ...trustMigrations],
  })
  changes = new Emitter()
  waiting = []
  profiles = new Profiles({
    store,
    self: newAccountId(),
    messaging: {
      handle: (_, given) => {
        handler = given as unknown as ContentHandler<'profile'>
      },
      onOutcome: (given) => {
        settle = given
      },
      enqueue: (_, to, body) => {
        const id = newMessageId()
        waiting.push({ to, about: (body.value as Profile).about, id })
        return id
      },
      withdraw: (_, __, id) => {
        const before = waiting.length
        waiting = waiting.filter((one) => one.id !== id)
        return waiting.length < before
      },
    },
    contacts: {
      changes,
      onNotice: (given) => {
        notice = given
      },
    },
  })
})
afterEach(() => {
  store.close()
  rmSync(folder, { recursive: true })
})

function meet(state: 'request' | 'pending' | 'accepted' = 'accepted'): AccountId {
  const account = newAccountId()
  const place = { url: 'https://relay.example', pin: null }
  const keys = { trustRoot: new Uint8Array(33), identityFingerprint: new Uint8Array(32), requestToken: null }
  const contact = newContact({ account, username: 'sam', displayName: '', place, verified: false, ...keys })
  store.transaction((tx) => writeContact(tx, { ...contact, state }))
  changes.emit()
  return account
}

const told = () => waiting.map(({ to, about }) => [to, about])

describe('telling', () => {
  test('M-70 what has not left yet gives way to the next', () => {
    const sam = meet()
    profiles.describe({ about: 'one' })
    profiles.describe({ about: 'two' })
    expect(told()).toEqual([[sam, 'two']])
  })

  test('M-70 nothing is told where nothing is shown, and nobody is told twice', () => {
    const sam = meet()
    expect(told()).toEqual([])
    profiles.describe({ about: 'here' })
    profiles.tell()
    const kim = meet()
    changes.emit()
    expect(told()).toEqual([
      [sam, 'here'],
      [kim, 'here'],
    ])
  })

  test('M-70 what has failed, and a new identity, are told again', () => {
    const sam = meet()
    profiles.describe({ about: 'here' })
    const [{ id } = { id: newMessageId() }] = waiting.splice(0)
    store.transaction((tx) => settle(tx, { id, to: sam, state: 'failed', error: new AppError('devices-stale') }))
    changes.emit()
    expect(told()).toEqual([[sam, 'here']])
    waiting = []
    store.transaction((tx) => notice(tx, sam, 'identity-changed'))
    changes.emit()
    expect(told()).toEqual([[sam, 'here']])
  })

  test('M-71 not to those who have not accepted, are blocked or unconfirmed, before they are', () => {
    const [stranger, asked, blocked, changed] = [meet('request'), meet('pending'), meet(), meet()]
    store.transaction((tx) => changeTrust(tx, blocked, { blockedAt: 5 }))
    store.transaction((tx) => changeTrust(tx, changed, { unconfirmed: true }))
    profiles.describe({ about: 'here' })
    expect(told()).toEqual([])
    store.transaction((tx) => changeTrust(tx, changed, { unconfirmed: false }))
    store.transaction((tx) => writeContact(tx, { ...(readContact(tx.db, asked) as ContactRecord), state: 'accepted' }))
    changes.emit()
    expect(told().sort()).toEqual([changed, asked].map((to) => [to, 'here']).sort())
    expect(told().flat()).not.toContain(stranger)
  })
})

describe('hearing', () => {
  const jpeg = { pictureType: 'image/jpeg', picture: new Uint8Array([0xff, 0xd8, 0xff, 0]) }
  const hear = (
    account: AccountId,
    counter: bigint,
    profile: MessageInitShape<typeof ProfileSchema>,
    { ephemeral = false, accepted = true } = {},
  ) => {
    const head = { id: newMessageId(), counter, sentAt: 0, receivedAt: 0, expiresAfter: null, ephemeral, accepted }
    const body = create(ProfileSchema, profile)
    store.transaction((tx) => handler(tx, { account, device: firstDevice }, { ...head, body }))
  }

  test('M-70 one that comes late brings nothing back', () => {
    const sam = meet()
    hear(sam, 7n, { about: 'new', ...jpeg })
    hear(sam, 6n, { about: 'old' })
    expect(readContact(store.db, sam)).toMatchObject({ about: 'new', picture: expect.any(String) })
    expect(profiles.picture(sam)).toMatchObject({ type: 'image/jpeg' })
    hear(sam, 8n, { about: '' })
    expect(readContact(store.db, sam)).toMatchObject({ about: '', picture: null })
    expect(() => profiles.picture(sam)).toThrow('not-found')
  })

  test('M-71 a stranger is not heard', () => {
    const sam = meet('request')
    hear(sam, 1n, { about: 'buy this', ...jpeg }, { accepted: false })
    hear(sam, 1n, { about: 'buy this', ...jpeg }, { ephemeral: true })
    expect(readContact(store.db, sam)).toMatchObject({ about: '', picture: null })
  })

  test('M-72 what is no text and no picture falls away', () => {
    const sam = meet()
    hear(sam, 1n, { about: `a\u202eb\n${'c'.repeat(200)}`, ...jpeg, pictureType: 'image/webp' })
    const { about, picture } = readContact(store.db, sam) ?? {}
    expect([about?.startsWith('a b c'), about?.length, picture]).toEqual([true, 140, null])
    hear(sam, 2n, { ...jpeg, pictureType: 'image/svg+xml' })
    hear(sam, 3n, { pictureType: 'image/jpeg', picture: new Uint8Array(50_000).fill(0xff) })
    expect(readContact(store.db, sam)?.picture).toBe(null)
  })
})
