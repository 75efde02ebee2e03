/** Profiles that do not simply open: locked ones, and one from a later version. */
import { readFileSync, writeFileSync } from 'node:fs'
import { migrations } from '../../main/core/migrations.ts'
import { claimProfile, openStore } from '../../main/core/store/index.ts'
import { becomeContacts, expect, test } from './fixtures.ts'
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

/** Flips a bit where the settings lie, which every start reads. */
async function damageSettings(person: Person): Promise<void> {
  const profile = claimProfile(person.profile)
  const key = await profile.unlockWithPassphrase(person.passphrase)
  const store = openStore({ file: profile.databaseFile, key, migrations })
  const root = store.db.prepare<[], number>("SELECT rootpage FROM sqlite_schema WHERE name = 'setting'").pluck().get()
  store.close()
  profile.release()
  const bytes = readFileSync(profile.databaseFile)
  const at = ((root ?? 0) - 1) * 4096 + 100
  bytes[at] = (bytes[at] ?? 0) ^ 1
  writeFileSync(profile.databaseFile, bytes)
}

test('a damaged profile is repaired, and its chats go on; or it is set aside', async ({ alice, bob, relay }) => {
  await becomeContacts(alice, bob, relay)
  await alice.close()
  await damageSettings(alice)
  alice.typesPassphrase = true
  const page = await alice.open()
  await passphrase(alice).fill(alice.passphrase)
  await unlock(alice).click()
  await expect(page.getByRole('heading', { name: 'Your profile is damaged' })).toBeVisible()

  await test.step('asks for the passphrase, says what is wrong with it, and repairs', async () => {
    await page.getByRole('button', { name: 'Repair' }).click()
    await passphrase(alice).fill('wrong horse')
    await page.getByRole('button', { name: 'Repair' }).click()
    await expect(passphrase(alice)).toHaveAccessibleDescription(/This passphrase isn’t right/)
    await passphrase(alice).fill(alice.passphrase)
    await page.getByRole('button', { name: 'Repair' }).click()
    await expect(page.getByText('Repaired. What could not be read is lost; the rest is here.')).toBeVisible()
    await alice.openChat('Bob')
    await expect(alice.timeline.getByText('Hello Alice')).toBeVisible()
    await alice.send('I am back')
    await expect(bob.timeline.getByText('I am back')).toBeVisible()
  })

  await test.step('everything can be read now', async () => {
    await page.getByRole('button', { name: 'Settings' }).click()
    await page.getByRole('button', { name: 'Check', exact: true }).click()
    await expect(page.getByText('Everything can be read.')).toBeVisible()
    await alice.close()
  })

  await test.step('another time it is set aside', async () => {
    await damageSettings(alice)
    const again = await alice.open()
    await passphrase(alice).fill(alice.passphrase)
    await unlock(alice).click()
    await again.getByRole('button', { name: 'Use a backup instead' }).click()
    await again.getByRole('alertdialog').getByRole('button', { name: 'Set aside' }).click()
    await expect(again.getByRole('button', { name: 'I have a backup' })).toBeVisible()
  })
})
