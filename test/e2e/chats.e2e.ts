import { globSync, readFileSync } from 'node:fs'
import type { Locator } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { becomeContacts } from './people.ts'
import type { Person } from './person.ts'

const menuItem = (person: Person, name: string | RegExp): Locator => person.page.getByRole('menuitem', { name })

async function choose(person: Person, chat: string, ...items: (string | RegExp)[]): Promise<void> {
  await person.chat(chat).click({ button: 'right' })
  for (const item of items) await menuItem(person, item).click()
}

test('a chat is pinned, marked, muted and put into the archive, from where a message brings it back @journey', async ({
  alice,
  bob,
  relay,
}) => {
  await becomeContacts(alice, bob, relay)
  const { page } = alice

  await test.step('pinned and marked as unread', async () => {
    await choose(alice, 'Bob', 'Pin')
    await expect(alice.chat('Bob').getByText('Pinned')).toBeAttached()
    await choose(alice, 'Bob', 'Mark as unread')
    await expect(alice.chat('Bob').getByText('Marked as unread')).toBeAttached()
    await expect(page).toHaveTitle('(1) MegaChat')
    await alice.openChat('Bob')
    await expect(alice.chat('Bob').getByText('Marked as unread')).toBeHidden()
    await choose(alice, 'Bob', 'Unpin')
  })

  await test.step('in the archive, and back by undo', async () => {
    await choose(alice, 'Bob', 'Archive')
    await expect(alice.chat('Bob')).toBeHidden()
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect(alice.chat('Bob')).toBeVisible()
  })

  await test.step('in the archive, and back by a message', async () => {
    await choose(alice, 'Bob', 'Archive')
    await page.getByRole('button', { name: /^Archive/ }).click()
    await expect(alice.chat('Bob')).toBeVisible()
    await page.getByRole('button', { name: 'Back to all chats' }).click()
    await expect(alice.chat('Bob')).toBeHidden()
    await bob.send('Are you there?')
    await expect(alice.chat('Bob')).toContainText('Are you there?')
  })

  await test.step('a muted one stays there', async () => {
    await choose(alice, 'Bob', 'Mute', /^For 8/)
    await expect(alice.chat('Bob').getByText('Muted')).toBeAttached()
    await choose(alice, 'Bob', 'Archive')
    await bob.send('Hello?')
    await page.getByRole('button', { name: /^Archive/ }).click()
    await expect(alice.chat('Bob')).toContainText('Hello?')
    await choose(alice, 'Bob', /^Unmute/)
    await choose(alice, 'Bob', 'Move out of the archive')
    await expect(page.getByRole('button', { name: /^Archive/ })).toBeHidden()
    await expect(alice.chat('Bob')).toBeVisible()
  })
})

test('one sees that the other is writing, in the chat and in the list', async ({ alice, bob, relay }) => {
  await becomeContacts(alice, bob, relay)
  await bob.composer.pressSequentially('Let me think')
  await expect(alice.chat('Bob')).toContainText('is typing…')
  await expect(alice.page.getByRole('region', { name: 'Chat with Bob' }).getByText('is typing…')).toBeVisible()
  await bob.composer.fill('')
  await expect(alice.page.getByText('is typing…')).toHaveCount(0)
})

test('messages disappear after the time that one of them has set', async ({ alice, bob, relay }) => {
  await becomeContacts(alice, bob, relay)
  await alice.page.getByRole('region', { name: 'Chat with Bob' }).getByRole('button', { name: 'Chat options' }).click()
  await menuItem(alice, 'Disappearing messages').click()
  await menuItem(alice, 'Other time…').click()
  const dialog = alice.page.getByRole('dialog', { name: 'Disappearing messages' })
  const count = dialog.getByRole('textbox', { name: 'Number' })
  await count.fill('half')
  await dialog.getByRole('button', { name: 'Set' }).click()
  await expect(dialog.getByText('Enter a whole number')).toBeVisible()
  await count.fill('3')
  await dialog.getByRole('button', { name: /Unit/ }).click()
  await alice.page.getByRole('option', { name: 'seconds' }).click()
  await dialog.getByRole('button', { name: 'Set' }).click()
  await expect(bob.timeline.getByText(/Alice set messages to disappear 3 sec/)).toBeVisible()
  await expect(bob.page.getByRole('img', { name: /New messages disappear 3 sec/ })).toBeVisible()
  await bob.send('Gone in a moment')
  await expect(alice.message(/Bob: Gone in a moment/)).toBeVisible()
  await expect(alice.message(/Bob: Gone in a moment/)).toBeHidden()
  await expect(bob.message(/Gone in a moment/)).toBeHidden()
})

test('by keyboard: the list of keys, the menu of a chat, and deletion that asks first', async ({
  alice,
  bob,
  relay,
}) => {
  await becomeContacts(alice, bob, relay)
  const { page } = alice
  await page.keyboard.press('ControlOrMeta+/')
  const keys = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  await expect(keys.getByText('Ctrl+Shift+B')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(keys).toBeHidden()
  const bobsChat = alice.chat('Bob').getByRole('button', { name: /Bob/ })
  await bobsChat.focus()
  await page.keyboard.press('Shift+F10')
  await expect(menuItem(alice, 'Pin')).toBeFocused()
  await page.keyboard.press('End')
  await expect(menuItem(alice, 'Delete chat')).toBeFocused()
  await page.keyboard.press('Enter')
  await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel' }).click()
  await expect(alice.chat('Bob')).toBeVisible()
  await choose(alice, 'Bob', 'Delete chat')
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete chat' }).click()
  await expect(alice.chat('Bob')).toBeHidden()
})

test('a chat is exported for reading elsewhere', async ({ alice, bob, relay, folder }) => {
  await becomeContacts(alice, bob, relay)
  await choose(alice, 'Bob', 'Export…')
  const dialog = alice.page.getByRole('dialog', { name: 'Export the chat with Bob' })
  await dialog.getByRole('button', { name: 'Export' }).click()
  await expect(dialog.getByRole('status')).toContainText(/Exported to the folder “MegaChat Bob/)
  const pages = globSync(`${folder}/**/MegaChat Bob*/index.html`)
  expect(pages).toHaveLength(1)
  expect(readFileSync(pages[0] ?? '', 'utf8')).toContain('Hello Alice')
})
