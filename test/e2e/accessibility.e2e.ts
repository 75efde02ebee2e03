/** Every screen, light and dark, against the rules of axe-core. */
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { browserWindows } from './browser-window.ts'
import { becomeContacts, expect, test as people } from './fixtures.ts'
import type { Person } from './person.ts'

const test = people.extend({
  // Colours are judged when they have arrived, not on their way.
  openWindow: async ({ browser }, use) => use(browserWindows(browser, { reducedMotion: 'reduce' })),
})

/** Fails, at the end of the test, for each element that breaks a rule in one of the themes. */
async function audit(page: Page, screen: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    const { violations, passes } = await new AxeBuilder({ page }).analyze()
    const found = violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`),
    )
    expect.soft(found, `${screen}, ${colorScheme}`).toEqual([])
    // A page that axe could not look into has no violations either.
    expect(passes.length).toBeGreaterThan(10)
  }
}

const press = (person: Person, name: string) => person.page.getByRole('button', { name, exact: true }).click()

test('onboarding, unlocking and profiles that do not open', async ({ alice, relay }) => {
  alice.typesPassphrase = true
  let page = await alice.open()
  await expect(page.getByRole('button', { name: 'Create account' })).toBeVisible()
  await audit(page, 'onboarding')
  await press(alice, 'Create account')
  await expect(page.getByText('Please fill this in.').first()).toBeVisible()
  await audit(page, 'onboarding with errors')
  await page.getByRole('radio', { name: 'This computer is the relay' }).check({ force: true })
  await audit(page, 'onboarding with an own relay')
  await page.getByRole('radio', { name: 'Use a relay' }).check({ force: true })
  await page.getByRole('textbox', { name: 'Relay address or invite link' }).fill(relay.url)
  await page.getByRole('textbox', { name: 'Your name' }).fill('Alice')
  await page.getByRole('textbox', { name: 'Passphrase' }).fill(alice.passphrase)
  await expect(page.getByText('takes new accounts')).toBeVisible()
  await audit(page, 'onboarding filled in')
  await press(alice, 'Create account')
  await expect(page.getByRole('list', { name: 'Recovery phrase' })).toBeVisible()
  await audit(page, 'recovery phrase')
  await press(alice, 'Continue')
  await press(alice, 'Confirm')
  await expect(page.getByText('That is not the word at this place.').first()).toBeVisible()
  await audit(page, 'question for words of the recovery phrase')
  await press(alice, 'Skip')
  await expect(page.getByRole('alertdialog')).toBeVisible()
  await audit(page, 'going on without the recovery phrase')
  await press(alice, 'Go on without')
  await expect(page.getByText('No chats yet')).toBeVisible()
  await audit(page, 'no chats')
  await alice.close()

  page = await alice.open()
  await expect(page.getByRole('button', { name: 'Unlock' })).toBeVisible()
  await audit(page, 'unlock')
  await page.getByRole('textbox', { name: 'Passphrase' }).fill('wrong horse')
  await press(alice, 'Unlock')
  await expect(page.getByText('This passphrase isn’t right.')).toBeVisible()
  await audit(page, 'unlock with an error')
  await press(alice, 'Use the recovery phrase instead')
  await audit(page, 'unlock by recovery phrase')

  const other = await page.context().newPage()
  await other.goto(page.url())
  await expect(other.getByText('This address has been used already')).toBeVisible()
  await audit(other, 'a page that is not let in')
})

test('requests and chats', async ({ alice, bob, relay }) => {
  await alice.open()
  await alice.onboard(relay.url)
  await bob.open()
  await bob.onboard(relay.url)
  await press(bob, 'Start a chat')
  await expect(bob.page.getByRole('dialog', { name: 'New chat' })).toBeVisible()
  await audit(bob.page, 'new chat')
  await press(bob, 'Start chat')
  await expect(bob.page.getByText('This is neither a username nor an invite link.')).toBeVisible()
  await audit(bob.page, 'new chat with an error')
  await press(bob, 'Cancel')
  await bob.startChat('alice')
  await audit(bob.page, 'a chat without messages')
  await bob.send('Hello Alice, do you know https://example.org/?')
  await expect(alice.chat('Bob')).toBeVisible()
  await audit(alice.page, 'a list with a request, no chat open')
  await alice.openChat('Bob')
  await expect(alice.page.getByRole('button', { name: 'Accept request' })).toBeVisible()
  await audit(alice.page, 'request')
  await alice.acceptRequest()
  await alice.send('Hello Bob')
  await alice.send('👋')
  await expect(bob.timeline.getByText('👋')).toBeVisible()
  await expect(alice.message(/👋.*(Delivered|Read)/)).toBeVisible()
  await audit(bob.page, 'a chat with messages')
  await press(bob, 'Details')
  await expect(bob.page.getByRole('button', { name: 'Close details' })).toBeVisible()
  await audit(bob.page, 'details of a chat')
  await press(bob, 'Delete chat')
  await expect(bob.page.getByRole('button', { name: 'Cancel' })).toBeVisible()
  await audit(bob.page, 'a question')
})

test('search in all chats and in one', async ({ alice, bob, relay }) => {
  await becomeContacts(alice, bob, relay)
  const { page } = bob
  await page.keyboard.press('Control+Shift+F')
  await page.keyboard.type('hello')
  await expect(page.getByRole('option', { name: /Hello Bob/ })).toBeVisible()
  await audit(page, 'results of a search')
  await page.getByRole('option', { name: /Hello Bob/ }).click()
  await expect(bob.message(/Hello Bob/)).toBeFocused()
  await page.keyboard.press('Control+F')
  await page.keyboard.type('hello')
  await expect(page.getByText('1 of 2')).toBeVisible()
  await audit(page, 'search in a chat')
  await page.getByRole('searchbox', { name: 'Search chats and messages' }).fill('nowhere')
  await expect(page.getByText('Nothing matches')).toBeVisible()
  await audit(page, 'a search that finds nothing')
})

test('settings, and a relay that is gone', async ({ alice, bob, relay }) => {
  await becomeContacts(alice, bob, relay)
  await press(alice, 'Settings')
  await press(alice, 'Create invite link')
  await expect(alice.page.getByRole('textbox', { name: 'Invite link' })).toBeVisible()
  await audit(alice.page, 'settings')
  await alice.page.getByRole('button', { name: /Language/ }).click()
  await expect(alice.page.getByRole('option', { name: 'Deutsch' })).toBeVisible()
  await audit(alice.page, 'a choice in the settings')
  await alice.page.keyboard.press('Escape')
  await alice.page.getByRole('region', { name: 'Security' }).getByRole('button', { name: 'Change…' }).click()
  await expect(alice.page.getByRole('dialog', { name: 'Change the passphrase' })).toBeVisible()
  await audit(alice.page, 'change of the passphrase')
  await press(alice, 'Cancel')
  await press(alice, 'Show recovery phrase')
  await audit(alice.page, 'the passphrase before the recovery phrase')
  await alice.page.getByRole('textbox', { name: 'Passphrase' }).fill(alice.passphrase)
  await alice.page.keyboard.press('Enter')
  await expect(alice.page.getByRole('list', { name: 'Recovery phrase' })).toBeVisible()
  await audit(alice.page, 'recovery phrase in the settings')

  await relay.stop()
  await bob.send('Anybody?')
  await expect(bob.page.getByText('Waiting for the relay. Your messages are kept')).toBeVisible()
  await expect(bob.message(/Anybody\?.*Waiting for the relay/)).toBeVisible()
  await audit(bob.page, 'a relay that is gone')
})

test('files', async ({ alice, bob, relay, folder }) => {
  await becomeContacts(alice, bob, relay)
  await press(alice, 'Transfers')
  await expect(alice.page.getByText('No transfers yet')).toBeVisible()
  await audit(alice.page, 'no transfers')
  await press(alice, 'Chats')

  const files = ['small.txt', 'declined.txt', 'film.mkv'].map((name) => path.join(folder, name))
  for (const file of files) {
    writeFileSync(file, path.basename(file))
    await bob.attach(file)
    await expect(alice.message(new RegExp(path.basename(file)))).toBeVisible()
  }
  await audit(alice.page, 'file offers')
  await audit(bob.page, 'offered files')
  await alice.message(/small/).getByRole('button', { name: 'Accept file' }).click()
  await alice
    .message(/declined/)
    .getByRole('button', { name: 'Decline file' })
    .click()
  await expect(alice.message(/small.*Saved/)).toBeVisible()
  await expect(bob.message(/declined.*Declined/)).toBeVisible()
  await audit(bob.page, 'a file that was declined')
  // Without its sender a transfer stays as far as it is.
  await bob.close()
  await alice.message(/film/).getByRole('button', { name: 'Accept file' }).click()
  await expect(alice.message(/film.*Waiting for the other side/)).toBeVisible()
  await audit(alice.page, 'a running and a finished transfer')
  await press(alice, 'Transfers')
  await expect(alice.page.getByRole('list', { name: 'Transfers' }).first()).toBeVisible()
  await audit(alice.page, 'transfers')
})

test('calls', async ({ alice, bob, relay }) => {
  await becomeContacts(alice, bob, relay)
  await press(bob, 'Start video call')
  await expect(alice.page.getByRole('alertdialog')).toBeVisible()
  await audit(alice.page, 'incoming call')
  await audit(bob.page, 'outgoing call')
  await press(alice, 'Accept')
  await expect(bob.page.getByLabel('Video of Alice')).toBeVisible()
  await expect(alice.page.getByLabel('Video of Bob')).toBeVisible()
  await audit(alice.page, 'video call')
  await press(bob, 'Turn camera off')
  await press(bob, 'Mute')
  await expect(alice.page.getByText('Bob is muted')).toBeVisible()
  await audit(alice.page, 'call with the other camera off')
  await press(alice, 'Shrink call')
  await expect(alice.page.getByRole('button', { name: 'Enlarge call' })).toBeVisible()
  await audit(alice.page, 'small call')
  await press(bob, 'End call')
  await expect(alice.message(/Incoming video call/)).toBeVisible()
  await audit(alice.page, 'call that has ended')
})
