import { execFileSync, spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, type Locator, type Page } from '@playwright/test'
import { type ElectronWindow, electronWindows } from './electron-window.ts'
import { colourOf, receivedMedia, watchConnections } from './media.ts'
import { becomeContacts, peopleTest } from './people.ts'
import { Person } from './person.ts'

const test = peopleTest.extend<{ windows: Map<string, ElectronWindow> }>({
  windows: async ({}, use) => use(new Map()),
  openWindow: async ({ windows }, use) => use(electronWindows(windows)),
})

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

/** As the system's file manager drops: with the path, which no page can make up. */
async function dropFromDisk(page: Page, target: Locator, file: string): Promise<void> {
  const { x, y, width, height } = (await target.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 }
  const session = await page.context().newCDPSession(page)
  const data = { items: [], files: [file], dragOperationsMask: 1 }
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await session.send('Input.dispatchDragEvent', { type, x: x + width / 2, y: y + height / 2, data })
  }
  await session.detach()
}

test('the journey of two people in two windows', async ({ alice, bob, relay, folder }) => {
  await test.step('onboarding, request and chat in both directions', async () => {
    await becomeContacts(alice, bob, relay)
    await expect(alice.message(/Hello Bob.*(Delivered|Read)/)).toBeVisible()
  })

  await test.step('a file from the local disk', async () => {
    const source = path.join(folder, 'pictures.bin')
    const bytes = randomBytes(9 * 1024 * 1024 + 1)
    writeFileSync(source, bytes)
    await bob.drop(source)
    await alice.page.getByRole('button', { name: 'Accept file' }).click()
    const received = path.join(alice.profile, 'downloads', 'pictures.bin')
    await expect.poll(() => existsSync(received), { timeout: 60_000 }).toBe(true)
    expect(sha256(readFileSync(received))).toBe(sha256(bytes))
  })

  await test.step('a folder from the local disk, by its path', async () => {
    const source = path.join(folder, 'Trip')
    mkdirSync(path.join(source, 'empty'), { recursive: true })
    writeFileSync(path.join(source, 'run.sh'), '#!/bin/sh\n', { mode: 0o755 })
    await dropFromDisk(bob.page, bob.timeline, source)
    await alice.page.getByRole('button', { name: 'Accept folder' }).click()
    await expect(alice.message(/Trip.*Saved/)).toBeVisible({ timeout: 60_000 })
    const received = path.join(alice.profile, 'downloads', 'Trip')
    expect(readdirSync(received).sort()).toEqual(['empty', 'run.sh'])
    // The bit is kept: nothing was copied through the page.
    expect(statSync(path.join(received, 'run.sh')).mode & 0o111).not.toBe(0)
  })

  await test.step('history after a restart', async () => {
    for (const person of [alice, bob]) {
      await person.close()
      await person.open(watchConnections)
    }
    await alice.openChat('Bob')
    await bob.openChat('Alice')
    await expect(alice.timeline.getByText('Hello Alice')).toBeVisible()
    await expect(bob.timeline.getByText('Hello Bob')).toBeVisible()
  })

  await test.step('a video call', async () => {
    await bob.page.getByRole('button', { name: 'Start video call' }).click()
    await alice.page.getByRole('button', { name: 'Accept', exact: true }).click()
    for (const { page } of [alice, bob]) {
      await expect.poll(async () => (await receivedMedia(page)).frames, { timeout: 30_000 }).toBeGreaterThan(10)
      await expect.poll(async () => (await receivedMedia(page)).audio, { timeout: 30_000 }).toBeGreaterThan(0)
    }
    await bob.page.getByRole('button', { name: 'End call' }).click()
    await expect(alice.page.getByRole('button', { name: 'End call' })).toBeHidden()
  })
})

test('a page that loads itself anew comes back', async ({ alice }) => {
  const page = await alice.open()
  await page.evaluate(() => {
    Object.assign(window, { before: true })
    window.location.reload()
  })
  await page.waitForFunction(() => !('before' in window))
  await expect(page.getByRole('radio', { name: 'Use a relay' })).toBeVisible()
})

test('this computer is the relay for somebody who was invited', async ({ alice, bob }) => {
  await alice.open()
  await alice.onboardAsRelay()
  const invite = await alice.inviteLink()
  await bob.open()
  await bob.onboard(invite)
  await bob.startChat(invite)
  await bob.send('May I come in?')
  await alice.openChat('Bob')
  await alice.acceptRequest()
  await expect(bob.message(/May I come in\?.*(Delivered|Read)/)).toBeVisible()
})

