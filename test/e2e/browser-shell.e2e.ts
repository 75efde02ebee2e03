import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { root } from '../fixtures/process.ts'
import { expect, test } from './fixtures.ts'

test('a page stays in after a reload, and no other page gets in @journey', async ({ alice }) => {
  const page = await alice.open()
  const refused: string[] = []
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) refused.push(message.text())
  })
  const begin = page.getByRole('radio', { name: 'Use a relay' })
  await expect(begin).toBeVisible()
  expect(new URL(page.url()).hash).toBe('')

  await page.reload()
  await expect(begin).toBeVisible()
  expect(refused).toEqual([])

  const other = await page.context().newPage()
  await other.goto(page.url())
  await expect(other.getByText('This address has been used already')).toBeVisible()
  await expect(other.getByRole('radio')).toHaveCount(0)
})

test('a second start of the profile says so in one line', async ({ alice }) => {
  await alice.open()
  const program = path.join(root, 'dist/main/browser/index.js')
  const second = spawnSync(process.execPath, [program, '--profile', alice.profile, '--no-open'], { encoding: 'utf8' })
  expect(second.status).toBe(1)
  expect(second.stdout).toBe('')
  expect(second.stderr).toBe(`MegaChat is already open with the profile ${alice.profile}\n`)
})
