import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pino } from 'pino'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Settings } from '../../../shared/contract/index.ts'
import { openStore, type Store } from '../store/index.ts'
import { Backups, keptBackups } from './backups.ts'

const dayMs = 24 * 60 * 60 * 1000
const first = Date.parse('2026-03-01T12:00:00Z')

let parent: string
let target: string
let isChosen: boolean
let store: Store
let backups: Backups
let every: Settings['backupEvery']
let inCall: boolean
let last: string | null

const make = () => {
  const backupKey = randomBytes(32)
  return new Backups({
    ...{ store, backupKey },
    profileFolder: parent,
    keys: () => ({}),
    username: 'ann',
    backUpRelay: null,
    every: () => every,
    folder: () => (isChosen ? target : null),
    downloadFolder: () => path.join(parent, 'downloads'),
    last: {
      read: () => last,
      write: (value) => {
        last = value
      },
    },
    busy: () => inCall,
    log: pino({ level: 'silent' }),
  })
}

beforeEach(() => {
  parent = mkdtempSync(path.join(tmpdir(), 'backups-'))
  target = path.join(parent, 'drive')
  mkdirSync(target)
  store = openStore({ file: path.join(parent, 'profile.db'), key: randomBytes(32), migrations: [] })
  ;[every, inCall, last, isChosen] = ['day', false, null, true]
  backups = make()
})
afterEach(async () => {
  await backups.close()
  store.close()
  rmSync(parent, { recursive: true })
})

const made = () => readdirSync(target).toSorted()
const nameOf = (at: number) => `MegaChat ann ${new Date(at).toISOString().slice(0, 10)}.megachat-backup`
/** Looks, and waits for what follows from it. */
async function look(now: number): Promise<void> {
  backups.look(now)
  await backups.settled()
}

test('S-7 one is made when its time has come, and not before', async () => {
  every = 'never'
  await look(first)
  expect(made()).toEqual([])
  every = 'day'
  await look(first)
  await look(first + dayMs - 1)
  expect(made()).toEqual([nameOf(first)])
  expect(backups.state.value).toMatchObject({ folder: 'drive', error: null, running: null, last: { at: first } })
  await look(first + dayMs)
  expect(made()).toEqual([nameOf(first), nameOf(first + dayMs)])
  every = 'week'
  await look(first + 3 * dayMs)
  expect(made()).toHaveLength(2)
  // A clock that was set far ahead, and back again, keeps none from being made.
  last = JSON.stringify({ at: first + 1000 * dayMs, name: 'x', size: 1 })
  await look(first + 4 * dayMs)
  expect(made()).toHaveLength(3)
})

test('S-7 not in a call, but after it', async () => {
  inCall = true
  await look(first)
  expect(made()).toEqual([])
  inCall = false
  await look(first)
  expect(made()).toHaveLength(1)
})

test('S-7 the newest of ours stay; nothing goes that somebody asked for, or that is another profile’s', async () => {
  for await (const _ of backups.save(target, undefined));
  const byHand = made()
  writeFileSync(path.join(target, 'photo.jpg'), 'x')
  writeFileSync(path.join(target, 'broken.megachat-backup'), 'x')
  const other = make()
  other.look(first)
  await other.settled()
  await other.close()
  last = null
  const days = Array.from({ length: keptBackups + 2 }, (_, day) => first + (day + 1) * dayMs)
  for (const day of days) await look(day)
  expect(made()).toEqual(
    [
      ...byHand,
      'photo.jpg',
      'broken.megachat-backup',
      nameOf(first),
      ...days.slice(-keptBackups).map(nameOf),
    ].toSorted(),
  )
})

test('S-7 a drive that is gone is said; an hour later, or when another folder is chosen, it is tried again', async () => {
  rmSync(target, { recursive: true })
  await look(first)
  expect(backups.state.value).toMatchObject({ error: { code: 'folder-unwritable' }, last: null, running: null })
  mkdirSync(target)
  await look(first + 10 * 60 * 1000)
  expect(made()).toEqual([])
  await look(first + 60 * 60 * 1000)
  expect(made()).toHaveLength(1)
  expect(backups.state.value.error).toBeNull()
  rmSync(target, { recursive: true })
  await look(first + 2 * dayMs)
  target = path.join(parent, 'another drive')
  mkdirSync(target)
  backups.changed()
  await backups.settled()
  expect(made()).toHaveLength(1)
})

test('S-7 without a choice they are made where received files go, which is made where it is missing', async () => {
  isChosen = false
  await look(first)
  expect(readdirSync(path.join(parent, 'downloads'))).toEqual([nameOf(first)])
  expect(backups.state.value).toMatchObject({ folder: 'downloads', error: null })
})

test('S-2 the database’s log grows only while the database itself is read', async () => {
  mkdirSync(path.join(parent, 'media'))
  writeFileSync(path.join(parent, 'media', 'picture'), randomBytes(30_000_000))
  const steps = backups.save(target, undefined)
  const isHeld = () => store.db.pragma('wal_autocheckpoint', { simple: true }) === 0
  expect(isHeld()).toBe(false)
  await steps.next()
  // A small database: it has been read by now, its pictures have not.
  expect(isHeld()).toBe(false)
  expect((await steps.next()).value).toMatchObject({ done: expect.any(Number) })
  await steps.return({ name: '', size: 0 })
})

test('S-7 two at once are not made', async () => {
  const steps = backups.save(target, undefined)
  await steps.next()
  await expect(backups.save(target, undefined).next()).rejects.toMatchObject({ code: 'backup-running' })
  backups.look(first)
  await steps.return({ name: '', size: 0 })
  expect(made()).toEqual([])
  await look(first)
  expect(made()).toHaveLength(1)
})

test('S-3 what is being made when the profile is closed goes', async () => {
  backups.look(first)
  await backups.close()
  expect(made()).toEqual([])
  expect(backups.state.value.error).toBeNull()
})
