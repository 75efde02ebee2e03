import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { becomeContacts, expect, test } from './fixtures.ts'

/** Relative paths of all files, sorted. */
const filesIn = (root: string) =>
  readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
    .sort()

function trip(folder: string): string {
  const root = path.join(folder, 'Trip')
  mkdirSync(path.join(root, 'raw'), { recursive: true })
  for (const name of ['raw/1.raw', 'raw/2.raw', 'notes.txt']) writeFileSync(path.join(root, name), name)
  return root
}

test('a folder is looked into, and what is chosen of it arrives @journey', async ({ alice, bob, relay, folder }) => {
  await becomeContacts(alice, bob, relay)
  const root = trip(folder)
  await bob.attachFolder(root)

  await expect(alice.message(/Trip/)).toContainText('3 files')
  await alice.page.getByRole('button', { name: 'Look inside…' }).click()
  const dialog = alice.page.getByRole('dialog', { name: 'What do you want from “Trip”?' })
  await expect(dialog.getByRole('status')).toHaveText(/^3 files/)
  await dialog.getByRole('checkbox', { name: '2.raw' }).uncheck()
  // Of the folder around it a part is wanted.
  await expect(dialog.getByRole('checkbox', { name: 'raw', exact: true })).toBeChecked({ indeterminate: true })
  await dialog.getByRole('button', { name: 'Accept 2 files' }).click()

  const saved = path.join(alice.profile, 'downloads', 'Trip')
  await expect(alice.message(/Trip.*Saved/)).toBeVisible({ timeout: 60_000 })
  expect(filesIn(saved)).toEqual(['notes.txt', 'raw/1.raw'])
  expect(readFileSync(path.join(saved, 'raw/1.raw'), 'utf8')).toBe('raw/1.raw')
  await expect(bob.message(/Trip.*Arrived/)).toBeVisible()
})

test('a folder is accepted as a whole, and declined', async ({ alice, bob, relay, folder }) => {
  await becomeContacts(alice, bob, relay)
  const root = trip(folder)
  await bob.attachFolder(root)
  await alice.page.getByRole('button', { name: 'Accept folder' }).click()
  await expect(alice.message(/Trip.*Saved/)).toBeVisible({ timeout: 60_000 })
  expect(filesIn(path.join(alice.profile, 'downloads', 'Trip'))).toEqual(filesIn(root))

  await bob.attachFolder(root)
  await alice.page.getByRole('button', { name: 'Decline folder' }).click()
  await expect(bob.message(/Trip.*Declined/)).toBeVisible()
})
