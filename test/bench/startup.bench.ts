/** From the start of the program to a window one can use, and until 5,000 waiting messages are stored. */

import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { chromium } from '@playwright/test'
import { findChromium } from '../../scripts/browser.ts'
import { electronObstacle } from '../../scripts/electron.ts'
import { browserWindows } from '../e2e/browser-window.ts'
import { electronWindows } from '../e2e/electron-window.ts'
import type { OpenWindow } from '../e2e/window.ts'
import {
  allSent,
  becomeContacts,
  createAccount,
  openCorePerson,
  passphrase,
  whenConversations,
} from '../fixtures/core-person.ts'
import { temporaryFolder } from '../fixtures/folder.ts'
import { startRelay } from '../fixtures/relay.ts'
import { type BenchOptions, type BenchResult, benchResult, percentile } from './result.ts'

export async function run({ rounds = 5, size = 5000 }: BenchOptions): Promise<BenchResult> {
  const folder = temporaryFolder('bench-startup')
  const profile = path.join(folder.path, 'bob')
  const passphraseFile = path.join(folder.path, 'passphrase')
  writeFileSync(passphraseFile, passphrase)
  const relay = await startRelay(path.join(folder.path, 'relay'))
  const alice = await openCorePerson(path.join(folder.path, 'alice'))
  let bob = await openCorePerson(profile)
  await createAccount(alice, relay.ready.url, 'Alice')
  await createAccount(bob, relay.ready.url, 'Bob')
  const { ofAlice } = await becomeContacts([alice, bob], 'alice')
  await bob.close()

  const figures: Record<string, number> = {}
  const browser = await chromium.launch({ executablePath: findChromium() })
  figures.browserInteractiveP50Ms = await interactive(browserWindows(browser), rounds)
  await browser.close()
  const obstacle = electronObstacle()
  if (obstacle === undefined) figures.electronInteractiveP50Ms = await interactive(electronWindows(new Map()), rounds)
  else process.stderr.write(`Electron is left out: ${obstacle}\n`)

  for (let sent = 0; sent < size; sent += 100) {
    const batch = Array.from({ length: Math.min(100, size - sent) }, (_, n) =>
      alice.core.conversations.sendText({ conversationId: ofAlice, text: `waiting ${sent + n + 1}` }),
    )
    await Promise.all(batch)
  }
  await alice.core.conversations.sendText({ conversationId: ofAlice, text: 'last' })
  await allSent(alice, ofAlice)
  const start = performance.now()
  bob = await openCorePerson(profile)
  await whenConversations(bob, (list) => list.some(({ preview }) => preview?.text === 'last'))
  figures.takeInSeconds = (performance.now() - start) / 1000
  figures.takeInMessages = size + 1

  await alice.close()
  await bob.close()
  await relay.stop()
  folder.remove()
  return benchResult('startup', figures, [])

  async function interactive(open: OpenWindow, times: number): Promise<number> {
    const samples: number[] = []
    for (let n = 0; n < times; n++) {
      const start = performance.now()
      const window = await open({ profile, passphraseFile, prepare: async () => {} })
      await window.page.getByRole('button', { name: 'New chat' }).first().waitFor()
      samples.push(performance.now() - start)
      await window.close()
    }
    return percentile(samples, 0.5)
  }
}
