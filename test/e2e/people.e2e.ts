import type { Locator } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { becomeContacts, meet } from './people.ts'
import { Person } from './person.ts'
import { drawnPicture } from './pictures.ts'

const settings = ({ page }: Person) => page.getByRole('button', { name: 'Settings' })
const chats = ({ page }: Person) => page.getByRole('button', { name: /^Chats/ })
const details = ({ page }: Person): Locator => page.getByRole('complementary', { name: 'Details' })

async function openDetails(person: Person): Promise<Locator> {
  await person.page.getByRole('button', { name: 'Details', exact: true }).click()
  return details(person)
}

/** Pixels of its width, as the page has decoded it. */
const pictureIn = (place: Locator) =>
  place
    .locator('img')
    .first()
    .evaluate((image: HTMLImageElement) => image.naturalWidth)

test('a picture and a line reach the contact, also one who was away @journey', async ({ alice, bob, relay }) => {
  await becomeContacts(alice, bob, relay)
  await bob.close()
  const { page } = alice
  await settings(alice).click()

  await test.step('chosen, and the part that is shown', async () => {
    const choosing = page.waitForEvent('filechooser')
    await page.getByRole('button', { name: 'Change picture' }).click()
    await page.getByRole('menuitem', { name: 'Choose a picture…' }).click()
    const buffer = await drawnPicture(page, { width: 900, height: 600 })
    await (await choosing).setFiles({ name: 'me.jpg', mimeType: 'image/jpeg', buffer })
    const dialog = page.getByRole('dialog', { name: 'Your picture' })
    await dialog.getByRole('slider', { name: 'Size' }).fill('2')
    const area = dialog.getByRole('application')
    await area.focus()
    for (let n = 0; n < 4; n++) await area.press('ArrowLeft')
    await dialog.getByRole('button', { name: 'Use picture' }).click()
    await expect(page.getByText('Your contacts see the new picture.')).toBeVisible()
  })

  await test.step('what is no picture is refused', async () => {
    const choosing = page.waitForEvent('filechooser')
    await page.getByRole('button', { name: 'Change picture' }).click()
    await page.getByRole('menuitem', { name: 'Choose a picture…' }).click()
    await (await choosing).setFiles({ name: 'me.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('not a picture') })
    await expect(page.getByText(/This file is no picture/)).toBeVisible()
  })

  await test.step('a line about oneself', async () => {
    await page.getByRole('textbox', { name: 'About you' }).fill('Out at sea')
    await page.getByRole('button', { name: 'Save: About you' }).click()
    await expect(page.getByText('Your contacts see the new line.')).toBeVisible()
  })

  await test.step('are there when the contact comes back', async () => {
    await bob.open()
    await expect.poll(() => pictureIn(bob.chat('Alice'))).toBe(256)
    await bob.openChat('Alice')
    await expect((await openDetails(bob)).getByText('Out at sea')).toBeVisible()
  })

  await test.step('and go when they are taken back', async () => {
    await page.getByRole('button', { name: 'Change picture' }).click()
    await page.getByRole('menuitem', { name: 'Remove picture' }).click()
    await expect(bob.chat('Alice').locator('img')).toHaveCount(0)
  })
})

test('a contact has a nickname here, and is handed on to another', async ({
  alice,
  bob,
  relay,
  folder,
  openWindow,
}) => {
  await becomeContacts(alice, bob, relay)
  const carol = new Person(openWindow, folder, 'Carol')
  try {
    await carol.open()
    await carol.onboard(relay.url)
    await meet(carol, alice)

    await test.step('a nickname, in the list and on the page of the contact', async () => {
      const pane = await openDetails(alice)
      await pane.getByRole('button', { name: 'Give a nickname…' }).click()
      const dialog = alice.page.getByRole('dialog', { name: 'Nickname for Carol' })
      await dialog.getByRole('textbox', { name: 'Nickname' }).fill('My sister')
      await dialog.getByRole('button', { name: 'Save' }).click()
      await expect(alice.chat('My sister')).toBeVisible()
      await expect(pane.getByText('Calls themselves Carol')).toBeVisible()
    })

    await test.step('handed on under the own name', async () => {
      await details(alice).getByRole('button', { name: 'Share contact…' }).click()
      const dialog = alice.page.getByRole('dialog', { name: 'Share My sister with…' })
      await expect(dialog.getByRole('option')).toHaveCount(1)
      await dialog.getByRole('option', { name: 'Bob' }).click()
      await dialog.getByRole('button', { name: 'Share with 1 chat' }).click()
      await expect(alice.page.getByText('Contact shared.')).toBeVisible()
    })

    await test.step('and written to by who was given it', async () => {
      await bob.timeline.getByRole('button', { name: 'Message Carol' }).click()
      await expect(bob.page.getByRole('region', { name: 'Chat with carol' })).toBeVisible()
      await bob.send('Alice sent me')
      await expect(carol.chat('Bob')).toContainText('Alice sent me')
    })
  } finally {
    await carol.close()
  }
})

test('notes to oneself are written and shown, and nobody is called', async ({ alice, relay }) => {
  await alice.open()
  await alice.onboard(relay.url)
  const { page } = alice
  await page.getByRole('button', { name: 'New chat' }).first().click()
  await page
    .getByRole('dialog', { name: 'New chat' })
    .getByRole('button', { name: /^Notes to self/ })
    .click()
  await expect(page.getByText(/stays on this computer, encrypted/)).toBeVisible()
  await alice.composer.fill('Buy **milk**')
  await alice.composer.press('Enter')
  await expect(alice.timeline.getByText('milk')).toBeVisible()
  await expect(alice.timeline.getByRole('img', { name: 'Sent' })).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Start voice call' })).toHaveCount(0)
  await expect(alice.chat('Notes to self')).toContainText('Buy milk')
  const pane = await openDetails(alice)
  await expect(pane.getByText('Only on this computer')).toBeVisible()
  await expect(pane.getByRole('button', { name: /Block/ })).toHaveCount(0)
})

test('what was sent is collected on the page of the chat', async ({ alice, bob, relay }) => {
  await becomeContacts(alice, bob, relay)
  const { page } = bob
  await test.step('nothing yet', async () => {
    const pane = await openDetails(bob)
    await pane.getByRole('tab', { name: 'Media' }).click()
    await expect(pane.getByText('No pictures, videos or sounds yet')).toBeVisible()
    await pane.getByRole('tab', { name: 'Links' }).click()
    await expect(pane.getByText('No links yet')).toBeVisible()
  })
  const chooser = alice.page.waitForEvent('filechooser')
  await alice.page.getByRole('button', { name: 'Attach file' }).click()
  const buffer = await drawnPicture(alice.page)
  await (await chooser).setFiles({ name: 'hills.jpg', mimeType: 'image/jpeg', buffer })
  await alice.page.getByRole('dialog').getByRole('button', { name: 'Send', exact: true }).click()
  await expect(alice.page.getByRole('dialog')).toBeHidden()
  await alice.send('Look at https://example.org/hills and ||https://example.org/secret||')

  await test.step('links, but for hidden ones', async () => {
    const pane = details(bob)
    await expect(pane.getByRole('link', { name: 'https://example.org/hills' })).toBeVisible()
    await expect(pane.getByRole('link')).toHaveCount(1)
  })
  await test.step('a picture, that opens', async () => {
    const pane = details(bob)
    await pane.getByRole('tab', { name: 'Media' }).click()
    await pane.getByRole('button', { name: /^Picture from Alice/ }).click()
    await expect(page.getByRole('dialog', { name: 'Media' })).toBeVisible()
    await page.keyboard.press('Escape')
  })
})

test('presence is shown to those who show it', async ({ alice, bob, relay }) => {
  await becomeContacts(alice, bob, relay)
  const show = async (person: Person) => {
    await settings(person).click()
    await person.page.getByRole('switch', { name: 'Online and last seen' }).check()
    await chats(person).click()
  }
  const chatWith = (person: Person, name: string) => person.page.getByRole('region', { name: `Chat with ${name}` })
  await show(alice)
  await expect(chatWith(alice, 'Bob').getByText('online')).toHaveCount(0)
  await show(bob)
  await expect(chatWith(alice, 'Bob').getByText('online')).toBeVisible()
  await expect(chatWith(bob, 'Alice').getByText('online')).toBeVisible()
  await bob.close()
  await expect(chatWith(alice, 'Bob').getByText(/^last seen/)).toBeVisible()
})
