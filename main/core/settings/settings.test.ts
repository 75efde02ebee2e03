import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openStore, type Store } from '../store/index.ts'
import { ProfileSettings, settingsMigrations } from './settings.ts'

let folder: string
let store: Store
const open = () => new ProfileSettings({ store, downloads: { name: 'Downloads', path: '/home/someone/Downloads' } })

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'megachat-test-'))
  const file = path.join(folder, 'profile.db')
  store = openStore({ file, key: new Uint8Array(32), migrations: settingsMigrations })
})
afterEach(() => {
  store.close()
  rmSync(folder, { recursive: true })
})

test('what was chosen is there the next time, and watchers hear it', async () => {
  const settings = open()
  const stream = settings.watch()
  expect((await stream.next()).value).toMatchObject({ theme: 'system', downloadFolder: 'Downloads' })
  settings.change({ theme: 'dark', language: 'de' })
  settings.setDownloadFolder(path.join(folder, 'saved'))
  expect((await stream.next()).value).toMatchObject({ theme: 'dark', language: 'de', downloadFolder: 'saved' })
  await stream.return?.()
  expect(open().current).toEqual(settings.current)
  expect(open().downloadFolder).toBe(path.join(folder, 'saved'))
})

test('what another version has left in another form does no harm', () => {
  store.db.exec(`INSERT INTO setting VALUES ('theme', '"blue"'), ('language', '"de"'), ('later', '{"a":1}')`)
  expect(open().current).toMatchObject({ theme: 'system', notifications: 'name-and-text' })
})
