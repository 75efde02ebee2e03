import type { Locator } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { becomeContacts } from './people.ts'
import type { Person } from './person.ts'

/** The menu at one message, as the other mouse button opens it. */
async function choose(person: Person, message: Locator, item: string): Promise<void> {
  await message.locator('[dir=auto], button').last().click({ button: 'right' })
  await person.page.getByRole('menuitem', { name: item, exact: true }).click()
}

test('answers, reactions, changes and deletion reach the other side @journey', async ({ alice, bob, relay }) => {
  await becomeContacts(alice, bob, relay)

  await test.step('Bob answers, and the answer leads to what it answers', async () => {
    await bob.send('Dinner at **eight**?')
    await expect(alice.timeline.locator('strong', { hasText: 'eight' })).toBeVisible()
    await choose(alice, alice.message(/Dinner at eight/), 'Answer')
    await expect(alice.page.getByRole('region', { name: 'Answer' })).toContainText('Dinner at eight?')
    await alice.send('Gladly')
    await expect(bob.message(/Answers you: Dinner at eight\?\. Gladly/)).toBeVisible()
    await bob.timeline.getByRole('button', { name: /Go to the message: You: Dinner at eight/ }).click()
    await expect(bob.message(/Dinner at eight\?, .*(Delivered|Read)/)).toBeFocused()
  })

  await test.step('Alice reacts, and takes it back', async () => {
    await alice.message(/^Bob: Dinner at eight/).hover()
    await alice
      .message(/^Bob: Dinner at eight/)
      .getByRole('button', { name: 'React' })
      .click()
    await alice.page.getByRole('button', { name: 'React with 👍' }).click()
    await expect(bob.timeline.getByRole('button', { name: '👍 from Alice' })).toBeVisible()
    await alice.timeline.getByRole('button', { name: '👍 from you' }).click()
    await expect(bob.timeline.getByRole('button', { name: '👍 from Alice' })).toBeHidden()
  })

  await test.step('Bob words it anew; what it said before can be seen', async () => {
    await choose(bob, bob.message(/You: Dinner at eight/), 'Change')
    await expect(bob.composer).toHaveValue('Dinner at **eight**?')
    await bob.composer.fill('Dinner at **nine**?')
    await bob.page.getByRole('button', { name: 'Save change' }).click()
    await expect(alice.message(/Bob: Dinner at nine\?, changed/)).toBeVisible()
    await alice.timeline.getByRole('button', { name: /Changed, show/ }).click()
    const versions = alice.page.getByRole('dialog', { name: 'What it said' })
    await expect(versions.getByRole('listitem')).toHaveText([/Now.*nine/, /eight/])
    await versions.getByRole('button', { name: 'Close' }).click()
  })

  await test.step('Bob deletes it for everyone', async () => {
    await choose(bob, bob.message(/You: Dinner at nine/), 'Delete')
    await bob.page.getByRole('button', { name: 'Delete for everyone' }).click()
    await expect(alice.message(/Bob: This message was deleted/)).toBeVisible()
    await expect(bob.message(/You: This message was deleted/)).toBeVisible()
    await expect(alice.timeline.getByText('nine')).toBeHidden()
  })
})

test('by keyboard: marks, the last message anew, an answer that survives a restart', async ({ alice, bob, relay }) => {
  await becomeContacts(alice, bob, relay)
  const { page } = alice

  await test.step('keys put marks around what is selected', async () => {
    await alice.composer.fill('the cook')
    await alice.composer.press('ControlOrMeta+a')
    await alice.composer.press('ControlOrMeta+Shift+b')
    await expect(alice.composer).toHaveValue('||the cook||')
    await alice.composer.press('Enter')
    const hidden = bob.timeline.getByRole('button', { name: 'Hidden text, press to show' })
    await expect(hidden).toBeVisible()
    await expect(bob.chat('Alice')).not.toContainText('cook')
    await hidden.click()
    await expect(bob.timeline.getByText('the cook')).toBeVisible()
  })

  await test.step('Up takes the last own message, Escape leaves it', async () => {
    // So low that the messages scroll.
    await page.setViewportSize({ width: 900, height: 420 })
    await alice.composer.press('ArrowUp')
    await expect(page.getByRole('region', { name: 'Change message' })).toBeVisible()
    await expect(alice.composer).toHaveValue('||the cook||')
    await alice.composer.press('Escape')
    await expect(page.getByRole('region', { name: 'Change message' })).toBeHidden()
    await expect(alice.composer).toHaveValue('')
    await expect(page.getByRole('button', { name: 'Go to the newest message' })).toBeHidden()
  })

  await test.step('the menu key opens the menu of the message one is at', async () => {
    await alice.timeline.focus()
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('ArrowUp')
    await expect(alice.message(/You: Hello Bob/)).toBeFocused()
    await page.keyboard.press('Shift+F10')
    await page.getByRole('menuitem', { name: 'Details' }).press('Enter')
    const details = page.getByRole('dialog', { name: 'Message details' })
    await expect(details).toContainText('Signal protocol')
    await details.getByRole('button', { name: 'Close' }).click()
    await expect(details).toBeHidden()
  })

  await test.step('an answer that was begun is there after a restart', async () => {
    await choose(alice, alice.message(/Bob: Hello Alice/), 'Answer')
    await alice.composer.fill('Later')
    await expect(bob.page.getByText('Later')).toBeHidden()
    await alice.close()
    await alice.open()
    await alice.openChat('Bob')
    await expect(alice.page.getByRole('region', { name: 'Answer' })).toContainText('Hello Alice')
    await expect(alice.composer).toHaveValue('Later')
    await alice.composer.press('Enter')
    await expect(bob.message(/Answers you: Hello Alice\. Later/)).toBeVisible()
  })
})

test('messages are handed on without saying whose they were', async ({ alice, bob, relay }) => {
  await becomeContacts(alice, bob, relay)
  await bob.send('The code is 7')
  await choose(alice, alice.message(/Bob: The code is 7/), 'Forward')
  const dialog = alice.page.getByRole('dialog', { name: 'Forward to' })
  await dialog.getByRole('textbox', { name: 'Search chats' }).fill('zz')
  await expect(dialog.getByText('No chat has this name.')).toBeVisible()
  await dialog.getByRole('textbox', { name: 'Search chats' }).fill('bo')
  await dialog.getByRole('option', { name: /Bob/ }).click()
  await dialog.getByRole('button', { name: 'Forward to one chat' }).click()
  await expect(bob.message(/Alice: Forwarded: The code is 7/)).toBeVisible()
})
