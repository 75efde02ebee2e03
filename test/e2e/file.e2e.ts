import { createHash, randomBytes } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { becomeContacts, expect, test } from './fixtures.ts'

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

test('a file arrives with the same SHA-256 @journey', async ({ alice, bob, relay, folder }) => {
  await becomeContacts(alice, bob, relay)
  const source = path.join(folder, 'Holiday pictures.bin')
  const bytes = randomBytes(20 * 1024 * 1024 + 12_345)
  writeFileSync(source, bytes)

  await bob.attach(source)
  await alice.page.getByRole('button', { name: 'Accept file' }).click()

  const saved = path.join(alice.profile, 'downloads')
  await expect(alice.message(/Holiday pictures\.bin.*Saved/)).toBeVisible({ timeout: 60_000 })
  expect(readdirSync(saved)).toEqual(['Holiday pictures.bin'])
  expect(sha256(readFileSync(path.join(saved, 'Holiday pictures.bin')))).toBe(sha256(bytes))

  await bob.page.getByRole('button', { name: 'Transfers' }).click()
  await expect(bob.page.getByRole('list', { name: 'Transfers' })).toContainText('Holiday pictures.bin')
})

test('a declined file is said to be declined', async ({ alice, bob, relay, folder }) => {
  await becomeContacts(alice, bob, relay)
  const source = path.join(folder, 'unwanted.txt')
  writeFileSync(source, 'unwanted')
  await bob.attach(source)
  await alice.page.getByRole('button', { name: 'Decline file' }).click()
  await expect(bob.message(/unwanted\.txt.*declined/i)).toBeVisible()
})
