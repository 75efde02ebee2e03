/** The application in Electron, with Electron's sandbox on. */
import path from 'node:path'
import { _electron, type ElectronApplication, expect } from '@playwright/test'
import { installedElectron } from '../../scripts/electron.ts'
import { root } from '../fixtures/process.ts'
import type { AppWindow, OpenWindow } from './window.ts'

export interface ElectronWindow extends AppWindow {
  readonly app: ElectronApplication
}

export interface ElectronOptions {
  readonly passwordStore?: 'gnome-libsecret' | 'basic'
  /** Not only camera and microphone: Chromium's screens are fake then too. */
  readonly fakeDevices?: boolean
  /** Words of the command line besides the usual ones, asked for at each start. */
  readonly args?: () => readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

/** `windows` keeps what was opened, by profile, for tests that look behind the page. */
export function electronWindows(
  windows: Map<string, ElectronWindow>,
  { passwordStore = 'gnome-libsecret', fakeDevices = true, args = () => [], env = {} }: ElectronOptions = {},
): OpenWindow {
  return async ({ profile, passphraseFile, prepare }) => {
    const executablePath = installedElectron()
    if (executablePath === undefined) throw new Error('no Electron runtime is here')
    const app = await _electron.launch({
      executablePath,
      args: [
        root,
        '--profile',
        profile,
        ...(passphraseFile === null ? [] : ['--passphrase-file', passphraseFile]),
        '--lang=en-GB',
        ...(fakeDevices ? ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'] : []),
        `--password-store=${passwordStore}`,
        ...args(),
      ],
      cwd: root,
      env: { ...(process.env as Record<string, string>), ...env },
      chromiumSandbox: true,
    })
    let log = ''
    app.process().stderr?.on('data', (data: Buffer) => {
      log += data.toString()
    })
    const page = await app.firstWindow()
    // The window exists before its page: a reload in between would find nothing to load again. The page itself is
    // asked: Playwright misses the event of a navigation in whose middle it came to the window.
    await expect.poll(() => page.evaluate(() => location.protocol === 'app:' && document.readyState)).toBe('complete')
    await prepare(app.context())
    await page.reload()
    const window: ElectronWindow = { app, page, log: () => log, close: () => app.close() }
    windows.set(path.basename(profile), window)
    return window
  }
}
