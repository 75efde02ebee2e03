/** Two people who are contacts, each with a browser shell in Chromium with a fake camera, for as long as a benchmark of calls runs. */
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { chromium, type Page } from '@playwright/test'
import { findChromium } from '../../scripts/browser.ts'
import { browserWindows } from '../e2e/browser-window.ts'
import { watchConnections } from '../e2e/media.ts'
import { becomeContacts, createAccount, openCorePerson, passphrase } from '../fixtures/core-person.ts'
import { temporaryFolder } from '../fixtures/folder.ts'
import { startRelay } from '../fixtures/relay.ts'

/** `work` gets Bob's page, with his chat with Alice open, and Alice's. */
export async function withTwoCallers<T>(work: (bob: Page, alice: Page) => Promise<T>): Promise<T> {
  const folder = temporaryFolder('bench-call')
  const passphraseFile = path.join(folder.path, 'passphrase')
  writeFileSync(passphraseFile, passphrase)
  const relay = await startRelay(path.join(folder.path, 'relay'))
  const profiles = { alice: path.join(folder.path, 'alice'), bob: path.join(folder.path, 'bob') }
  await makeContacts(profiles, relay.ready.url)

  const browser = await chromium.launch({
    executablePath: findChromium(),
    args: ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
  })
  const open = browserWindows(browser)
  const alice = await open({ profile: profiles.alice, passphraseFile, prepare: watchConnections })
  const bob = await open({ profile: profiles.bob, passphraseFile, prepare: watchConnections })
  try {
    await bob.page.getByRole('list', { name: 'Chats' }).getByText('Alice').first().click()
    return await work(bob.page, alice.page)
  } finally {
    await alice.close()
    await bob.close()
    await browser.close()
    await relay.stop()
    folder.remove()
  }
}

async function makeContacts(profiles: { alice: string; bob: string }, relay: string): Promise<void> {
  const alice = await openCorePerson(profiles.alice)
  const bob = await openCorePerson(profiles.bob)
  await createAccount(alice, relay, 'Alice')
  await createAccount(bob, relay, 'Bob')
  await becomeContacts([alice, bob], 'alice')
  await Promise.all([alice.close(), bob.close()])
}
