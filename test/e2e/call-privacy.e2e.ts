/** When microphone and camera are on, and when they are not. */
import type { BrowserContext } from '@playwright/test'
import { startProgram } from '../fixtures/process.ts'
import { becomeContacts, expect, test } from './fixtures.ts'
import { Person } from './person.ts'
import type { OpenWindow } from './window.ts'

type Watched = Window & { allowDevices: () => void; openTracks: () => string[] }

/** The user takes time to answer the browser's question. */
const slowDevices = (context: BrowserContext) =>
  context.addInitScript(() => {
    const opened: MediaStreamTrack[] = []
    const allowed = new Promise<void>((resolve) => Object.assign(window, { allowDevices: resolve }))
    const openTracks = () => opened.filter((track) => track.readyState === 'live').map((track) => track.kind)
    Object.assign(window, { openTracks })
    const { getUserMedia } = MediaDevices.prototype
    MediaDevices.prototype.getUserMedia = async function (constraints) {
      await allowed
      const stream = await getUserMedia.call(this, constraints)
      opened.push(...stream.getTracks())
      return stream
    }
  })

const allow = (person: Person) => person.page.evaluate(() => (window as unknown as Watched).allowDevices())
const openTracks = (person: Person) => person.page.evaluate(() => (window as unknown as Watched).openTracks())
const press = (person: Person, name: string) => person.page.getByRole('button', { name, exact: true }).click()

test('what is turned off while it is opened stays off, and nothing is open after the call', async ({
  alice,
  bob,
  relay,
}) => {
  await becomeContacts(alice, bob, relay)
  await alice.close()
  await alice.open(slowDevices)
  await press(bob, 'Start video call')
  await press(alice, 'Accept')
  await press(alice, 'Mute')
  await press(alice, 'Turn camera off')
  await press(alice, 'Turn camera on')
  await allow(alice)
  await expect(alice.page.getByLabel('Your video')).toBeVisible()
  await expect.poll(() => openTracks(alice)).toEqual(['video'])
  await expect(alice.page.getByRole('button', { name: 'Unmute' })).toBeVisible()
  await press(alice, 'End call')
  expect(await openTracks(alice)).toEqual([])
})

test('microphone and camera go off when the program is gone', async ({ alice, relay, folder, browser }) => {
  let stopProgram = async () => {}
  const openWindow: OpenWindow = async ({ profile, passphraseFile, prepare }) => {
    const options = ['--profile', profile, '--port', '0', '--no-open', '--passphrase-file', passphraseFile ?? '']
    const shell = await startProgram<{ url: string }>('dist/main/browser/index.js', options, 'ready')
    stopProgram = () => shell.kill()
    const context = await browser.newContext({ locale: 'en-GB', permissions: ['camera', 'microphone'] })
    await prepare(context)
    const page = await context.newPage()
    await page.goto(shell.ready.url)
    return { page, log: shell.log, close: () => context.close() }
  }
  const carol = new Person(openWindow, folder, 'Carol')
  await becomeContacts(alice, carol, relay)
  await carol.close()
  await stopProgram()
  await carol.open(slowDevices)
  await carol.openChat('Alice')
  await allow(carol)
  await press(carol, 'Start video call')
  await press(alice, 'Accept')
  await expect(carol.page.getByRole('timer')).toBeVisible()
  expect(await openTracks(carol)).toHaveLength(2)
  await stopProgram()
  await expect.poll(() => openTracks(carol)).toEqual([])
  await expect(carol.page.getByRole('button', { name: 'End call' })).toBeHidden()
  await carol.close()
})
