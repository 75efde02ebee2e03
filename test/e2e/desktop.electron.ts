import { execFileSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { test as base, expect } from '@playwright/test'
import { temporaryFolder } from '../fixtures/folder.ts'
import { type ElectronWindow, electronWindows } from './electron-window.ts'
import { receivedMedia, watchConnections } from './media.ts'
import { Person } from './person.ts'
import { TestRelay } from './test-relay.ts'

interface Fixtures {
  folder: string
  relay: TestRelay
  windows: Map<string, ElectronWindow>
  alice: Person
  bob: Person
}

const test = base.extend<Fixtures>({
  folder: async ({}, use) => {
    const folder = temporaryFolder('electron')
    await use(folder.path)
    folder.remove()
  },
  relay: async ({ folder }, use) => {
    const relay = await TestRelay.start(`${folder}/relay`)
    await use(relay)
    await relay.stop()
  },
  windows: async ({}, use) => use(new Map()),
  alice: async ({ folder, windows }, use) => {
    const alice = new Person(electronWindows(windows), folder, 'Alice')
    await use(alice)
    await alice.close()
  },
  bob: async ({ folder, windows }, use) => {
    const bob = new Person(electronWindows(windows), folder, 'Bob')
    await use(bob)
    await bob.close()
  },
})

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

test('the journey of two people in two windows', async ({ alice, bob, relay, folder }) => {
  await test.step('onboarding, request and chat in both directions', async () => {
    await alice.open(watchConnections)
    await alice.onboard(relay.url)
    await bob.open(watchConnections)
    await bob.onboard(relay.url)
    await bob.startChat('alice')
    await bob.send('Hello Alice')
    await alice.openChat('Bob')
    await alice.acceptRequest()
    await alice.send('Hello Bob')
    await expect(alice.message(/Hello Bob.*Delivered/)).toBeVisible()
    await expect(bob.timeline.getByText('Hello Bob')).toBeVisible()
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

  await test.step('history after a restart', async () => {
    await alice.close()
    await alice.open()
    await alice.openChat('Bob')
    await expect(alice.timeline.getByText('Hello Alice')).toBeVisible()
  })
})

test('the window is sandboxed, without Node, and served by its own protocol', async ({ alice, windows }) => {
  const page = await alice.open()
  const opened = windows.get('Alice')
  if (opened === undefined) throw new Error('no window')
  expect(`${new URL(page.url()).protocol}//${new URL(page.url()).host}`).toBe('app://megachat')

  const pid = await opened.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId(),
  )
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  expect(status).toMatch(/^NoNewPrivs:\t1$/m)
  expect(status).toMatch(/^Seccomp:\t2$/m)

  const world = await page.evaluate(async () => ({
    node: ['require', 'process', 'Buffer', 'module', 'global'].filter((name) => name in window),
    bridge: Object.keys((window as unknown as { megachat: object }).megachat).sort(),
    policy: (await fetch('/')).headers.get('content-security-policy'),
    foreign: await fetch('app://megachat/../package.json').then((response) => response.status),
  }))
  expect(world.node).toEqual([])
  expect(world.bridge).toEqual(['connect', 'grant'])
  expect(world.policy).toContain("default-src 'none'")
  expect(world.policy).toContain("require-trusted-types-for 'script'")
  expect(world.foreign).toBe(404)

  await test.step('inline scripts and evaluation are refused', async () => {
    const ran = await page.evaluate(() => {
      const script = document.createElement('script')
      try {
        script.textContent = 'window.injected = true'
        document.head.append(script)
      } catch {
        // Trusted Types refuse the text itself.
      }
      return 'injected' in window
    })
    expect(ran).toBe(false)
  })

  await test.step('a new window and a navigation are refused', async () => {
    await page.evaluate(() => window.open('https://example.org/'))
    await page.evaluate(() => {
      window.location.href = 'https://example.org/'
    })
    expect(await opened.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
    expect(page.url()).toMatch(/^app:\/\/megachat\//)
  })
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
