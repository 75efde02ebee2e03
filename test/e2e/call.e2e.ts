import type { Page } from '@playwright/test'
import { becomeContacts, expect, test } from './fixtures.ts'
import { receivedMedia, watchConnections } from './media.ts'

test('a video call in which both see and hear each other @journey', async ({ alice, bob, relay }) => {
  await becomeContacts(alice, bob, relay)
  await alice.close()
  await bob.close()
  await alice.open(watchConnections)
  await bob.open(watchConnections)
  await bob.openChat('Alice')
  await bob.page.getByRole('button', { name: 'Start video call' }).click()
  await alice.page.getByRole('button', { name: 'Accept', exact: true }).click()

  for (const { page } of [alice, bob]) {
    await expect.poll(async () => (await receivedMedia(page)).frames, { timeout: 30_000 }).toBeGreaterThan(10)
    await expect.poll(async () => (await receivedMedia(page)).audio, { timeout: 30_000 }).toBeGreaterThan(0)
  }

  await test.step('how good the connection is can be seen', async () => {
    const choose = async (name: string) => {
      await bob.page.getByRole('region', { name: 'Call with Alice' }).getByRole('button', { name: 'More' }).click()
      await bob.page.getByRole('menuitem', { name }).click()
    }
    await choose('Show connection')
    const details = bob.page.getByLabel('Connection', { exact: true })
    await expect(details).toContainText('direct')
    await expect(details).toContainText(/Video of Alice.*\d+ × \d+ · \d+ pictures\/s · [1-9][\d,]* kbit\/s/)
    await choose('Hide connection')
    await expect(details).toBeHidden()
  })

  await test.step('C-20 both see the same four symbols', async () => {
    const symbols = (page: Page) => page.getByRole('button', { name: 'Compare symbols' })
    const name = await symbols(alice.page).getAttribute('aria-label')
    expect(name).toMatch(/^Compare symbols: \w+, \w+, \w+, \w+$/)
    await expect(symbols(bob.page)).toHaveAccessibleName(name ?? '')
    await symbols(bob.page).click()
    const dialog = bob.page.getByRole('dialog', { name: 'Is somebody listening in?' })
    await expect(dialog.getByRole('listitem')).toHaveCount(4)
    await dialog.getByRole('button', { name: 'Close' }).click()
  })

  await test.step('a reaction is seen at the other side, and goes', async () => {
    await bob.page.getByRole('button', { name: 'React', exact: true }).click()
    await bob.page.getByRole('button', { name: 'React with 🎉' }).click()
    const said = alice.page.getByText('Bob reacts with 🎉')
    await expect(said).toBeAttached()
    await bob.page.keyboard.press('Escape')
    await expect(said).toHaveCount(0)
  })

  await test.step('the camera can be turned off and the microphone muted', async () => {
    await alice.page.getByRole('button', { name: 'Mute', exact: true }).click()
    await expect(alice.page.getByRole('button', { name: 'Unmute' })).toBeVisible()
    await alice.page.getByRole('button', { name: 'Turn camera off' }).click()
    await expect(alice.page.getByRole('button', { name: 'Turn camera on' })).toBeVisible()
  })

  await bob.page.getByRole('button', { name: 'End call' }).click()
  await expect(alice.page.getByRole('button', { name: 'End call' })).toBeHidden()
  await expect(bob.page.getByRole('button', { name: 'End call' })).toBeHidden()
})

test('a declined call ends on both sides', async ({ alice, bob, relay }) => {
  await becomeContacts(alice, bob, relay)
  await bob.page.getByRole('button', { name: 'Start voice call' }).click()
  await alice.page.getByRole('button', { name: 'Decline', exact: true }).click()
  await expect(bob.page.getByRole('button', { name: 'End call' })).toBeHidden()
  await expect(alice.page.getByRole('button', { name: 'Accept', exact: true })).toBeHidden()
})
