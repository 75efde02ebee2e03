import { createHash } from 'node:crypto'
import { afterEach, expect, test } from 'vitest'
import { TestAccount } from '../testing/client.ts'
import { startTestRelay, type TestRelay } from '../testing/relay.ts'
import { languageOf, statusPage } from './status-page.ts'

let relay: TestRelay | undefined
afterEach(async () => {
  await relay?.dispose()
  relay = undefined
})

test('the page is there where it is asked for, says how the relay is, and takes in nothing', async () => {
  relay = await startTestRelay({ statusPage: true, name: '<b>Ours & yours</b>', registration: 'token' })
  const alice = await TestAccount.make(relay.url, 'alice', relay.running.registrationToken ?? '')
  const socket = await alice.connect()
  const answer = await fetch(`${relay.url}/status`, { headers: { 'accept-language': 'de-AT,en;q=0.5' } })
  expect(answer.status).toBe(200)
  const page = await answer.text()
  expect(page).toContain('<html lang="de">')
  expect(page).toContain('&lt;b&gt;Ours &amp; yours&lt;/b&gt;')
  for (const [term, value] of [
    ['Zustand', 'In Ordnung'],
    ['Neue Konten', 'Auf Einladung'],
    ['Verbundene Geräte', '1'],
  ]) {
    expect(page).toContain(`<dt>${term}</dt><dd>${value}</dd>`)
  }
  expect(page).not.toContain('alice')
  const policy = answer.headers.get('content-security-policy') ?? ''
  const style = /<style>([\s\S]*)<\/style>/.exec(page)?.[1] ?? ''
  expect(policy).toContain(`'sha256-${createHash('sha256').update(style).digest('base64')}'`)
  expect(policy).toContain("default-src 'none'")
  await socket.close()
})

test('without being asked for there is none', async () => {
  relay = await startTestRelay()
  expect((await fetch(`${relay.url}/status`)).status).toBe(404)
})

test.each([
  [undefined, 'en'],
  ['fr', 'en'],
  ['fr, de;q=0.8, en;q=0.5', 'de'],
  ['en-GB,de', 'en'],
  ['DE', 'de'],
])('a reader of %j is shown %s', (accepted, language) => {
  expect(languageOf(accepted)).toBe(language)
})

test('trouble stands in words', () => {
  const shown = { name: 'x', registration: 'open', since: new Date(0), devices: 12_345 } as const
  expect(statusPage('en', { ...shown, state: 'away' })).toContain('Its database is away')
  expect(statusPage('de', { ...shown, state: 'draining' })).toContain('12.345')
})
