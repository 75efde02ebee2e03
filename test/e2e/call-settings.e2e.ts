/** What is chosen before a call, and the keys of a call. */
import { browserWindows } from './browser-window.ts'
import { becomeContacts, expect, launchBrowser, test } from './fixtures.ts'
import { sentLabels, sentSound, watchConnections } from './media.ts'
import { Person } from './person.ts'

const press = (person: Person, name: string) => person.page.getByRole('button', { name, exact: true }).click()

test('devices are tried out and chosen before a call, and one pushes to talk', async ({ alice, relay, folder }) => {
  const browser = await launchBrowser([
    '--use-fake-device-for-media-stream=device-count=3',
    '--use-fake-ui-for-media-stream',
  ])
  const carol = new Person(browserWindows(browser), folder, 'Carol')
  try {
    await becomeContacts(alice, carol, relay)
    await carol.close()
    await carol.open(watchConnections)
    const { page } = carol
    await press(carol, 'Settings')
    const calls = page.getByRole('region', { name: 'Calls' })

    await test.step('one sees and hears oneself', async () => {
      await calls.getByRole('button', { name: 'Try them out' }).click()
      await expect(calls.getByLabel('Your video')).toBeVisible()
      const level = calls.getByRole('progressbar', { name: 'Level of the microphone' })
      await expect.poll(async () => Number(await level.getAttribute('aria-valuenow'))).toBeGreaterThan(0)
      await calls.getByRole('button', { name: 'Play a sound' }).click()
      await calls.getByRole('button', { name: /Microphone/ }).click()
      await page.getByRole('option', { name: 'Fake Audio Input 2' }).click()
      await expect(calls.getByRole('button', { name: /Fake Audio Input 2/ })).toBeVisible()
      await calls.getByRole('button', { name: 'Stop' }).click()
      await expect(calls.getByLabel('Your video')).toBeHidden()
    })
    await calls.getByRole('switch', { name: 'Push to talk' }).press('Space')

    await press(carol, 'Chats')
    await carol.openChat('Alice')
    await press(carol, 'Start voice call')
    await press(alice, 'Accept')
    await expect(page.getByRole('timer')).toBeVisible()
    await expect.poll(() => sentLabels(page)).toEqual(['Fake Audio Input 2'])
    const muted = alice.page.getByText('Carol is muted')
    await expect(muted).toBeVisible()

    await test.step('the space bar speaks, and presses no button meanwhile', async () => {
      await page.getByRole('button', { name: 'End call' }).focus()
      await page.keyboard.down('Space')
      await expect(muted).toBeHidden()
      await page.keyboard.up('Space')
      await expect(muted).toBeVisible()
    })

    await test.step('noise is filtered from the middle of the call on, and no more', async () => {
      const choose = async () => {
        await press(carol, 'Devices')
        await page.getByRole('menuitem', { name: 'Filter noise' }).click()
      }
      await choose()
      await expect.poll(() => sentLabels(page)).toEqual(['MediaStreamAudioDestinationNode'])
      await page.getByRole('button', { name: 'Unmute' }).click()
      await sentSound(page)
      await choose()
      await expect.poll(() => sentLabels(page)).toEqual(['Fake Audio Input 2'])
      await page.getByRole('button', { name: 'Mute', exact: true }).click()
    })

    await test.step('microphone and camera by keys', async () => {
      await page.keyboard.press('Control+Shift+M')
      await expect(muted).toBeHidden()
      await page.keyboard.press('Control+Shift+M')
      await expect(muted).toBeVisible()
      await page.keyboard.press('Control+Shift+O')
      await expect(alice.page.getByLabel('Video of Carol')).toBeVisible()
      await page.keyboard.press('Control+Shift+O')
      await expect(alice.page.getByLabel('Video of Carol')).toBeHidden()
    })

    await test.step('the whole screen, and back', async () => {
      const stage = page.getByRole('region', { name: 'Call with Alice' })
      for (const name of ['Full screen', 'Leave full screen']) {
        await stage.getByRole('button', { name: 'More' }).click()
        await page.getByRole('menuitem', { name, exact: true }).click()
        await expect.poll(() => page.evaluate(() => document.fullscreenElement !== null)).toBe(name === 'Full screen')
      }
    })
    await press(carol, 'End call')
    await expect(alice.page.getByRole('button', { name: 'End call' })).toBeHidden()
  } finally {
    await carol.close()
    await browser.close()
  }
})
