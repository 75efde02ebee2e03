/** The application in Electron, with Electron's sandbox on. */
import path from 'node:path'
import { _electron, type ElectronApplication, errors, expect, type Page } from '@playwright/test'
import { installedElectron } from '../../scripts/electron.ts'
import { root } from '../fixtures/process.ts'
import type { AppWindow, OpenOptions, OpenWindow } from './window.ts'

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
  return async (opened) => {
    const open = () => openOnce(opened, { passwordStore, fakeDevices, args, env })
    // Once in some hundred starts Playwright loses a program that starts, and would wait for it without an end.
    const window = await open().catch((error: unknown) => {
      if (!(error instanceof DoesNotAnswer)) throw error
      process.stderr.write(`Started a second time: ${error.message}\n`)
      return open()
    })
    windows.set(path.basename(opened.profile), window)
    return window
  }
}

/** @throws DoesNotAnswer where the program was started and is not reached; it is ended then. */
async function openOnce(
  { profile, passphraseFile, prepare }: OpenOptions,
  { passwordStore, fakeDevices, args, env }: Required<ElectronOptions>,
): Promise<ElectronWindow> {
  const executablePath = installedElectron()
  if (executablePath === undefined) throw new Error('no Electron runtime is here')
  const app = await _electron
    .launch({
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
      timeout: openedMs,
    })
    .catch((error: unknown) => {
      throw error instanceof errors.TimeoutError ? new DoesNotAnswer(error.message) : error
    })
  let log = ''
  app.process().stderr?.on('data', (data: Buffer) => {
    log += data.toString()
  })
  const page = await within(openedMs, preparedPage(app, prepare), () => `no page:\n${log.slice(-2000)}`).catch(
    (error: unknown) => {
      if (error instanceof DoesNotAnswer) app.process().kill('SIGKILL')
      throw error
    },
  )
  return { app, page, log: () => log, close: () => ended(app, () => log) }
}

/** The page with what it was prepared with. */
async function preparedPage(app: ElectronApplication, prepare: OpenOptions['prepare']): Promise<Page> {
  const page = await app.firstWindow()
  // The window exists before its page: a reload in between would find nothing to load again.
  await loaded(page)
  await prepare(app.context())
  await page.evaluate(() => {
    Object.assign(window, { beforeReload: true })
    setTimeout(() => location.reload())
  })
  await loaded(page)
  return page
}

class DoesNotAnswer extends Error {}

/** Milliseconds. */
const answerMs = 3000
const loadedMs = 30_000
const openedMs = 50_000
const endedMs = 30_000

/**
 * Until the page is there, after a reload the new one. The page itself is asked, again where it does not answer: Playwright
 * misses the event of a navigation in whose middle it came to the window, and would wait for it for ever.
 */
async function loaded(page: Page): Promise<void> {
  await expect(async () => {
    const state = page.evaluate(
      () => location.protocol === 'app:' && !('beforeReload' in window) && document.readyState,
    )
    expect(await within(answerMs, state, () => 'the page does not answer')).toBe('complete')
  }).toPass({ timeout: loadedMs })
}

/** Ends the program. @throws Error with its last words where it does not end. */
const ended = (app: ElectronApplication, log: () => string): Promise<void> =>
  within(endedMs, app.close(), () => `the program does not end:\n${log().slice(-2000)}`)

function within<Value>(milliseconds: number, value: Promise<Value>, otherwise: () => string): Promise<Value> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new DoesNotAnswer(otherwise())), milliseconds)
  })
  return Promise.race([value, late]).finally(() => clearTimeout(timer))
}
