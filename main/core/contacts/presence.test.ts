import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { create } from '@bufbuild/protobuf'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type AccountId, firstDevice, newAccountId, newMessageId } from '../../../shared/ids.ts'
import { PresenceSchema, Presence_State as State, type Presence as Word } from '../../../shared/wire/gen/content_pb.js'
import type { ContentBody, ContentHandler } from '../relay/index.ts'
import { openStore, type Store } from '../store/index.ts'
import { contactsMigrations } from './migrations.ts'
import { Presence } from './presence.ts'
import { newContact } from './records.ts'
import { writeContact } from './table.ts'
import { trustMigrations } from './trust-migrations.ts'

const minute = 60_000

let folder: string
let store: Store
let presence: Presence
let handler: ContentHandler<'presence'>
let shows: boolean
let blocked: Set<AccountId>
let recent: AccountId[]
let said: { to: AccountId; state: State; answer: boolean }[]

beforeEach(() => {
  vi.useFakeTimers()
  folder = mkdtempSync(path.join(tmpdir(), 'megachat-test-'))
  store = openStore({
    file: path.join(folder, 'profile.db'),
    key: new Uint8Array(32),
    migrations: [...contactsMigrations, ...trustMigrations],
  })
  ;[shows, blocked, recent, said] = [true, new Set(), [], []]
  presence = new Presence({
    store,
    messaging: {
      handle: (_, given) => {
        handler = given as unknown as ContentHandler<'presence'>
      },
      sendEphemeral: async (to, body: ContentBody) => {
        const { state, answer } = body.value as Word
        said.push({ to, state, answer })
        return { online: true }
      },
    },
    directory: { peer: (account) => ({ blocked: blocked.has(account), unconfirmed: false }) as never },
    shows: () => shows,
    recent: () => recent,
    busy: () => false,
  })
  presence.start()
})
afterEach(async () => {
  await presence.close()
  store.close()
  rmSync(folder, { recursive: true })
  vi.useRealTimers()
})

function meet(state: 'pending' | 'accepted' = 'accepted'): AccountId {
  const account = newAccountId()
  const place = { url: 'https://relay.example', pin: null }
  const keys = { trustRoot: new Uint8Array(33), identityFingerprint: new Uint8Array(32), requestToken: null }
  const contact = newContact({ account, username: 'sam', displayName: '', place, verified: false, ...keys })
  store.transaction((tx) => writeContact(tx, { ...contact, state }))
  recent.push(account)
  return account
}

function hear(account: AccountId, state: State, { answer = false, ephemeral = true, accepted = true } = {}): void {
  const head = { id: newMessageId(), counter: 0n, sentAt: 0, receivedAt: null, expiresAfter: null }
  const body = create(PresenceSchema, { state, answer })
  store.transaction((tx) => handler(tx, { account, device: firstDevice }, { ...head, ephemeral, accepted, body }))
}

async function shown() {
  const stream = presence.watch()
  const { value } = await stream.next()
  await stream.return?.()
  return value
}

/** What was said since the last time. */
const heard = () => said.splice(0).map(({ to, ...word }) => [to, word] as const)
const here = (answer: boolean) => ({ state: State.ONLINE, answer })
const away = { state: State.AWAY, answer: false }

describe('coming and going', () => {
  test('M-76 asks fifty at most, of whom all have accepted', () => {
    meet('pending')
    const blockedOne = meet()
    blocked.add(blockedOne)
    for (let n = 0; n < 60; n++) meet()
    presence.touch()
    expect(heard().map(([to]) => to)).toEqual(recent.slice(2, 50))
  })

  test('M-76 answers whoever asks, once in ten seconds, and only while somebody is there', () => {
    const sam = meet()
    hear(sam, State.ONLINE, { answer: true })
    expect(heard()).toEqual([])
    presence.touch()
    heard()
    hear(sam, State.ONLINE, { answer: true })
    hear(sam, State.ONLINE, { answer: true })
    expect(heard()).toEqual([[sam, here(false)]])
    vi.advanceTimersByTime(11_000)
    hear(sam, State.ONLINE, { answer: true })
    expect(heard()).toEqual([[sam, here(false)]])
  })

  test('M-78 is repeated to those who are there, until nobody has used it for a while', async () => {
    const [sam] = [meet(), meet()]
    presence.touch()
    heard()
    hear(sam, State.ONLINE)
    vi.advanceTimersByTime(minute)
    expect(heard()).toEqual([[sam, here(false)]])
    for (let n = 0; n < 3; n++) {
      hear(sam, State.ONLINE)
      vi.advanceTimersByTime(minute)
    }
    heard()
    hear(sam, State.ONLINE)
    vi.advanceTimersByTime(minute)
    expect(heard()).toEqual([[sam, away]])
    vi.advanceTimersByTime(minute)
    expect(heard()).toEqual([])
    presence.touch()
    expect(heard()).toContainEqual([sam, here(true)])
  })

  test('M-78 silence means that somebody has gone', async () => {
    const sam = meet()
    hear(sam, State.ONLINE)
    const seenAt = Date.now()
    expect(await shown()).toEqual([{ id: sam, online: true, seenAt }])
    vi.advanceTimersByTime(2 * minute)
    expect(await shown()).toMatchObject([{ online: true }])
    vi.advanceTimersByTime(minute)
    expect(await shown()).toEqual([{ id: sam, online: false, seenAt }])
  })

  test('M-76 nothing is believed that a relay could have kept, or a stranger says', async () => {
    const sam = meet()
    hear(sam, State.ONLINE, { ephemeral: false })
    hear(sam, State.ONLINE, { accepted: false })
    expect(await shown()).toEqual([])
  })

  test('M-71 a blocked contact is neither shown nor told', async () => {
    const sam = meet()
    presence.touch()
    hear(sam, State.ONLINE)
    heard()
    blocked.add(sam)
    vi.advanceTimersByTime(minute)
    expect(heard()).toEqual([])
    expect(await shown()).toEqual([])
  })
})

test('M-77 switching it off says away, forgets, and is deaf', async () => {
  const sam = meet()
  presence.touch()
  hear(sam, State.ONLINE)
  heard()
  shows = false
  presence.settingChanged()
  expect(heard()).toEqual([[sam, away]])
  hear(sam, State.ONLINE, { answer: true })
  presence.touch()
  vi.advanceTimersByTime(minute)
  expect(heard()).toEqual([])
  shows = true
  expect(await shown()).toEqual([])
  presence.settingChanged()
  expect(heard()).toContainEqual([sam, here(true)])
})
