/** Calls between two networks that have no direct way to each other. For root, who alone may make networks. */
import { expect, test } from 'vitest'
import { House } from '../fixtures/house.ts'
import { receivedMedia } from './media.ts'
import { withTwoCallers } from './two-callers.ts'

test('R-26 R-32 where there is no direct way a call goes through the TURN server, and says so', async () => {
  const house = new House(['relay', 'alice', 'bob'])
  try {
    house.part('alice', 'bob')
    const network = {
      relay: { within: house.within('relay'), options: ['--host', house.addressOf('relay'), '--turn'] },
      alice: house.within('alice'),
      bob: house.within('bob'),
    }
    await withTwoCallers(
      async (bob, alice) => {
        await bob.getByRole('button', { name: 'Start video call' }).click()
        await alice.getByRole('button', { name: 'Accept', exact: true }).click()
        for (const page of [alice, bob]) {
          await expect.poll(async () => (await receivedMedia(page)).frames, { timeout: 30_000 }).toBeGreaterThan(10)
        }
        for (const page of [alice, bob]) {
          await page
            .getByRole('region', { name: /^Call with/ })
            .getByRole('button', { name: 'More' })
            .click()
          await page.getByRole('menuitem', { name: 'Show connection' }).click()
          await page
            .getByLabel('Connection', { exact: true })
            .getByText(/through the relay/)
            .waitFor()
        }
        await bob.getByRole('button', { name: 'End call' }).click()
        await alice.getByRole('button', { name: 'End call' }).waitFor({ state: 'hidden' })
      },
      { network },
    )
  } finally {
    house.remove()
  }
}, 120_000)