test('messages and incoming calls are notifications of the desktop', async ({ alice, bob, relay }) => {
  await becomeContacts(alice, bob, relay)
  const displayed = () => Number(execFileSync('dunstctl', ['count', 'displayed']).toString())
  await bob.page.getByRole('button', { name: 'Start voice call' }).click()
  await expect.poll(displayed, { timeout: 20_000 }).toBeGreaterThan(0)
  await bob.page.getByRole('button', { name: 'End call' }).click()
  await expect.poll(displayed, { timeout: 20_000 }).toBe(0)

  await test.step('what a message says is no markup', async () => {
    await alice.page.getByRole('button', { name: 'Settings' }).click()
    await bob.send('<b>bold</b> <a href="https://example.org">click</a>')
    await expect.poll(displayed, { timeout: 20_000 }).toBeGreaterThan(0)
    execFileSync('dunstctl', ['close-all'])
    const shown = () => execFileSync('dunstctl', ['history']).toString()
    await expect.poll(shown).toContain('&lt;b&gt;bold&lt;/b&gt; &lt;a href=')
  })

  await test.step('a program that ends takes its notifications with it', async () => {
    await bob.page.getByRole('button', { name: 'Start voice call' }).click()
    await expect.poll(displayed, { timeout: 20_000 }).toBeGreaterThan(0)
    await alice.close()
    await expect.poll(displayed, { timeout: 20_000 }).toBe(0)
  })
})

test('a notification says as much as was chosen, and leads to its chat', async ({ alice, bob, relay, windows }) => {
  await becomeContacts(alice, bob, relay)
  const app = windows.get('Alice')?.app
  if (app === undefined) throw new Error('no window')
  const { page } = alice
  const shown = (): { summary: string; body: string }[] => {
    const { data } = JSON.parse(execFileSync('dunstctl', ['history']).toString())
    return data[0].map((one: Record<'summary' | 'body', { data: string }>) => ({
      summary: one.summary.data,
      body: one.body.data,
    }))
  }
  const displayed = () => execFileSync('dunstctl', ['count', 'displayed']).toString().trim()
  const visible = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((one) => one.isVisible()))
  await page.getByRole('button', { name: 'Settings' }).click()
  for (const [choice, summary, body] of [
    ['Name and message', 'Bob', 'the first secret'],
    ['Name only', 'Bob', 'New message'],
    ['Neither name nor message', 'New message', 'New message'],
  ] as const) {
    await page.getByRole('radio', { name: choice }).check({ force: true })
    await bob.send('the first secret')
    await expect.poll(displayed, { timeout: 20_000 }).toBe('1')
    // What is still shown is not in the history.
    execFileSync('dunstctl', ['close-all'])
    await expect.poll(() => shown()[0]).toEqual({ summary, body })
  }

  await test.step('its default action brings the hidden window up with the chat', async () => {
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide())
    await bob.send('come here')
    await expect.poll(displayed, { timeout: 20_000 }).toBe('1')
    execFileSync('dunstctl', ['action'])
    await expect.poll(visible).toEqual([true])
    await expect(alice.timeline.getByText('come here')).toBeVisible()
    // What has been read needs no notification.
    await expect.poll(displayed).toBe('0')
  })
})

