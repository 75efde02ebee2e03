/** The lock of the application, the passphrase behind it, and the recovery phrase behind that. */
import { becomeContacts, expect, test } from './fixtures.ts'
import { receivedMedia, watchConnections } from './media.ts'
import type { Person } from './person.ts'

const passphrase = ({ page }: Person) => page.getByRole('textbox', { name: 'Passphrase', exact: true })
const unlockButton = ({ page }: Person) => page.getByRole('button', { name: 'Unlock' })
const settings = ({ page }: Person) => page.getByRole('button', { name: 'Settings' }).click()
const button = ({ page }: Person, name: string) => page.getByRole('button', { name, exact: true })

async function unlock(person: Person, word: string): Promise<void> {
  await passphrase(person).fill(word)
  await unlockButton(person).click()
}

/** Nothing of the profile is on the page. */
async function expectLocked(person: Person): Promise<void> {
  await expect(person.page.getByRole('heading', { name: 'Welcome back' })).toBeVisible()
  await expect(passphrase(person)).toBeFocused()
  await expect(person.page.getByRole('navigation')).toHaveCount(0)
  expect(await person.page.locator('body').textContent()).not.toMatch(/Bob|Hello/)
}

test('what is locked shows and takes in nothing; the passphrase brings everything back @journey', async ({
  alice,
  bob,
  relay,
}) => {
  await becomeContacts(alice, bob, relay)

  await test.step('by the button, while the other side writes', async () => {
    await button(alice, 'Lock').click()
    await expectLocked(alice)
    await bob.send('Are you still there?')
    await expect(bob.message(/Are you still there.*Sent/)).toBeVisible()
    await expectLocked(alice)
    await unlock(alice, alice.passphrase)
    await expect(alice.timeline.getByText('Are you still there?')).toBeVisible()
    await expect(bob.message(/Are you still there.*(Delivered|Read)/)).toBeVisible()
  })

  await test.step('by the keyboard, also above a dialog; a page that loads anew stays locked', async () => {
    await button(alice, 'New chat').first().click()
    await alice.page.keyboard.press('Control+Shift+L')
    await expectLocked(alice)
    await alice.page.reload()
    await expectLocked(alice)
  })

  await test.step('wrong passphrases are slowed down, in words that count', async () => {
    for (let attempt = 0; attempt < 5; attempt++) {
      await unlock(alice, `wrong horse ${attempt}`)
      await expect(passphrase(alice)).toHaveAccessibleDescription(/This passphrase isn’t right/)
      await expect(unlockButton(alice)).toBeEnabled()
    }
    await unlock(alice, alice.passphrase)
    await expect(passphrase(alice)).toHaveAccessibleDescription(/Too many wrong passphrases. Try again in \d second/)
    await expect(unlockButton(alice)).toBeDisabled()
    await expect(unlockButton(alice)).toBeEnabled({ timeout: 10_000 })
    await unlock(alice, alice.passphrase)
    await expect(button(alice, 'New chat').first()).toBeVisible()
  })

  await test.step('the passphrase changes, and guards the recovery phrase', async () => {
    const { page } = alice
    await settings(alice)
    const security = page.getByRole('region', { name: 'Security' })
    // Where there is no keychain the profile cannot do without.
    await expect(security.getByRole('button', { name: 'Remove…' })).toHaveCount(0)
    await security.getByRole('button', { name: 'Change…' }).click()
    const field = (name: string) => page.getByRole('textbox', { name, exact: true })
    const change = button(alice, 'Change passphrase')
    await field('Current passphrase').fill('wrong')
    await field('New passphrase').fill('short')
    await field('Once more').fill('another battery staple')
    await change.click()
    await expect(field('New passphrase')).toHaveAccessibleDescription('At least 8 characters.')
    await field('New passphrase').fill('another battery stable')
    await change.click()
    await expect(field('Once more')).toHaveAccessibleDescription('The two are not the same.')
    await field('New passphrase').fill('another battery staple')
    await change.click()
    await expect(field('Current passphrase')).toHaveAccessibleDescription('This passphrase isn’t right.')
    await field('Current passphrase').fill(alice.passphrase)
    await change.click()
    await expect(page.getByText('The passphrase was changed.')).toBeVisible()

    await security.getByRole('button', { name: 'Show recovery phrase' }).click()
    await field('Passphrase').fill(alice.passphrase)
    await page.keyboard.press('Enter')
    await expect(field('Passphrase')).toHaveAccessibleDescription('This passphrase isn’t right.')
    await field('Passphrase').fill('another battery staple')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('list', { name: 'Recovery phrase' }).getByRole('listitem')).toHaveCount(24)
    await page.keyboard.press('Escape')
    await security.getByRole('button', { name: 'Lock now' }).click()
    await unlock(alice, alice.passphrase)
    await expect(passphrase(alice)).toHaveAccessibleDescription(/This passphrase isn’t right/)
    await unlock(alice, 'another battery staple')
    await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible()
  })
})

