/** A call whose other side stands still: the page is stopped by a signal, as a laptop that falls asleep. */
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { type Browser, chromium } from '@playwright/test'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { findChromium } from '../../scripts/browser.ts'
import { browserWindows } from '../e2e/browser-window.ts'
import { receivedMedia, watchConnections } from '../e2e/media.ts'
import type { AppWindow } from '../e2e/window.ts'
import { becomeContacts, createAccount, openCorePerson, passphrase } from '../fixtures/core-person.ts'
import { temporaryFolder } from '../fixtures/folder.ts'
import type { Program } from '../fixtures/process.ts'
import { type RelayReady, startRelay } from '../fixtures/relay.ts'

const folder = temporaryFolder('call-interrupted')
let relay: Program<RelayReady>
const browsers: Browser[] = []
let alice: AppWindow
let bob: AppWindow

beforeAll(async () => {
  relay = await startRelay(path.join(folder.path, 'relay'))
  const people = await Promise.all(['alice', 'bob'].map((name) => openCorePerson(path.join(folder.path, name))))
  const [a, b] = people
  if (a === undefined || b === undefined) throw new Error('nobody came')
  await createAccount(a, relay.ready.url, 'Alice')
  await createAccount(b, relay.ready.url, 'Bob')
  await becomeContacts([a, b], 'alice')
  await Promise.all(people.map((person) => person.close()))
  alice = await openWindow('alice')
  bob = await openWindow('bob')
}, 120_000)

afterAll(async () => {
  for (const window of [alice, bob]) await window.close()
  for (const browser of browsers) await browser.close()
  await relay.stop()
  folder.remove()
})

/** Each in a browser of their own, so that one can be stopped without the other. */
async function openWindow(name: string): Promise<AppWindow> {
  const passphraseFile = path.join(folder.path, 'passphrase')
  writeFileSync(passphraseFile, passphrase)
  const browser = await chromium.launch({
    executablePath: findChromium(),
    args: ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
  })
  browsers.push(browser)
  return browserWindows(browser)({ profile: path.join(folder.path, name), passphraseFile, prepare: watchConnections })
}

/** The processes of a browser's pages. */
async function pagesOf(browser: Browser | undefined): Promise<number[]> {
  const session = await browser?.newBrowserCDPSession()
  const answer = await session?.send('SystemInfo.getProcessInfo')
  return answer?.processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id) ?? []
}

it('C-11 comes back after a short interruption, and ends after a long one', async () => {
  await bob.page.getByRole('list', { name: 'Chats' }).getByText('Alice').first().click()
  await bob.page.getByRole('button', { name: 'Start video call' }).click()
  await alice.page.getByRole('button', { name: 'Accept', exact: true }).click()
  await bob.page.getByRole('timer').waitFor()
  const words = (text: string) => bob.page.getByText(text).first()

  const pages = await pagesOf(browsers[0])
  const signal = (name: NodeJS.Signals) => pages.map((id) => process.kill(id, name))

  signal('SIGSTOP')
  await words('Reconnecting…').waitFor({ timeout: 30_000 })
  signal('SIGCONT')
  await words('Reconnecting…').waitFor({ state: 'detached', timeout: 30_000 })
  const { frames } = await receivedMedia(bob.page)
  await expect.poll(async () => (await receivedMedia(bob.page)).frames, { timeout: 20_000 }).toBeGreaterThan(frames + 5)

  signal('SIGSTOP')
  await words('The connection was lost').waitFor({ timeout: 60_000 })
  signal('SIGCONT')
  await alice.page.getByRole('button', { name: 'End call' }).waitFor({ state: 'hidden', timeout: 30_000 })
  // A call that was lost does not stand in the way of the next one.
  await bob.page.getByRole('button', { name: 'Call again' }).first().click()
  await alice.page.getByRole('button', { name: 'Accept', exact: true }).click()
  await bob.page.getByRole('timer').waitFor()
}, 240_000)
