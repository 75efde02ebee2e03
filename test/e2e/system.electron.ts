/** The program's place on the desktop: where its window stands, how large its page is, how it starts, what its menus say. */
import { execFileSync } from 'node:child_process'
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, type Page } from '@playwright/test'
import type { ElectronApplication } from 'playwright-core'
import { startConnectProxy, startSocks } from '../../main/core/relay/proxies.testing.ts'
import { type ElectronWindow, electronWindows } from './electron-window.ts'
import { becomeContacts, peopleTest } from './people.ts'
import { Person } from './person.ts'

const test = peopleTest.extend<{ windows: Map<string, ElectronWindow>; args: string[]; fakeDevices: boolean }>({
  windows: async ({}, use) => use(new Map()),
  args: async ({}, use) => use([]),
  fakeDevices: async ({}, use) => use(true),
  openWindow: async ({ windows, args, fakeDevices }, use) =>
    use(electronWindows(windows, { args: () => args, fakeDevices })),
})

const appOf = (windows: Map<string, ElectronWindow>): ElectronApplication => {
  const app = windows.get('Alice')?.app
  if (app === undefined) throw new Error('no window')
  return app
}

const settings = (page: Page) => page.getByRole('button', { name: 'Settings' }).click()
const menu = (app: ElectronApplication, label: string) =>
  app.evaluate(({ Menu }, wanted) => {
    const items = Menu.getApplicationMenu()?.items.flatMap(({ submenu }) => submenu?.items ?? []) ?? []
    const item = items.find((one) => one.label === wanted)
    item?.click()
    return item !== undefined
  }, label)

/** What Chromium calls its services that run as processes. */
const services = (app: ElectronApplication): Promise<string[]> =>
  app.evaluate(({ app: electron }) => electron.getAppMetrics().flatMap(({ serviceName }) => serviceName ?? []))

test.describe('with the devices of this computer', () => {
  test.use({ fakeDevices: async ({}, use) => use(false) })

  test('the processes for sound and pictures start when somebody looks at devices, not before', async ({
    alice,
    windows,
  }) => {
    const page = await alice.open()
    await alice.onboardAsRelay()
    expect((await services(appOf(windows))).filter((name) => /audio|video/i.test(name))).toEqual([])
    await settings(page)
    await expect.poll(() => services(appOf(windows))).toContain('audio.mojom.AudioService')
  })
})

test('a window opens where it was left, as large as it was, and its page as large as chosen', async ({
  alice,
  windows,
}) => {
  const page = await alice.open()
  await alice.onboardAsRelay()
  const bounds = { x: 120, y: 80, width: 900, height: 640 }
  await appOf(windows).evaluate(
    ({ BrowserWindow }, wanted) => BrowserWindow.getAllWindows()[0]?.setBounds(wanted),
    bounds,
  )
  const zoom = () =>
    appOf(windows).evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getZoomFactor())

  await test.step('by the menu and in the settings', async () => {
    expect(await menu(appOf(windows), 'Larger')).toBe(true)
    await expect.poll(zoom).toBeCloseTo(1.1)
    await settings(page)
    await page.getByRole('button', { name: /Size of text and pictures/ }).click()
    await page.getByRole('option', { name: '125%' }).click()
    await expect.poll(zoom).toBeCloseTo(1.25)
  })

  await test.step('after a reload and after a restart', async () => {
    await page.reload()
    await expect.poll(zoom).toBeCloseTo(1.25)
    await alice.close()
    await alice.open()
    await expect.poll(zoom).toBeCloseTo(1.25)
    const opened = await appOf(windows).evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds())
    expect(opened).toMatchObject({ width: bounds.width, height: bounds.height })
    // A window manager counts its frame in or not.
    expect(Math.abs((opened?.x ?? 0) - bounds.x)).toBeLessThan(40)
    expect(Math.abs((opened?.y ?? 0) - bounds.y)).toBeLessThan(60)
  })
})

