/** A profile that moves to another computer by a backup, and is taken back. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { becomeContacts, expect, test } from './fixtures.ts'
import { Person } from './person.ts'

const button = ({ page }: Person, name: string) => page.getByRole('button', { name, exact: true })

/** Makes a backup in the settings, into the downloads; gives its path. */
async function backUp(person: Person): Promise<string> {
  const { page } = person
  await button(person, 'Settings').click()
  await button(person, 'Back up now…').click()
  const dialog = page.getByRole('dialog', { name: 'Back up now' })
  await dialog.getByRole('button', { name: 'Save to downloads' }).click()
  await expect(dialog.getByRole('status')).toHaveText(/Saved and checked: MegaChat .* \d{4}-\d\d-\d\d.megachat-backup/)
  await dialog.getByRole('button', { name: 'Close', exact: true }).last().click()
  const folder = path.join(person.profile, 'downloads')
  const [name = '', ...others] = readdirSync(folder)
  expect(others).toEqual([])
  await button(person, 'Chats').click()
  return path.join(folder, name)
}

async function chooseBackup(person: Person, file: string): Promise<void> {
  const chooser = person.page.waitForEvent('filechooser')
  await person.page.getByRole('button', { name: /^(Choose backup…|Another file…)$/ }).click()
  await (await chooser).setFiles(file)
}

test('everything comes to another computer, which has the account from then on; the first one can take it back @journey', async ({
  alice,
  bob,
  relay,
  openWindow,
  folder,
}) => {
  await becomeContacts(alice, bob, relay)
  const file = await backUp(bob)
  await bob.close()
  await alice.send('While it moves')

  const moved = new Person(openWindow, folder, 'Bobs other computer')
  await moved.open()
  await button(moved, 'I have a backup').click()
  await expect(moved.page.getByRole('heading', { name: 'Bring back a backup' })).toBeVisible()

  await test.step('a file that is none, a passphrase that is wrong', async () => {
    const photo = path.join(folder, 'photo.megachat-backup')
    writeFileSync(photo, 'no backup')
    await chooseBackup(moved, photo)
    await expect(moved.page.getByRole('alert')).toHaveText(/This file is not a MegaChat backup/)
    await chooseBackup(moved, file)
    const passphrase = moved.page.getByRole('textbox', { name: 'Passphrase', exact: true })
    await passphrase.fill('not this one')
    await button(moved, 'Restore').click()
    await expect(passphrase).toHaveAccessibleDescription(/This passphrase isn’t right/)
    await expect(passphrase).toHaveValue('not this one')
    await passphrase.fill(bob.passphrase)
  })

  await test.step('the chats are there, and go on', async () => {
    await button(moved, 'Restore').click()
    await moved.openChat('Alice')
    await expect(moved.timeline.getByText('Hello Bob')).toBeVisible()
    await expect(moved.timeline.getByText('While it moves')).toBeVisible()
    await moved.send('I have moved')
    await expect(alice.timeline.getByText('I have moved')).toBeVisible()
    await alice.send('Welcome there')
    await expect(moved.timeline.getByText('Welcome there')).toBeVisible()
  })

  await test.step('the computer before says so, keeps what it has, and can take the account back', async () => {
    await bob.open()
    await expect(bob.page.getByRole('alert')).toHaveText(/This account is used on another computer now/)
    await bob.openChat('Alice')
    await expect(bob.timeline.getByText('Hello Bob')).toBeVisible()
    await button(bob, 'Use it here').click()
    await bob.page.getByRole('alertdialog').getByRole('button', { name: 'Use it here' }).click()
    await expect(bob.page.getByRole('alert')).toHaveCount(0)
    await bob.openChat('Alice')
    await bob.send('Here again')
    await expect(alice.timeline.getByText('Here again')).toBeVisible()
    await expect(moved.page.getByRole('alert')).toHaveText(/This account is used on another computer now/)
  })
  await moved.close()
})

test('regular backups are made by themselves; one that was damaged is refused', async ({
  alice,
  relay,
  folder,
  openWindow,
}) => {
  await alice.open()
  const phrase = await alice.onboard(relay.url)
  await button(alice, 'Settings').click()
  await alice.page.getByRole('button', { name: /Regular backups/ }).click()
  await alice.page.getByRole('option', { name: 'Every week' }).click()
  await expect(alice.page.getByText(/^Last backup: .* \d+ kB\.$/)).toBeVisible()
  await alice.close()
  const [name = ''] = readdirSync(path.join(alice.profile, 'downloads'))
  const bytes = readFileSync(path.join(alice.profile, 'downloads', name))
  const damaged = path.join(folder, 'damaged.megachat-backup')
  bytes[bytes.length - 100] = (bytes[bytes.length - 100] ?? 0) ^ 1
  writeFileSync(damaged, bytes)

  const other = new Person(openWindow, folder, 'Other')
  await other.open()
  await button(other, 'I have a backup').click()
  await chooseBackup(other, damaged)
  await button(other, 'Use the recovery phrase instead').click()
  await other.page.getByRole('textbox', { name: 'Recovery phrase' }).fill(phrase.join(' '))
  await other.page.getByRole('textbox', { name: 'New passphrase' }).fill('another long passphrase')
  await button(other, 'Restore').click()
  await expect(other.page.getByRole('alert')).toHaveText(/This backup is damaged or not complete/)
  await button(other, 'Back').click()
  await expect(button(other, 'Create account')).toBeVisible()
  await other.close()
})
