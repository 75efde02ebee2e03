/** What the tray offers, and what the badge counts. The menu is the system's own window, which no test protocol sees: it is used as Electron holds it. */
import { expect } from '@playwright/test'
import type { ElectronApplication } from 'playwright-core'
import { createAccount, openCorePerson, whenConversations } from '../fixtures/core-person.ts'
import { type ElectronWindow, electronWindows } from './electron-window.ts'
import { becomeContacts, peopleTest } from './people.ts'
import { Person } from './person.ts'

const test = peopleTest.extend<{ windows: Map<string, ElectronWindow> }>({
  windows: async ({}, use) => use(new Map()),
  openWindow: async ({ windows }, use) => use(electronWindows(windows)),
})

class Tray {
  readonly #app: ElectronApplication

  private constructor(app: ElectronApplication) {
    this.#app = app
  }

  /** Sees what the tray shows from now on. */
  static async of(app: ElectronApplication): Promise<Tray> {
    await app.evaluate(({ app: program, Menu, Tray: trays }) => {
      const seen = { menu: null as Electron.Menu | null, badge: 0 }
      Object.assign(globalThis, { seen })
      const setContextMenu = trays.prototype.setContextMenu
      trays.prototype.setContextMenu = function (menu) {
        seen.menu = menu
        return setContextMenu.call(this, menu)
      }
      // The test desktop has no launcher that would show it.
      program.setBadgeCount = (count = 0) => {
        seen.badge = count
        return true
      }
      Menu.getApplicationMenu()
    })
    return new Tray(app)
  }

  /** A tick stands before what is on, and brackets around what cannot be chosen. */
  items(): Promise<string[]> {
    return this.#app.evaluate(() => {
      const { seen } = globalThis as unknown as { seen: { menu: Electron.Menu | null } }
      return (seen.menu?.items ?? [])
        .filter(({ type }) => type !== 'separator')
        .map(({ label, checked, enabled }) => (enabled ? `${checked ? '✓ ' : ''}${label}` : `(${label})`))
    })
  }

  choose(label: string): Promise<void> {
    return this.#app.evaluate((_, wanted) => {
      const { seen } = globalThis as unknown as { seen: { menu: Electron.Menu | null } }
      const item = seen.menu?.items.find((one) => one.label === wanted)
      if (item === undefined) throw new Error(`no ${wanted} in the tray`)
      item.click()
    }, label)
  }

  badge(): Promise<number> {
    return this.#app.evaluate(() => (globalThis as unknown as { seen: { badge: number } }).seen.badge)
  }
}

const appOf = (windows: Map<string, ElectronWindow>): ElectronApplication => {
  const app = windows.get('Alice')?.app
  if (app === undefined) throw new Error('no window')
  return app
}

