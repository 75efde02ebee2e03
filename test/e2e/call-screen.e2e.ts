/** A screen that is shown in a call. */
import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { browserWindows } from './browser-window.ts'
import { becomeContacts, expect, launchBrowser, test } from './fixtures.ts'
import { colourOf } from './media.ts'
import { Person } from './person.ts'

const press = (person: Person, name: string) => person.page.getByRole('button', { name, exact: true }).click()

/** A tab of that colour beside the person's, which a browser with that title among its options chooses. */
async function openTab(person: Person, title: string, colour: string): Promise<Page> {
  const tab = await person.page.context().newPage()
  await tab.setContent(`<title>${title}</title><body style="background: ${colour}">`)
  await person.page.bringToFront()
  return tab
}

test('a screen is shown until its owner stops, or it is closed', async ({ alice, relay, folder }) => {
  // Without a fake camera: with one, Chromium's screens are fake too.
  const browser = await launchBrowser(['--auto-select-tab-capture-source-by-title=Plan'])
  const carol = new Person(browserWindows(browser), folder, 'Carol')
  try {
    await becomeContacts(alice, carol, relay)
    const plan = await openTab(carol, 'Plan', 'rgb(0, 128, 0)')
    await press(alice, 'Start voice call')
    await press(carol, 'Accept')
    await expect(alice.page.getByRole('timer')).toBeVisible()
    const screen = alice.page.getByLabel('Screen of Carol')

    await press(carol, 'Share screen')
    await expect(carol.page.getByText('You are sharing your screen')).toBeVisible()
    await expect(screen).toBeVisible()
    await expect.poll(() => colourOf(screen)).toEqual({ red: 0, green: 128, blue: 0 })
    await press(alice, 'Larger')
    await press(alice, 'Smaller')
    await press(carol, 'Stop sharing')
    await expect(screen).toBeHidden()

    await press(carol, 'Share screen')
    await expect(screen).toBeVisible()
    await plan.close()
    await expect(screen).toBeHidden()
    await expect(carol.page.getByRole('button', { name: 'Share screen' })).toBeVisible()

    await test.step('nothing is shared: the call goes on', async () => {
      await press(carol, 'Share screen')
      await expect(carol.page.getByText('You are sharing your screen')).toBeHidden()
      await expect(carol.page.getByRole('timer')).toBeVisible()
    })
  } finally {
    await carol.close()
    await browser.close()
  }
})

test('C-18 both show their screens and their cameras at the same time, and one records', async ({
  alice,
  bob,
  relay,
}) => {
  await becomeContacts(alice, bob, relay)
  await press(bob, 'Start video call')
  await press(alice, 'Accept')
  for (const person of [alice, bob]) await press(person, 'Share screen')
  for (const [person, name] of [
    [alice, 'Bob'],
    [bob, 'Alice'],
  ] as const) {
    for (const what of [`Screen of ${name}`, `Video of ${name}`]) {
      const video = person.page.getByLabel(what)
      await expect(video).toBeVisible()
      await expect
        .poll(() => video.evaluate((element) => (element as HTMLVideoElement).videoWidth))
        .toBeGreaterThan(100)
    }
  }

  await test.step('what one records the other one knows of, and it becomes a film', async () => {
    const more = async (name: string) => {
      await alice.page.getByRole('region', { name: 'Call with Bob' }).getByRole('button', { name: 'More' }).click()
      await alice.page.getByRole('menuitem', { name }).click()
    }
    await more('Record call')
    await expect(alice.page.getByText('You are recording')).toBeVisible()
    await expect(bob.page.getByText('Alice is recording')).toBeVisible()
    const clock = async () => Number((await alice.page.getByRole('timer').textContent())?.split(':').at(-1))
    const begun = await clock()
    await expect.poll(clock).not.toBe(begun)
    await expect.poll(clock).not.toBe((begun + 1) % 60)
    const saved = alice.page.waitForEvent('download')
    await more('Stop recording')
    const film = await saved
    expect(film.suggestedFilename()).toMatch(/^Bob \d{4}-\d\d-\d\d \d\d\.\d\d\.\d\d\.webm$/)
    const bytes = await readFile(await film.path())
    // EBML (RFC 8794), and more than a head.
    expect(bytes.subarray(0, 4).toString('hex')).toBe('1a45dfa3')
    expect(bytes.length).toBeGreaterThan(50_000)
    await expect(bob.page.getByText('Alice is recording')).toBeHidden()
  })

  await test.step('the own picture goes where it is not in the way', async () => {
    const place = alice.page.getByRole('group', { name: /^Own picture/ })
    const middle = async () => {
      const { x, y, width, height } = (await place.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 }
      return { x: x + width / 2, y: y + height / 2 }
    }
    const before = await middle()
    await alice.page.mouse.move(before.x, before.y)
    await alice.page.mouse.down()
    await alice.page.mouse.move(200, 200, { steps: 5 })
    await alice.page.mouse.up()
    await expect.poll(async () => (await middle()).x).toBeLessThan(before.x / 2)
    expect((await middle()).y).toBeLessThan(before.y / 2)
    await place.press('ArrowDown')
    await place.press('ArrowRight')
    await expect.poll(middle).toEqual(before)
  })
  await press(alice, 'End call')
  await expect(bob.page.getByRole('button', { name: 'End call' })).toBeHidden()
})