test('a profile that nobody uses locks itself, in the language that was chosen', async ({ alice, relay }) => {
  test.slow()
  await alice.open()
  await alice.onboard(relay.url)
  await settings(alice)
  await alice.page.getByRole('button', { name: /Lock when unused for/ }).click()
  await alice.page.getByRole('option', { name: '1 minute' }).click()
  await alice.page.getByRole('button', { name: /Language/ }).click()
  await alice.page.getByRole('option', { name: 'Deutsch' }).click()
  await expect(alice.page.getByRole('heading', { name: 'Einstellungen' })).toBeVisible()
  await expect(alice.page.getByRole('heading', { name: 'Willkommen zurück' })).toBeVisible({ timeout: 90_000 })
  await alice.page.getByRole('textbox', { name: 'Passphrase' }).fill(alice.passphrase)
  await alice.page.getByRole('button', { name: 'Entsperren' }).click()
  await expect(alice.page.getByRole('heading', { name: 'Einstellungen' })).toBeVisible()
})

test('a call goes on behind the lock, and can be ended there', async ({ alice, bob, relay }) => {
  await alice.open(watchConnections)
  await alice.onboard(relay.url)
  await bob.open(watchConnections)
  await bob.onboard(relay.url)
  await bob.startChat('alice')
  await bob.send('Hello Alice')
  await alice.openChat('Bob')
  await alice.acceptRequest()
  await bob.page.getByRole('button', { name: 'Start video call' }).click()
  await button(alice, 'Accept').click()
  const seen = async () => (await receivedMedia(bob.page)).frames
  await expect.poll(seen, { timeout: 30_000 }).toBeGreaterThan(0)

  await alice.page.keyboard.press('Control+Shift+L')
  await expect(alice.page.getByText('What was going on, a call or a transfer, is being finished.')).toBeAttached()
  await expect(alice.page.getByRole('navigation')).toHaveCount(0)
  const before = await seen()
  await expect.poll(seen, { timeout: 30_000 }).toBeGreaterThan(before + 10)
  await button(alice, 'End call').click()
  await expect(bob.page.getByRole('button', { name: 'End call' })).toBeHidden()
  await expect(alice.page.getByText('What was going on, a call or a transfer, is being finished.')).toHaveCount(0)
  await unlock(alice, alice.passphrase)
  await expect(alice.timeline.getByText('Hello Alice')).toBeVisible()
})

test('the recovery phrase is asked for once; without the paper one goes on only after a warning', async ({
  alice,
  bob,
  relay,
}) => {
  for (const person of [alice, bob]) {
    const { page } = await person.open().then(() => person)
    await page.getByRole('textbox', { name: 'Relay address or invite link' }).fill(relay.url)
    await page.getByRole('textbox', { name: 'Username' }).fill(person.name.toLowerCase())
    await page.getByRole('textbox', { name: 'Your name' }).fill(person.name)
    await button(person, 'Create account').click()
    await button(person, 'Continue').click()
  }
  const asked = alice.page.getByRole('textbox', { name: /^Word \d+$/ })
  await expect(asked).toHaveCount(3)
  await expect(asked.first()).toBeFocused()
  await asked.first().fill('wrong')
  await button(alice, 'Confirm').click()
  await expect(asked.first()).toHaveAccessibleDescription('That is not the word at this place.')
  await button(alice, 'Show the words again').click()
  const words = alice.page.getByRole('list', { name: 'Recovery phrase' }).getByRole('listitem')
  await expect(words).toHaveCount(24)
  const phrase = (await words.allInnerTexts()).flatMap((text) => text.match(/[a-z]+/) ?? [])
  await button(alice, 'Continue').click()
  await alice.confirmPhrase(phrase)
  await expect(alice.page.getByText('No chats yet')).toBeVisible()

  await button(bob, 'Skip').click()
  await expect(bob.page.getByRole('alertdialog', { name: 'Go on without the words?' })).toBeVisible()
  await button(bob, 'Cancel').click()
  await button(bob, 'Skip').click()
  await button(bob, 'Go on without').click()
  await expect(bob.page.getByText('No chats yet')).toBeVisible()
})
