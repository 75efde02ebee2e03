/** The application in the browser shell, in a Chromium. */
import type { Browser, BrowserContextOptions } from '@playwright/test'
import { startProgram } from '../fixtures/process.ts'
import type { OpenWindow } from './window.ts'

/** `options`: what this browser is besides an English one of ordinary size whose user allows everything. `within`: see `startProgram`. */
export function browserWindows(
  browser: Browser,
  options: BrowserContextOptions = {},
  within: readonly string[] = [],
): OpenWindow {
  return async ({ profile, passphraseFile, prepare }) => {
    const shell = await startProgram<{ url: string }>(
      'dist/main/browser/index.js',
      [
        ...['--profile', profile, '--port', '0', '--no-open'],
        ...(passphraseFile === null ? [] : ['--passphrase-file', passphraseFile]),
      ],
      'ready',
      {},
      within,
    )
    const context = await browser.newContext({
      locale: 'en-GB',
      viewport: { width: 1280, height: 800 },
      permissions: ['camera', 'microphone', 'clipboard-read', 'clipboard-write'],
      ...options,
    })
    await prepare(context)
    const page = await context.newPage()
    await page.goto(shell.ready.url)
    return {
      page,
      log: shell.log,
      async close() {
        await context.close()
        await shell.stop()
      },
    }
  }
}
