/**
 * Two people who are contacts, each with a browser shell in Chromium with a fake camera: on this computer, or each in a
 * network of their own.
 */
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { type Browser, type BrowserContext, chromium, type Page } from '@playwright/test'
import { findChromium } from '../../scripts/browser.ts'
import { openCoreChild } from '../fixtures/core-child.ts'
import { becomeContacts, createAccount, passphrase } from '../fixtures/core-person.ts'
import { temporaryFolder } from '../fixtures/folder.ts'
import { startRelay } from '../fixtures/relay.ts'
import { browserWindows } from './browser-window.ts'
import { watchConnections } from './media.ts'

export interface CallersNetwork {
  readonly relay: { readonly within: readonly string[]; readonly options: readonly string[] }
  /** What starts Alice's programs where she is, and Bob's. */
  readonly alice: readonly string[]
  readonly bob: readonly string[]
}

export interface CallersOptions {
  /** This computer's own where there is none. */
  readonly network?: CallersNetwork
  /** For both browsers. */
  readonly prepare?: (context: BrowserContext) => Promise<unknown>
  /** Further arguments of Chromium. */
  readonly args?: readonly string[]
  /** Whatever the calls are to be like. */
  readonly alwaysThroughRelay?: boolean
}

export const thisComputer: CallersNetwork = { relay: { within: [], options: [] }, alice: [], bob: [] }

/** `work` gets Bob's page, with his chat with Alice open, and Alice's. */
export async function withTwoCallers<T>(
  work: (bob: Page, alice: Page) => Promise<T>,
  { network = thisComputer, prepare, args = [], alwaysThroughRelay = false }: CallersOptions = {},
): Promise<T> {
  const folder = temporaryFolder('callers')
  const place = (name: string) => path.join(folder.path, name)
  const undo: (() => Promise<unknown>)[] = [async () => folder.remove()]
  try {
    writeFileSync(place('passphrase'), passphrase)
    const relay = await startRelay(place('relay'), 0, network.relay.options, network.relay.within)
    undo.push(() => relay.stop())
    await makeContacts(place, relay.ready.link, network, alwaysThroughRelay)
    const open = async (name: 'alice' | 'bob') => {
      const browser = await launchChromium(place(`${name}-chromium`), network[name], args)
      undo.push(() => browser.close())
      const window = await browserWindows(
        browser,
        {},
        network[name],
      )({
        profile: place(name),
        passphraseFile: place('passphrase'),
        prepare: async (context) => {
          await watchConnections(context)
          await prepare?.(context)
        },
      })
      undo.push(() => window.close())
      return window.page
    }
    const [alice, bob] = [await open('alice'), await open('bob')]
    await bob.getByRole('list', { name: 'Chats' }).getByText('Alice').first().click()
    return await work(bob, alice)
  } finally {
    for (const step of undo.reverse()) await step()
  }
}

/** A Chromium that is started by `within`: by a script, because Playwright starts a file. */
export function launchChromium(script: string, within: readonly string[], args: readonly string[]): Promise<Browser> {
  const chromiumPath = findChromium()
  writeFileSync(script, `#!/bin/sh\nexec ${[...within, chromiumPath].join(' ')} "$@"\n`, { mode: 0o700 })
  return chromium.launch({
    executablePath: within.length === 0 ? chromiumPath : script,
    args: ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream', ...args],
  })
}

async function makeContacts(
  place: (name: string) => string,
  relay: string,
  network: CallersNetwork,
  alwaysThroughRelay: boolean,
): Promise<void> {
  const alice = openCoreChild(place('alice'), { within: network.alice })
  const bob = openCoreChild(place('bob'), { within: network.bob })
  try {
    await createAccount(alice, relay, 'Alice')
    await createAccount(bob, relay, 'Bob')
    await becomeContacts([alice, bob], 'alice')
    for (const { core } of [alice, bob]) await core.settings.change({ alwaysThroughRelay })
  } finally {
    await Promise.all([alice.close(), bob.close()])
  }
}
