import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { create, type MessageInitShape } from '@bufbuild/protobuf'
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { firstDevice, newAccountId } from '../../../shared/ids.ts'
import { IntroductionSchema } from '../../../shared/wire/gen/content_pb.js'
import { openStore, type Store } from '../store/index.ts'
import { ContactDirectory } from './directory.ts'
import { readClaims } from './former-relays.ts'
import { readIntroduction } from './introductions.ts'
import { contactsMigrations } from './migrations.ts'
import { markIntroduced, readContact, writeContact } from './table.ts'
import { trustMigrations } from './trust-migrations.ts'

const home = { url: 'https://home.example', host: 'home.example', pin: null, senderTrustRoot: bytes(33, 1), own: false }
const sender = { account: newAccountId(), device: firstDevice }
const identityKey = bytes(33, 9)

function bytes(length: number, value: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(length).fill(value)
}

const introduction = (over: MessageInitShape<typeof IntroductionSchema> = {}) =>
  create(IntroductionSchema, {
    displayName: 'Sam',
    username: 'sam',
    relayUrl: 'https://far.example',
    senderTrustRoot: bytes(33, 2),
    deliveryToken: bytes(32, 3),
    ...over,
  })

let folder: string
let store: Store
let directory: ContactDirectory
let moves: boolean[]

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'megachat-test-'))
  store = openStore({
    file: path.join(folder, 'profile.db'),
    key: bytes(32, 0),
    migrations: [...contactsMigrations, ...trustMigrations],
  })
  const nothing = () => undefined
  directory = new ContactDirectory({
    store,
    home: () => home,
    onChange: nothing,
    onAccess: nothing,
    onIntroductionAsked: nothing,
    onIdentityChanged: nothing,
    onMoved: (_, __, { worthANotice }) => moves.push(worthANotice),
  })
  moves = []
})
afterEach(() => {
  store.close()
  rmSync(folder, { recursive: true })
})

function admit(trust: 'trusted' | 'unchecked', over: MessageInitShape<typeof IntroductionSchema> = {}): boolean {
  const certificate = { bytes: bytes(9, 4), trust }
  const stranger = { sender, introduction: introduction(over), counter: 1n, receivedAt: 5, certificate, identityKey }
  return store.transaction((tx) => directory.admit(tx, stranger))
}

const contact = () => readContact(store.db, sender.account)
let lastCounter = 1n
const hear = (over?: MessageInitShape<typeof IntroductionSchema>, counter = ++lastCounter) =>
  store.transaction((tx) => directory.heard(tx, sender, over === undefined ? undefined : introduction(over), counter))

describe('strangers', () => {
  test('M-31 are requests of whom nothing is revealed, and by our own root alone trusted', () => {
    expect(admit('unchecked')).toBe(true)
    expect(directory.peer(sender.account)).toMatchObject({ accepted: false, access: { kind: 'delivery' } })
    expect(directory.trustRootsOf(sender.account)).toEqual({ kind: 'stranger', roots: [home.senderTrustRoot] })
  })

  test('P-9 are judged at the time when they wrote, however long that waited', () => {
    admit('unchecked')
    expect(contact()?.createdAt).toBe(5)
  })

  test('M-32 of our own relay live there, whatever they say', () => {
    expect(admit('trusted')).toBe(true)
    expect(directory.peer(sender.account)?.relay).toEqual({ url: home.url, pin: null })
    expect(directory.trustRootsOf(sender.account)).toEqual({
      kind: 'contact',
      roots: [Buffer.from(home.senderTrustRoot)],
    })
  })

  test('M-32 who claim to live at our relay without its certificate are dropped', () => {
    expect(admit('unchecked', { relayUrl: home.url })).toBe(false)
    expect(contact()).toBeNull()
  })

  test('M-37 who would lead us to this computer are dropped', () => {
    expect(admit('unchecked', { relayUrl: 'http://127.0.0.1:6379' })).toBe(false)
  })

  test('do not move before they are accepted', () => {
    admit('unchecked')
    hear({ relayUrl: 'https://elsewhere.example', displayName: 'Samuel', deliveryToken: bytes(32, 7) })
    expect(contact()).toMatchObject({ relayUrl: 'https://far.example', displayName: 'Samuel', state: 'request' })
    expect(contact()?.deliveryToken).toEqual(Buffer.from(bytes(32, 7)))
  })
})

