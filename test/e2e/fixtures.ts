/** A real relay and two real people for each test. */
import { type Browser, test as base, chromium } from '@playwright/test'
import { temporaryFolder } from '../fixtures/folder.ts'
import { browserWindows } from './browser-window.ts'
import { Person } from './person.ts'
import { TestRelay } from './test-relay.ts'

interface Fixtures {
  folder: string
  relay: TestRelay
  alice: Person
  bob: Person
}

export function launchBrowser(args: readonly string[] = []): Promise<Browser> {
  const executablePath = process.env.MEGACHAT_CHROMIUM
  return chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: ['--autoplay-policy=no-user-gesture-required', '--disable-background-networking', ...args],
  })
}

export const test = base.extend<Fixtures>({
  // Fake devices: a moving picture with beeps, and permission given as a user would.
  browser: [
    async ({}, use) => {
      const browser = await launchBrowser(['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'])
      await use(browser)
      await browser.close()
    },
    { scope: 'worker' },
  ],
  folder: async ({}, use) => {
    const folder = temporaryFolder('e2e')
    await use(folder.path)
    folder.remove()
  },
  relay: async ({ folder }, use) => {
    const relay = await TestRelay.start(`${folder}/relay`)
    await use(relay)
    await relay.stop()
  },
  alice: async ({ browser, folder }, use) => {
    const alice = new Person(browserWindows(browser), folder, 'Alice')
    await use(alice)
    await alice.close()
  },
  bob: async ({ browser, folder }, use) => {
    const bob = new Person(browserWindows(browser), folder, 'Bob')
    await use(bob)
    await bob.close()
  },
})

/** Both have an account on the relay and have accepted each other; the chat is open on both sides. */
export async function becomeContacts(alice: Person, bob: Person, relay: Pick<TestRelay, 'url'>): Promise<void> {
  await alice.open()
  await alice.onboard(relay.url)
  await bob.open()
  await bob.onboard(relay.url)
  await bob.startChat('alice')
  await bob.send('Hello Alice')
  await alice.openChat('Bob')
  await alice.acceptRequest()
  await alice.send('Hello Bob')
  await bob.timeline.getByText('Hello Bob').waitFor()
}

export { expect } from '@playwright/test'