test('it starts with the session when told so, hidden, and comes up when it is started again', async ({
  alice,
  windows,
  args,
  folder,
}) => {
  const page = await alice.open()
  await alice.onboardAsRelay()
  await settings(page)
  const start = page.getByRole('switch', { name: 'Start when I log in' })
  const files = () =>
    globSync(path.join(os.homedir(), '.config/autostart/megachat-*.desktop')).filter((file) =>
      readFileSync(file, 'utf8').includes(alice.profile),
    )
  await expect(start).not.toBeChecked()
  await start.press('Space')
  await expect.poll(files).toHaveLength(1)
  const [file = ''] = files()
  expect(readFileSync(file, 'utf8')).toMatch(/^Exec=.*electron .* --profile .* --hidden$/m)
  await start.press('Space')
  await expect.poll(() => existsSync(file)).toBe(false)
  await alice.close()

  args.push('--hidden')
  await alice.open()
  await expect(alice.page.getByRole('button', { name: 'New chat' }).first()).toBeVisible()
  const visible = () =>
    appOf(windows).evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((one) => one.isVisible()))
  expect(await visible()).toEqual([false])
  const again = new Person(electronWindows(new Map()), folder, 'Alice')
  await expect(again.open()).rejects.toThrow()
  await expect.poll(visible).toEqual([true])
})

test('a link opens in the program that runs with its profile', async ({ alice, folder }) => {
  await alice.open()
  await alice.onboardAsRelay()
  const link = 'megachat://invite/not-a-real-one'
  const again = new Person(electronWindows(new Map(), { args: () => [link] }), folder, 'Alice')
  await expect(again.open()).rejects.toThrow()
  await expect(alice.page.getByRole('dialog').getByRole('textbox', { name: 'Username or invite link' })).toHaveValue(
    link,
  )
})

test('what the system offers at the program’s entry leads there, in the program that runs', async ({
  alice,
  folder,
}) => {
  await alice.open()
  await alice.onboardAsRelay()
  for (const [word, heading] of [
    ['--settings', 'Settings'],
    ['--new-chat', 'New chat'],
  ] as const) {
    const again = new Person(electronWindows(new Map(), { args: () => [word] }), folder, 'Alice')
    await expect(again.open()).rejects.toThrow()
    await expect(alice.page.getByRole('heading', { name: heading })).toBeVisible()
  }
})

test('menus speak the language of the settings, and offer no tools to look inside once packaged', async ({
  alice,
  windows,
}) => {
  const page = await alice.open()
  await alice.onboardAsRelay()
  const labels = () =>
    appOf(windows).evaluate(
      ({ Menu }) => Menu.getApplicationMenu()?.items.map(({ label }) => label.replace('&', '')) ?? [],
    )
  await expect.poll(labels).toEqual(['File', 'Edit', 'View', 'Help'])
  await settings(page)
  await page.getByRole('button', { name: /Language/ }).click()
  await page.getByRole('option', { name: 'Deutsch' }).click()
  await expect.poll(labels).toEqual(['Datei', 'Bearbeiten', 'Ansicht', 'Hilfe'])
  expect(await menu(appOf(windows), 'Tastenkürzel')).toBe(true)
  await expect(page.getByRole('dialog', { name: 'Tastenkürzel' })).toBeVisible()
})

test('quiet hours keep messages from being announced; a call keeps the display awake', async ({
  alice,
  bob,
  relay,
  windows,
}) => {
  await becomeContacts(alice, bob, relay)
  const blocked = () =>
    appOf(windows).evaluate(({ powerSaveBlocker }) =>
      [...Array(20).keys()].some((id) => powerSaveBlocker.isStarted(id)),
    )
  expect(await blocked()).toBe(false)
  await bob.page.getByRole('button', { name: 'Start video call' }).click()
  await alice.page.getByRole('button', { name: 'Accept', exact: true }).click()
  await expect.poll(blocked).toBe(true)
  await bob.page.getByRole('button', { name: 'End call' }).click()
  await expect.poll(blocked).toBe(false)

  const { page } = alice
  await settings(page)
  await page.getByRole('switch', { name: 'Quiet hours' }).press('Space')
  await page.getByLabel('From', { exact: true }).fill('00:00')
  await page.getByLabel('To', { exact: true }).fill('23:59')
  await appOf(windows).evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide())
  execFileSync('dunstctl', ['close-all'])
  await bob.page.getByRole('button', { name: 'Start voice call' }).click()
  await expect(bob.page.getByText('Ringing…').first()).toBeVisible()
  // The call stands in the window for whoever opens it; nothing comes up by itself.
  await expect(page.getByRole('alertdialog')).toBeVisible()
  expect(appOf(windows).windows()).toHaveLength(1)
  expect(execFileSync('dunstctl', ['count', 'displayed']).toString().trim()).toBe('0')
  await bob.page.getByRole('button', { name: 'End call' }).click()
})