describe('people we wrote to first', () => {
  beforeEach(() => {
    admit('unchecked')
    const stranger = contact()
    if (stranger === null) throw new Error('not admitted')
    const asked = {
      state: 'pending',
      trustRoot: bytes(33, 2),
      deliveryToken: null,
      requestToken: bytes(32, 5),
    } as const
    store.transaction((tx) => writeContact(tx, { ...stranger, ...asked }))
  })

  test('M-30 are told who we are until they answer after it has reached them', () => {
    hear()
    expect(contact()).toMatchObject({ state: 'accepted', introduce: 1 })
    store.transaction((tx) => markIntroduced(tx, sender.account))
    hear()
    expect(contact()).toMatchObject({ introduce: 0 })
  })

  test('M-30 are reached by their own token once they have introduced themselves', () => {
    hear({ relayUrl: 'https://new.example', relayPin: bytes(32, 8) })
    expect(directory.peer(sender.account)).toMatchObject({
      relay: { url: 'https://new.example' },
      access: { kind: 'delivery' },
    })
    expect(contact()?.requestToken).toBeNull()
  })

  test('M-38 stay where they said last, whatever comes late', () => {
    hear({ relayUrl: 'https://new.example', displayName: 'New' }, 40n)
    hear({ relayUrl: 'https://old.example', displayName: 'Old' }, 39n)
    hear({ relayUrl: 'https://old.example', displayName: 'Old' }, 0n)
    expect(contact()).toMatchObject({ relayUrl: 'https://new.example', displayName: 'New' })
  })

  test('M-47 are reached where they have moved to, and what they left behind counts for a while', () => {
    const there = { relayUrl: 'https://new.example', senderTrustRoot: bytes(33, 7) }
    hear({ relayUrl: 'https://far.example:8443' }, 39n)
    expect(moves).toEqual([])
    hear({ ...there, username: 'samuel' }, 40n)
    expect(moves).toEqual([true])
    const roots = () => directory.trustRootsOf(sender.account)
    expect(roots()).toEqual({ kind: 'contact', roots: [Buffer.from(bytes(33, 7)), Buffer.from(bytes(33, 2))] })
    expect(directory.formerRelays(sender.account)).toMatchObject([{ url: 'https://far.example:8443', pin: null }])
    // Until their relay has been asked.
    expect(contact()?.username).toBe('sam')
    expect(readClaims(store.db)).toEqual([{ account: sender.account, username: 'samuel' }])
    vi.useFakeTimers({ now: Date.now() + 30 * 24 * 60 * 60 * 1000 + 1 })
    onTestFinished(() => void vi.useRealTimers())
    expect(roots()).toEqual({ kind: 'contact', roots: [Buffer.from(bytes(33, 7))] })
    expect(directory.formerRelays(sender.account)).toEqual([])
  })

  test('M-47 who move again and again are said to once in a while, and little is kept of it', () => {
    for (let n = 0; n < 20; n++) hear({ senderTrustRoot: bytes(33, 20 + n) }, BigInt(40 + n))
    expect(moves).toEqual([true, ...Array<boolean>(19).fill(false)])
    expect(directory.formerRelays(sender.account)).toHaveLength(4)
  })

  test('M-47 are reached as we reach it when they have moved to our relay', () => {
    hear({ relayUrl: 'https://other-name.example', senderTrustRoot: home.senderTrustRoot }, 40n)
    expect(directory.peer(sender.account)).toMatchObject({ relay: { url: home.url, pin: home.pin } })
  })

  test('M-38 keep the name under which they were found', () => {
    hear({ username: 'somebody-else', displayName: 'Sammy' })
    expect(contact()).toMatchObject({ username: 'sam', displayName: 'Sammy' })
  })

  test('M-35 are reached without a token when the one of the link is refused', () => {
    const refused = () => {
      const access = directory.peer(sender.account)?.access ?? { kind: 'open' }
      return store.transaction((tx) => directory.accessRefused(tx, sender.account, access))
    }
    expect(refused()).toBe('other')
    expect(directory.peer(sender.account)?.access).toEqual({ kind: 'open' })
    expect(refused()).toBe('none')
  })
})

test('what is rolled back has never been, in memory either', () => {
  expect(() =>
    store.transaction((tx) => {
      directory.admit(tx, {
        sender,
        introduction: introduction(),
        counter: 1n,
        receivedAt: 5,
        certificate: { bytes: bytes(9, 4), trust: 'unchecked' },
        identityKey,
      })
      expect(directory.peer(sender.account)).not.toBeNull()
      throw new Error('undone')
    }),
  ).toThrow('undone')
  expect(directory.peer(sender.account)).toBeNull()
  admit('unchecked')
  expect(contact()?.displayName).toBe('Sam')
})

describe('introductions', () => {
  test.each([
    { username: 'No Name' },
    { relayUrl: 'http://far.example' },
    { relayUrl: 'file:///etc/passwd' },
    { relayPin: bytes(31, 1) },
    { senderTrustRoot: bytes(32, 1) },
    { deliveryToken: bytes(0, 1) },
  ])('of another form are of no use: %o', (over) => {
    expect(readIntroduction(introduction(over))).toBeNull()
  })

  test('carry names of one line that turn nothing around', () => {
    const named = readIntroduction(introduction({ displayName: ` A\u202enna\n\n  B\u0000 ${'x'.repeat(100)}` }))
    expect(named?.displayName).toMatch(/^A nna B x+$/)
    expect(named?.displayName).toHaveLength(64)
  })
})