test('a call rings although the window is hidden, and is answered from outside it', async ({
  alice,
  bob,
  relay,
  windows,
}) => {
  await becomeContacts(alice, bob, relay)
  const app = windows.get('Alice')?.app
  if (app === undefined) throw new Error('no window')
  const main = (act: 'hide' | 'state') =>
    app.evaluate(({ BrowserWindow }, wanted) => {
      // The small window of a call is above all others.
      const window = BrowserWindow.getAllWindows().find((one) => !one.isAlwaysOnTop())
      if (wanted === 'hide') window?.hide()
      return { visible: window?.isVisible() ?? false, focused: window?.isFocused() ?? false }
    }, act)
  const call = () => bob.page.getByRole('button', { name: 'Start voice call' }).click()
  const ringWindow = async () => {
    const opened = app.waitForEvent('window')
    await call()
    return opened
  }

  await test.step('it is declined in the small window; the main one stays where it was', async () => {
    await main('hide')
    const small = await ringWindow()
    await expect(small.getByRole('main', { name: 'Bob is calling' })).toBeVisible()
    expect(await small.evaluate(() => ['megachat', 'require', 'process'].filter((name) => name in window))).toEqual([])
    const closed = small.waitForEvent('close')
    await small.getByRole('button', { name: 'Decline' }).click()
    await closed
    await expect(bob.page.getByText('Declined', { exact: true })).toBeVisible()
    expect(await main('state')).toMatchObject({ visible: false })
  })

  await test.step('the notification brings the window up, with the keyboard on Accept', async () => {
    await main('hide')
    const small = await ringWindow()
    await expect(small.getByRole('button', { name: 'Accept' })).toBeVisible()
    await expect.poll(() => execFileSync('dunstctl', ['count', 'displayed']).toString().trim()).not.toBe('0')
    execFileSync('dunstctl', ['action'])
    await expect.poll(() => main('state'), { timeout: 15_000 }).toEqual({ visible: true, focused: true })
    await expect(alice.page.getByRole('button', { name: 'Accept', exact: true })).toBeFocused()
    // Whoever looks at the main window needs no small one.
    await expect.poll(() => small.isClosed()).toBe(true)
    await bob.page.getByRole('button', { name: 'End call' }).click()
    await expect(alice.page.getByRole('alertdialog')).toBeHidden()
  })

  await test.step('it is accepted in the small window', async () => {
    await main('hide')
    const small = await ringWindow()
    await small.getByRole('button', { name: 'Accept' }).click()
    await expect(bob.page.getByRole('timer')).toBeVisible({ timeout: 20_000 })
    await expect.poll(() => main('state')).toMatchObject({ visible: true })
    await bob.page.getByRole('button', { name: 'End call' }).click()
    await expect(alice.page.getByRole('button', { name: 'End call' })).toBeHidden()
  })

  await test.step('nothing rings for who is not to be disturbed', async () => {
    await alice.page.getByRole('button', { name: 'Settings' }).click()
    await alice.page.getByRole('switch', { name: 'Do not disturb' }).press('Space')
    await expect(alice.page.getByRole('switch', { name: 'Do not disturb' })).toBeChecked()
    await main('hide')
    execFileSync('dunstctl', ['close-all'])
    await call()
    await expect(bob.page.getByText('Ringing…').first()).toBeVisible()
    await bob.page.getByRole('button', { name: 'End call' }).click()
    await expect(alice.page.getByRole('alertdialog')).toBeHidden()
    expect(app.windows()).toHaveLength(1)
    expect(execFileSync('dunstctl', ['count', 'displayed']).toString().trim()).toBe('0')
  })
})

test('a window of the desktop is shown in a call, chosen by its picture', async ({ alice, relay, folder }) => {
  const bob = new Person(electronWindows(new Map(), { fakeDevices: false }), folder, 'Bob')
  await becomeContacts(alice, bob, relay)
  const card = spawn('display', ['-title', 'Red card', '-size', '400x300', 'xc:red'], { stdio: 'ignore' })
  try {
    await bob.page.getByRole('button', { name: 'Start voice call' }).click()
    await alice.page.getByRole('button', { name: 'Accept', exact: true }).click()
    await expect(bob.page.getByRole('timer')).toBeVisible()
    const share = bob.page.getByRole('button', { name: 'Share screen' })
    const choice = bob.page.getByRole('dialog', { name: 'What do you want to show?' })
    await expect(async () => {
      await share.click()
      await expect(choice.getByRole('region', { name: 'Screens' }).getByRole('button')).toHaveCount(1)
      const window = choice.getByRole('button', { name: /Red card/ })
      if (!(await window.isVisible())) await bob.page.keyboard.press('Escape')
      await window.click({ timeout: 1_000 })
    }).toPass({ timeout: 30_000 })
    const screen = alice.page.getByLabel('Screen of Bob')
    await expect(screen).toBeVisible()
    await expect.poll(() => colourOf(screen), { timeout: 20_000 }).toEqual({ red: 256, green: 0, blue: 0 })

    card.kill()
    await expect(screen).toBeHidden()
    await expect(bob.page.getByText('You are sharing your screen')).toBeHidden()
  } finally {
    card.kill()
    await bob.close()
  }
})

test('a second start of the same profile brings the first to the front and ends', async ({ alice, folder }) => {
  await alice.open()
  const second = new Person(electronWindows(new Map()), folder, 'Alice')
  await expect(second.open()).rejects.toThrow()
  await expect(alice.page.getByRole('radio', { name: 'Use a relay' })).toBeVisible()
})

test('the tray icon stands in the picture of the screen', async ({ alice, folder }) => {
  await alice.open()
  const shot = path.join(folder, 'screen.png')
  const tray = () => {
    execFileSync('import', ['-window', 'root', shot])
    // The tray of the test desktop is the top right corner; empty, it has one colour.
    const colours = execFileSync('convert', [shot, '-crop', '64x32+1216+0', '-unique-colors', '-format', '%w', 'info:'])
    return Number(colours.toString())
  }
  await expect.poll(tray, { timeout: 20_000 }).toBeGreaterThan(8)
})
