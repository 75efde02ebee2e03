/** Tests of two people in the browser shell, in Chromium with fake devices. */
import { type Browser, chromium } from '@playwright/test'
import { browserWindows } from './browser-window.ts'
import { peopleTest } from './people.ts'

export function launchBrowser(args: readonly string[] = []): Promise<Browser> {
  const executablePath = process.env.MEGACHAT_CHROMIUM
  return chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: ['--autoplay-policy=no-user-gesture-required', '--disable-background-networking', ...args],
  })
}

export const test = peopleTest.extend({
  // A moving picture with beeps, and permission given as a user would.
  browser: [
    async ({}, use) => {
      const browser = await launchBrowser(['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'])
      await use(browser)
      await browser.close()
    },
    { scope: 'worker' },
  ],
  openWindow: async ({ browser }, use) => use(browserWindows(browser)),
})

export { expect } from '@playwright/test'
export { becomeContacts, meet } from './people.ts'
