import { expect, test } from './fixtures.ts'
import { becomeContacts } from './people.ts'
import type { Person } from './person.ts'

async function openNotes({ page }: Person): Promise<void> {
  await page.getByRole('button', { name: 'New chat' }).first().click()
  await page.getByRole('button', { name: /^Notes to self/ }).click()
}

async function setReadReceipts({ page }: Person, on: boolean): Promise<void> {
  await page.getByRole('button', { name: 'Settings' }).click()
  await page.getByRole('switch', { name: 'Read receipts' }).setChecked(on)
  await page.getByRole('button', { name: /^Chats/ }).click()
}

test('what is new is counted and marked by a line; reading is told where it may be', async ({ alice, bob, relay }) => {
  await becomeContacts(alice, bob, relay)
  await openNotes(bob)

  await test.step('counted while another chat is open', async () => {
    for (const text of ['one', 'two', 'three']) await alice.send(text)
    await expect(bob.chat('Alice').getByText('3 unread messages')).toBeAttached()
    await expect(bob.page).toHaveTitle('(3) MegaChat')
    await expect(alice.message(/three.*Delivered/)).toBeVisible()
  })

  await test.step('a line before the first of them; then they are read', async () => {
    await bob.openChat('Alice')
    await expect(bob.timeline.getByText('New messages')).toBeVisible()
    await expect(alice.message(/three.*Read/)).toBeVisible()
    await expect(bob.chat('Alice').getByText(/unread/)).toHaveCount(0)
  })

  await test.step('with read receipts off nobody is told, in either direction', async () => {
    await setReadReceipts(bob, false)
    await alice.send('four')
    await expect(bob.timeline.getByText('four')).toBeVisible()
    await bob.send('I have seen it')
    await expect(alice.timeline.getByText('I have seen it')).toBeVisible()
    await expect(alice.message(/four.*Delivered/)).toBeVisible()
    await alice.send('five')
    // Alice has read it, and says so; Bob does not want to know.
    await expect(bob.timeline.getByText('five')).toBeVisible()
    await expect(bob.message(/I have seen it.*Delivered/)).toBeVisible()
  })
})

test('a draft outlives a restart; hidden words, links and details show what they are when asked', async ({
  alice,
  bob,
  relay,
}) => {
  await becomeContacts(alice, bob, relay)

  await test.step('a draft', async () => {
    await alice.composer.fill('I was about to say')
    await openNotes(alice)
    await expect(alice.chat('Bob')).toContainText('Draft: I was about to say')
    await alice.close()
    await alice.open()
    await alice.openChat('Bob')
    await expect(alice.composer).toHaveValue('I was about to say')
  })

  await test.step('hidden words', async () => {
    await alice.send('The murderer is ||the gardener||')
    const message = bob.timeline.getByRole('article').filter({ hasText: 'The murderer is' })
    await expect(message).not.toHaveAccessibleName(/gardener/)
    await expect(bob.chat('Alice')).not.toContainText('gardener')
    await message.getByRole('button', { name: /hidden/i }).click()
    await expect(message.getByText('the gardener')).toBeVisible()
  })

  await test.step('a link says where it leads, and leads nowhere when that is declined', async () => {
    await alice.send('See https://example.org/hills')
    await bob.timeline.getByRole('link', { name: 'https://example.org/hills' }).click()
    const dialog = bob.page.getByRole('alertdialog', { name: 'Open this link?' })
    await expect(dialog.getByText('example.org', { exact: true })).toBeVisible()
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    await expect(dialog).toBeHidden()
    expect(bob.page.context().pages()).toHaveLength(1)
  })

  await test.step('the way of a message', async () => {
    await alice.message(/See https/).click({ button: 'right' })
    await alice.page.getByRole('menuitem', { name: 'Details' }).click()
    const dialog = alice.page.getByRole('dialog', { name: 'Details' })
    for (const fact of ['Sent', 'Delivered', 'Read'])
      await expect(dialog.getByRole('term').filter({ hasText: fact })).toBeVisible()
    await expect(dialog.getByText(/end-to-end/i)).toBeVisible()
  })
})
