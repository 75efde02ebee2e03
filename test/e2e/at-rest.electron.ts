/** What keeps the database key, with a real keyring of the desktop: opening, losing it, and doing without. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect } from '@playwright/test'
import { type ElectronWindow, electronWindows } from './electron-window.ts'
import { peopleTest } from './people.ts'
import { Person } from './person.ts'

const test = peopleTest.extend<{ windows: Map<string, ElectronWindow> }>({
  windows: async ({}, use) => use(new Map()),
  openWindow: async ({ windows }, use) => use(electronWindows(windows)),
})

const chats = ({ page }: Person) => page.getByRole('button', { name: 'New chat' }).first()
const unlock = ({ page }: Person) => page.getByRole('button', { name: 'Unlock' })
const passphrase = ({ page }: Person) => page.getByRole('textbox', { name: 'Passphrase', exact: true })
const slots = ({ profile }: Person): string[] =>
  JSON.parse(readFileSync(path.join(profile, 'keys.json'), 'utf8')).slots.map(({ kind }: { kind: string }) => kind)

/** Calls the Secret Service (freedesktop.org, version 0.2) over the session's bus. */
const secretService = (object: string, method: string, ...args: string[]): string =>
  execFileSync('gdbus', [
    ...['call', '--session', '--dest', 'org.freedesktop.secrets', '--object-path', object],
    ...['--method', `org.freedesktop.Secret.${method}`, ...args],
  ]).toString()

const secrets = (): string[] =>
  secretService('/org/freedesktop/secrets', 'Service.SearchItems', '{}').match(
    /\/org\/freedesktop\/secrets\/[\w/]+/g,
  ) ?? []

test('the keyring opens the profile; when its secret is gone the recovery phrase does, and the keyring again', async ({
  alice,
  relay,
  windows,
}) => {
  // No keyring that a test before has filled.
  for (const item of secrets()) secretService(item, 'Item.Delete')
  alice.typesPassphrase = true
  await alice.open()
  await expect(alice.page.getByRole('textbox', { name: 'Passphrase' })).toHaveCount(0)
  alice.typesPassphrase = false
  const phrase = await alice.onboard(relay.url)
  await alice.close()
  expect(slots(alice)).toEqual(['keychain', 'recovery'])
  expect(secrets().length).toBeGreaterThan(0)

  alice.typesPassphrase = true
  await test.step('without a question', async () => {
    await alice.open()
    await expect(chats(alice)).toBeVisible()
    await alice.close()
  })

  await test.step('a keyring that has lost the secret', async () => {
    for (const item of secrets()) secretService(item, 'Item.Delete')
    const page = await alice.open()
    await expect(page.getByText('The system’s keychain no longer holds your key')).toBeVisible()
    await expect(passphrase(alice)).toHaveCount(0)
    const words = page.getByRole('textbox', { name: 'Recovery phrase' })
    await expect(words).toBeFocused()
    await words.fill([...phrase].reverse().join(' '))
    await unlock(alice).click()
    await expect(words).toHaveAccessibleDescription(/This recovery phrase isn’t right/)
    await words.fill(phrase.join(' '))
    await unlock(alice).click()
    await expect(chats(alice)).toBeVisible()
    await alice.close()
  })

  await test.step('from then on the new secret opens', async () => {
    await alice.open()
    await expect(chats(alice)).toBeVisible()
  })

  await test.step('a passphrase shuts it to the keyring', async () => {
    const { page } = alice
    await page.getByRole('button', { name: 'Settings' }).click()
    await expect(page.getByRole('button', { name: 'Lock', exact: true })).toHaveCount(0)
    await page.getByRole('button', { name: 'Set a passphrase…' }).click()
    await page.getByRole('textbox', { name: 'New passphrase' }).fill(alice.passphrase)
    await page.getByRole('textbox', { name: 'Once more' }).fill(alice.passphrase)
    await page.getByRole('button', { name: 'Set passphrase' }).click()
    await expect(page.getByText('The passphrase is set.')).toBeVisible()
    expect(slots(alice).sort()).toEqual(['passphrase', 'recovery'])
    await alice.close()
    await alice.open()
    await passphrase(alice).fill(alice.passphrase)
    await unlock(alice).click()
    await expect(chats(alice)).toBeVisible()
  })

  await test.step('the system’s own lock locks it too, where that is wanted', async () => {
    const { page } = alice
    await page.getByRole('button', { name: 'Settings' }).click()
    await page.getByRole('switch', { name: /Lock together with the system/ }).click({ force: true })
    await expect(page.getByRole('switch', { name: /Lock together with the system/ })).toBeChecked()
    const locked = page.getByRole('heading', { name: 'Welcome back' })
    await expect(async () => {
      // Nobody can put the computer that runs the test to sleep: the event alone is made.
      await windows.get('Alice')?.app.evaluate(({ powerMonitor }) => powerMonitor.emit('suspend'))
      await expect(locked).toBeVisible({ timeout: 1000 })
    }).toPass()
    await passphrase(alice).fill(alice.passphrase)
    await unlock(alice).click()
    await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible()
  })

  await test.step('without the passphrase the keyring opens again', async () => {
    const { page } = alice
    await page.getByRole('button', { name: 'Remove…' }).click()
    await page.getByRole('textbox', { name: 'Current passphrase' }).fill(alice.passphrase)
    await page.getByRole('button', { name: 'Remove passphrase' }).click()
    await expect(page.getByText('The passphrase was removed.')).toBeVisible()
    expect(slots(alice).sort()).toEqual(['keychain', 'recovery'])
    await alice.close()
    await alice.open()
    await expect(chats(alice)).toBeVisible()
  })
})

test('basic_text is no keychain: a passphrase is asked for, at first and at each start', async ({ folder, relay }) => {
  const alice = new Person(electronWindows(new Map(), { passwordStore: 'basic' }), folder, 'Alice')
  alice.typesPassphrase = true
  try {
    await alice.open()
    await alice.onboard(relay.url)
    expect(slots(alice)).toEqual(['passphrase', 'recovery'])
    await alice.close()
    await alice.open()
    await passphrase(alice).fill('wrong horse')
    await unlock(alice).click()
    await expect(passphrase(alice)).toHaveAccessibleDescription(/This passphrase isn’t right/)
    await passphrase(alice).fill(alice.passphrase)
    await unlock(alice).click()
    await expect(chats(alice)).toBeVisible()
    await alice.page.getByRole('button', { name: 'Settings' }).click()
    await expect(alice.page.getByRole('button', { name: 'Remove…' })).toHaveCount(0)
  } finally {
    await alice.close()
  }
})
