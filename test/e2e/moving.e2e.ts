/** An account that moves to another relay, and is reached as before. */
import path from 'node:path'
import { becomeContacts, expect, test } from './fixtures.ts'
import type { Person } from './person.ts'
import { TestRelay } from './test-relay.ts'

const button = ({ page }: Person, name: string) => page.getByRole('button', { name, exact: true })

test('somebody moves to another relay, and the chat goes on; the address of before is ended @journey', async ({
  alice,
  bob,
  relay,
  folder,
}) => {
  const other = await TestRelay.start(path.join(folder, 'other-relay'))
  try {
    await becomeContacts(alice, bob, relay)
    await button(bob, 'Settings').click()
    await button(bob, 'Move to another relay').click()
    const dialog = bob.page.getByRole('dialog', { name: 'Move to another relay' })
    const address = dialog.getByRole('textbox', { name: 'Relay address or invite link' })
    const move = dialog.getByRole('button', { name: 'Move', exact: true })
    await expect(move).toBeDisabled()

    await test.step('not to where one is, and under a name that can be one', async () => {
      await address.fill(relay.url)
      await move.click()
      await expect(address).toHaveAccessibleDescription(/Your account is at this relay already/)
      await address.fill(other.link)
      const username = dialog.getByRole('textbox', { name: 'Username' })
      await username.fill('1')
      await move.click()
      await expect(username).toHaveAccessibleDescription(/username/i)
      await username.fill('bob')
      await expect(username).toHaveAccessibleDescription(`Your address will be bob@${new URL(other.url).host}`)
    })
    await move.click()
    await expect(bob.page.getByText('You have moved. Your contacts are being told.')).toBeVisible()
    await expect(dialog).toBeHidden()

    const before = `bob@${new URL(relay.url).host}`
    await expect(bob.page.getByText(`bob@${new URL(other.url).host}`, { exact: true })).toBeVisible()
    await expect(bob.page.getByText(before, { exact: true })).toBeVisible()
    await expect(alice.timeline.getByText('Bob has moved to another relay. This chat goes on as before.')).toBeVisible()
    await alice.send('How is it there?')
    await bob.page.getByRole('button', { name: /^Chats/ }).click()
    await bob.openChat('Alice')
    await expect(bob.message(/How is it there\?/)).toBeVisible()
    await bob.send('Quiet')
    await expect(alice.message(/Quiet/)).toBeVisible()

    await test.step('the account there is deleted, and said to be when its relay is away', async () => {
      await button(bob, 'Settings').click()
      await relay.stop()
      await button(bob, `End now: ${before}`).click()
      await bob.page.getByRole('alertdialog').getByRole('button', { name: 'End now', exact: true }).click()
      const unreachable = bob.page.getByRole('alertdialog', { name: 'The relay can’t be reached' })
      await unreachable.getByRole('button', { name: 'Cancel' }).click()
      await relay.startAgain()
      await button(bob, `End now: ${before}`).click()
      await bob.page.getByRole('alertdialog').getByRole('button', { name: 'End now', exact: true }).click()
      await expect(bob.page.getByText(`${before} has ended.`)).toBeVisible()
      await expect(bob.page.getByText('Earlier address')).toBeHidden()
    })
  } finally {
    await other.stop()
  }
})
