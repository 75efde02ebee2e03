/** Parts of the program that end, and what becomes of the rest. */
import { expect } from '@playwright/test'
import type { ElectronApplication } from 'playwright-core'
import { type ElectronWindow, electronWindows } from './electron-window.ts'
import { becomeContacts, peopleTest } from './people.ts'

const test = peopleTest.extend<{ windows: Map<string, ElectronWindow> }>({
  windows: async ({}, use) => use(new Map()),
  openWindow: async ({ windows }, use) => use(electronWindows(windows)),
})

const appOf = (windows: Map<string, ElectronWindow>, name = 'Alice'): ElectronApplication => {
  const app = windows.get(name)?.app
  if (app === undefined) throw new Error('no window')
  return app
}

/** Ends the thread of the core from inside, as a fault of a native part of it would. */
const endCore = (app: ElectronApplication) =>
  app.evaluate(() => {
    const { Session } = process.getBuiltinModule('node:inspector')
    const session = new Session()
    session.connect()
    // Not also to the next one.
    let isSent = false
    const message = { id: 1, method: 'Runtime.evaluate', params: { expression: 'process.exit(7)' } }
    session.on('NodeWorker.attachedToWorker', ({ params: { sessionId, workerInfo } }) => {
      if (isSent || !workerInfo.title.includes('core')) return
      session.post('NodeWorker.sendMessageToWorker', { sessionId, message: JSON.stringify(message) })
      isSent = true
    })
    session.post('NodeWorker.enable', { waitForDebuggerOnStart: false })
  })

test('the core ends and is started again, and the page goes on where it was', async ({
  alice,
  bob,
  relay,
  windows,
}) => {
  await becomeContacts(alice, bob, relay)
  await alice.composer.fill('Half a sentence')
  await endCore(appOf(windows))
  await expect.poll(() => alice.logs).toContain('the core ended; it is started again')
  await expect(alice.timeline.getByText('Hello Bob')).toBeVisible()
  await expect(alice.composer).toHaveValue('Half a sentence')
  await bob.send('Are you still there?')
  await expect(alice.timeline.getByText('Are you still there?')).toBeVisible()
  await alice.send('Of course')
  await expect(bob.timeline.getByText('Of course')).toBeVisible()
})

test('a page whose process ends shows again what it showed', async ({ alice, bob, relay, windows }) => {
  await becomeContacts(alice, bob, relay)
  const contents = <T>(look: 'crash' | 'crashed' | 'text') =>
    appOf(windows).evaluate(({ BrowserWindow }, wanted): Promise<T> | T => {
      const { webContents } = BrowserWindow.getAllWindows()[0] as Electron.BrowserWindow
      if (wanted === 'crash') webContents.forcefullyCrashRenderer()
      return (
        wanted === 'text' ? webContents.executeJavaScript('document.body.innerText') : webContents.isCrashed()
      ) as T
    }, look)
  await contents('crash')
  await expect.poll(() => contents<boolean>('crashed')).toBe(true)
  await expect.poll(() => contents<boolean>('crashed')).toBe(false)
  await bob.send('Still here?')
  // Not only in the list: what stands in the open chat.
  await expect.poll(() => contents<string>('text'), { timeout: 20_000 }).toMatch(/Hello Alice.*Still here\?/s)
})

test('after starts that ended badly it comes up carefully, says so, and counts anew once it ends well', async ({
  alice,
  windows,
}) => {
  const warning = () => alice.page.getByText(/MegaChat ended unexpectedly several times/)
  await alice.open()
  await alice.onboardAsRelay()
  await alice.close()
  for (let start = 0; start < 2; start++) {
    await alice.open()
    await expect(alice.page.getByRole('button', { name: 'New chat' }).first()).toBeVisible()
    await expect(warning()).toBeHidden()
    const { app } = windows.get('Alice') as ElectronWindow
    const ended = new Promise((resolve) => app.process().once('exit', resolve))
    app.process().kill('SIGKILL')
    await ended
    await alice.close()
  }
  await alice.open()
  await expect(warning()).toBeVisible()
  await expect(alice.page.getByRole('button', { name: 'Restart as usual' })).toBeVisible()
  await alice.page.getByRole('button', { name: 'Log', exact: true }).click()
  await expect(alice.page.getByRole('dialog', { name: 'Log' })).toContainText('the last starts ended badly')
  await alice.page.keyboard.press('Escape')
  await alice.close()
  await alice.open()
  await expect(alice.page.getByRole('button', { name: 'New chat' }).first()).toBeVisible()
  await expect(warning()).toBeHidden()
})
