/** Profiles that do not simply open: locked ones, and one from a later version. */
import { migrations } from '../../main/core/migrations.ts'
import { claimProfile, openStore } from '../../main/core/store/index.ts'
import { expect, test } from './fixtures.ts'
import type { Person } from './person.ts'

const unlock = ({ page }: Person) => page.getByRole('button', { name: 'Unlock' })
const passphrase = ({ page }: Person) => page.getByRole('textbox', { name: 'Passphrase', exact: true })
const chats = ({ page }: Person) => page.getByRole('button', { name: 'New chat' }).first()

test('a wrong passphrase or phrase is said; the right one opens, and the recovery phrase sets a new one', async ({
  alice,
  relay,
}) => {
  alice.typesPassphrase = true
  await alice.open()
  const phrase = await alice.onboard(relay.url)
  await alice.close()

  await test.step('the passphrase', async () => {
    await alice.open()
    await expect(passphrase(alice)).toBeFocused()
    await passphrase(alice).fill('wrong horse')
    await unlock(alice).click()
    await expect(passphrase(alice)).toHaveAccessibleDescription(/This passphrase isn’t right/)
    await expect(passphrase(alice)).toHaveValue('wrong horse')
    await expect(chats(alice)).toBeHidden()
    await passphrase(alice).fill(alice.passphrase)
    await unlock(alice).click()
    await expect(chats(alice)).toBeVisible()
    await alice.close()
  })

  const renewed = 'another battery staple'
  await test.step('the recovery phrase', async () => {
    const page = await alice.open()
    await page.getByRole('button', { name: 'Use the recovery phrase instead' }).click()
    const words = page.getByRole('textbox', { name: 'Recovery phrase' })
    await words.fill([...phrase].reverse().join(' '))
    await page.getByRole('textbox', { name: 'New passphrase' }).fill(renewed)
    await unlock(alice).click()
    await expect(words).toHaveAccessibleDescription(/This recovery phrase isn’t right/)
    await words.fill(` ${phrase.join('\n')} `)
    await unlock(alice).click()
    await expect(chats(alice)).toBeVisible()
    await alice.close()
  })

  await test.step('from now on the new passphrase opens, the old one does not', async () => {
    await alice.open()
    await passphrase(alice).fill(alice.passphrase)
    await unlock(alice).click()
    await expect(passphrase(alice)).toHaveAccessibleDescription(/This passphrase isn’t right/)
    await passphrase(alice).fill(renewed)
    await unlock(alice).click()
    await expect(chats(alice)).toBeVisible()
  })
})

/** Takes a step in the profile's database that this version has never heard of. */
async function bringToNewerVersion(person: Person): Promise<void> {
  const profile = claimProfile(person.profile)
  try {
    const key = await profile.unlockWithPassphrase(person.passphrase)
    const later = { room: 'groups', version: 1, sql: 'CREATE TABLE later (id INTEGER PRIMARY KEY) STRICT' }
    openStore({ file: profile.databaseFile, key, migrations: [...migrations, later] }).close()
  } finally {
    profile.release()
  }
}

test('a profile from a newer version is left alone, and says so', async ({ alice, relay }) => {
  await alice.open()
  await alice.onboard(relay.url)
  await alice.close()
  await bringToNewerVersion(alice)

  for (const typed of [false, true]) {
    alice.typesPassphrase = typed
    const page = await alice.open()
    if (typed) {
      await passphrase(alice).fill(alice.passphrase)
      await unlock(alice).click()
    }
    await expect(page.getByRole('heading', { name: 'MegaChat can’t open this profile' })).toBeVisible()
    await expect(page.getByText('Please update; nothing has been changed.')).toBeVisible()
    await alice.close()
  }
})