test('another profile opens in a program of its own', async ({ folder }) => {
  const data = path.join(folder, 'data')
  const alice = new Person(electronWindows(new Map(), { env: { XDG_DATA_HOME: data } }), folder, 'Alice')
  await alice.open()
  await alice.onboardAsRelay()
  const { page } = alice
  await settings(page)
  await page.getByRole('button', { name: 'New profile' }).click()
  const first = path.join(data, 'megachat')
  // Its log says that it has begun; it is ours to end.
  await expect.poll(() => existsSync(path.join(first, 'electron')), { timeout: 20_000 }).toBe(true)
  const pids = () =>
    globSync('/proc/[0-9]*/cmdline')
      .filter((file) => runs(file, first))
      .map((file) => Number(file.split('/')[2]))
  await expect.poll(pids).toHaveLength(1)
  for (const pid of pids()) process.kill(pid)
  await expect.poll(pids, { timeout: 20_000 }).toEqual([])
  await alice.close()
})

test('a proxy that was chosen carries everything, from the first question on', async ({ alice, windows }) => {
  const { proxy, sentTo, close } = await startSocks({ refuse: true })
  mkdirSync(alice.profile, { recursive: true })
  writeFileSync(path.join(alice.profile, 'shell.json'), JSON.stringify({ proxy }))
  const page = await alice.open()
  await page.getByRole('textbox', { name: 'Relay address or invite link' }).fill('relay.example')
  await expect(page.getByText('The relay can’t be reached.')).toBeVisible()
  expect(new Set(sentTo)).toEqual(new Set(['relay.example:443']))
  const policy = await appOf(windows).evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.getWebRTCIPHandlingPolicy(),
  )
  expect(policy).toBe('disable_non_proxied_udp')
  close()
  await page.getByRole('textbox', { name: 'Relay address or invite link' }).fill('other.example')
  await expect(page.getByText('The proxy can’t be reached')).toBeVisible()

  await test.step('another one before there is an account', async () => {
    const other = await startConnectProxy({ refuse: 502 })
    await page.getByRole('button', { name: 'Network' }).click()
    const dialog = page.getByRole('dialog', { name: 'Network' })
    await dialog.getByRole('button', { name: /Proxy/ }).click()
    await page.getByRole('option', { name: 'HTTP' }).click()
    await dialog.getByRole('textbox', { name: 'Address' }).fill('127.0.0.1')
    await dialog.getByRole('textbox', { name: 'Port' }).fill(String(other.proxy.port))
    await dialog.getByRole('button', { name: 'Use' }).click()
    await expect(dialog.getByRole('button', { name: 'In use' })).toBeDisabled()
    await page.keyboard.press('Escape')
    await page.getByRole('textbox', { name: 'Relay address or invite link' }).fill('third.example')
    await expect(page.getByText('The relay can’t be reached.')).toBeVisible()
    expect(new Set(other.sentTo)).toEqual(new Set(['third.example:443']))
    other.close()
  })

  await test.step('and another choice holds at once', async () => {
    await alice.onboardAsRelay()
    await settings(page)
    const network = page.getByRole('region', { name: 'Network' })
    await network.getByRole('button', { name: /Proxy/ }).click()
    await page.getByRole('option', { name: 'As the system' }).click()
    await expect
      .poll(() =>
        appOf(windows).evaluate(({ BrowserWindow }) =>
          BrowserWindow.getAllWindows()[0]?.webContents.getWebRTCIPHandlingPolicy(),
        ),
      )
      .toBe('default')
    expect(JSON.parse(readFileSync(path.join(alice.profile, 'shell.json'), 'utf8')).proxy).toEqual({ kind: 'system' })
    await network.getByRole('button', { name: /Proxy/ }).click()
    await page.getByRole('option', { name: 'HTTP' }).click()
    await network.getByRole('button', { name: 'Use' }).click()
    await expect(network.getByText('Please fill in an address and a port')).toBeVisible()
  })
})

/** The main process of the program with that profile. */
function runs(file: string, profile: string): boolean {
  try {
    // Chromium writes it anew, in another order.
    const line = readFileSync(file, 'utf8')
    return line.includes(profile) && !line.includes('--type=')
  } catch {
    return false
  }
}

test('an error that nobody caught starts the program anew, or ends it where that would not help', async ({
  alice,
  windows,
}) => {
  await alice.open()
  const app = appOf(windows)
  const ended = new Promise((resolve) => app.process().once('exit', resolve))
  await app.evaluate(() => {
    setTimeout(() => {
      throw new Error('a secret of the user')
    })
  })
  expect(await ended).toBe(1)
  expect(alice.logs).toContain('the main process failed')
  expect(alice.logs).not.toContain('a secret of the user')
})