test('the tray offers the window, the settings and quiet; in a call what a call needs; the badge counts', async ({
  alice,
  bob,
  relay,
  windows,
}) => {
  await becomeContacts(alice, bob, relay)
  const app = appOf(windows)
  const tray = await Tray.of(app)
  const always = ['Open MegaChat', 'Settings', 'Do not disturb', 'Quit']
  const isVisible = () =>
    app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()
        .find((one) => !one.isAlwaysOnTop())
        ?.isVisible(),
    )
  const hide = () =>
    app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()
        .find((one) => !one.isAlwaysOnTop())
        ?.hide(),
    )

  await test.step('the window, from hidden, and what has come meanwhile', async () => {
    // To a page under test its window always seems to be looked at: an open chat would be read.
    await alice.page.getByRole('button', { name: 'Calls', exact: true }).click()
    await hide()
    await bob.send('One')
    await bob.send('Two')
    await expect.poll(() => tray.badge()).toBe(2)
    await expect.poll(() => tray.items()).toEqual(always)
    await tray.choose('Open MegaChat')
    await expect.poll(isVisible).toBe(true)
    await alice.page.getByRole('button', { name: /^Chats/ }).click()
    await expect(alice.timeline.getByText('Two')).toBeVisible()
    await expect.poll(() => tray.badge()).toBe(0)
  })

  await test.step('the settings, and quiet, which both show', async () => {
    await hide()
    await tray.choose('Settings')
    await expect.poll(isVisible).toBe(true)
    const quiet = alice.page.getByRole('switch', { name: 'Do not disturb' })
    await expect(quiet).not.toBeChecked()
    await tray.choose('Do not disturb')
    await expect(quiet).toBeChecked()
    await expect.poll(() => tray.items()).toEqual(['Open MegaChat', 'Settings', '✓ Do not disturb', 'Quit'])
    await quiet.press('Space')
    await expect.poll(() => tray.items()).toEqual(always)
  })

  await test.step('a call: declined, then accepted, muted and ended from there', async () => {
    const call = () => bob.page.getByRole('button', { name: 'Start voice call' }).click()
    await call()
    await expect.poll(() => tray.items()).toEqual(['(Bob is calling)', 'Accept', 'Decline', ...always])
    await tray.choose('Decline')
    await expect(bob.page.getByText('Declined', { exact: true })).toBeVisible()
    await expect.poll(() => tray.items()).toEqual(always)
    await bob.page.getByRole('button', { name: 'Close' }).click()
    await call()
    await expect.poll(() => tray.items()).toContain('Accept')
    await tray.choose('Accept')
    await expect(bob.page.getByRole('timer')).toBeVisible({ timeout: 20_000 })
    await expect.poll(() => tray.items()).toEqual(['(In a call with Bob)', 'Mute', 'End call', ...always])
    await tray.choose('Mute')
    await expect.poll(() => tray.items()).toContain('Unmute')
    await expect(alice.page.getByRole('button', { name: 'Unmute' })).toBeVisible()
    await tray.choose('Unmute')
    await expect.poll(() => tray.items()).toContain('Mute')
    await tray.choose('End call')
    await expect(alice.page.getByRole('button', { name: 'End call' })).toBeHidden()
    await expect.poll(() => tray.items()).toEqual(always)
  })
})

test('a second call is accepted from the tray, and the first waits', async ({ alice, bob, relay, folder, windows }) => {
  await becomeContacts(alice, bob, relay)
  const carol = await openCorePerson(`${folder}/carol`)
  try {
    await createAccount(carol, relay.url, 'Carol')
    const { conversationId } = await carol.core.contacts.start({ usernameOrInvite: 'alice' })
    await carol.core.conversations.sendText({ conversationId, text: 'Hello Alice' })
    await alice.openChat('Carol')
    await alice.acceptRequest()
    await whenConversations(carol, ([chat]) => chat?.state === 'accepted')
    const tray = await Tray.of(appOf(windows))
    await bob.page.getByRole('button', { name: 'Start voice call' }).click()
    await expect.poll(() => tray.items()).toContain('Accept')
    await tray.choose('Accept')
    await expect(bob.page.getByRole('timer')).toBeVisible({ timeout: 20_000 })

    await carol.core.calls.start({ conversationId, media: 'voice' })
    await expect.poll(() => tray.items()).toContain('(Carol is calling)')
    await tray.choose('Accept')
    await expect.poll(() => tray.items()).toContain('(In a call with Carol)')
    await expect(bob.page.getByText('You are on hold').first()).toBeVisible()
    await expect(alice.page.getByRole('region', { name: 'Call with Bob' }).getByText('On hold')).toBeVisible()
    await tray.choose('End call')
    await expect.poll(() => tray.items()).toContain('(In a call with Bob)')
    await tray.choose('End call')
    await expect(bob.page.getByRole('button', { name: 'End call' })).toBeHidden()
  } finally {
    await carol.close()
  }
})

test('a profile with a passphrase is locked from the tray', async ({ folder, relay }) => {
  const windows = new Map<string, ElectronWindow>()
  const alice = new Person(electronWindows(windows, { passwordStore: 'basic' }), folder, 'Alice')
  alice.typesPassphrase = true
  await alice.open()
  await alice.onboard(relay.url)
  const tray = await Tray.of(appOf(windows))
  await alice.page.getByRole('button', { name: 'Settings' }).click()
  await alice.page.getByRole('switch', { name: 'Do not disturb' }).press('Space')
  await expect.poll(() => tray.items()).toContain('Lock')
  await tray.choose('Lock')
  await expect(alice.page.getByRole('heading', { name: 'Welcome back' })).toBeVisible()
  await expect.poll(() => tray.items()).not.toContain('Lock')
  await alice.close()
})
