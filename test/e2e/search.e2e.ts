/** Finding what was said, in all chats and in one, and going there. */
import type { Locator, Page } from '@playwright/test'
import { AccountId, conversationWith } from '../../shared/ids.ts'
import { messageWriter, withStore } from '../fixtures/filled-profile.ts'
import { becomeContacts, expect, test } from './fixtures.ts'
import type { Person } from './person.ts'

const total = 900

/** Bob's chat with Alice, as it is after years; message 120 and 480 are worth finding. */
async function years(bob: Person): Promise<void> {
  await bob.close()
  await withStore(bob.profile, bob.passphrase, ({ db }) => {
    const account = db.prepare<[], { account: string }>('SELECT account FROM contact').get()?.account
    const conversation = conversationWith(AccountId.parse(account))
    const write = messageWriter(db)
    db.transaction(() => {
      for (let n = 1; n <= total; n++) {
        const special: Record<number, string> = {
          120: 'The Zürich needle lies in the haystack',
          480: 'Another needle, this time a green one',
        }
        const sentAt = Date.now() - (total - n) * 3_600_000
        write({ conversation, own: n % 3 === 0, sentAt, text: special[n] ?? `line ${n} of the long talk` })
      }
    })()
  })
  await bob.open()
  await expect(bob.chat('Alice')).toBeVisible()
}

const searchBox = (page: Page): Locator => page.getByRole('searchbox', { name: 'Search chats and messages' })
const results = (page: Page): Locator => page.getByRole('listbox', { name: 'Search results' })
const hit = (page: Page, words: RegExp): Locator => results(page).getByRole('option', { name: words })

/** Whether something is within the part of the timeline that one sees. */
const inView = (message: Locator): Promise<boolean> =>
  message.evaluate((element) => {
    const { top, bottom } = element.getBoundingClientRect()
    const frame = element.closest('[role=log]')?.getBoundingClientRect()
    return frame !== undefined && top >= frame.top - 1 && bottom <= frame.bottom + 1
  })

test('a search in all chats leads into the middle of a history, and from there to its end (M-81)', async ({
  alice,
  bob,
  relay,
}) => {
  await becomeContacts(alice, bob, relay)
  await years(bob)
  const { page } = bob

  await test.step('results come as one types, by keyboard', async () => {
    await page.keyboard.press('Control+Shift+F')
    await expect(searchBox(page)).toBeFocused()
    await page.keyboard.type('zurich need')
    await expect(hit(page, /Zürich needle lies/)).toBeVisible()
    await expect(results(page).locator('mark')).toHaveText(['Zürich', 'needle'])
    await searchBox(page).fill('nowhere to be found')
    await expect(page.getByText('Nothing matches “nowhere to be found”')).toBeVisible()
    await searchBox(page).fill('ali')
    await expect(hit(page, /^Alice/).first()).toBeVisible()
    await searchBox(page).fill('needle')
    await expect(results(page).getByRole('option')).toHaveCount(2)
  })

  const found = bob.message(/Zürich needle/)
  await test.step('the hit opens in the middle of the history', async () => {
    await page.keyboard.press('ArrowDown')
    await hit(page, /Zürich needle/).click()
    await expect(found).toBeVisible()
    await expect.poll(() => inView(found)).toBe(true)
    await expect(found).toBeFocused()
    await expect(bob.message(/line 119 of/)).toBeVisible()
    await expect(bob.message(/line 900 of/)).toHaveCount(0)
    expect(await page.evaluate(() => CSS.highlights.get('search-words')?.size)).toBe(1)
  })

  await test.step('what comes meanwhile does not stand between what is old', async () => {
    await alice.send('Something new')
    await expect(bob.chat('Alice').or(results(page))).toBeVisible()
    await expect(found).toBeVisible()
    await expect(bob.message(/Something new/)).toHaveCount(0)
    expect(await inView(found)).toBe(true)
  })

  await test.step('scrolling down goes on without a gap', async () => {
    const seen = new Set<number>()
    await expect(async () => {
      await bob.timeline.evaluate((log) => log.scrollBy({ top: log.clientHeight * 0.7, behavior: 'instant' }))
      for (const name of await bob.timeline.getByRole('article').allInnerTexts()) {
        const number = name.includes('Zürich needle') ? 120 : Number(/line (\d+) of/.exec(name)?.[1])
        if (number > 0) seen.add(number)
      }
      expect(Math.max(...seen)).toBeGreaterThan(330)
    }).toPass({ timeout: 60_000, intervals: [50] })
    const numbers = [...seen].sort((a, b) => a - b)
    const missing = numbers.filter((n, index) => index > 0 && n !== (numbers[index - 1] as number) + 1)
    expect(missing).toEqual([])
  })

  await test.step('and the button leads to the end', async () => {
    await page.getByRole('button', { name: /Go to the newest message|new message/ }).click()
    await expect(bob.message(/Something new/)).toBeVisible()
    await expect.poll(() => inView(bob.message(/Something new/))).toBe(true)
    await bob.send('Back at the end')
    await expect(bob.message(/Back at the end/)).toBeVisible()
  })

  await test.step('Escape gives the chats back', async () => {
    await searchBox(page).press('Escape')
    await expect(searchBox(page)).toHaveValue('')
    await expect(bob.chat('Alice')).toBeVisible()
  })
})

test('a search in one chat goes from hit to hit', async ({ alice, bob, relay }) => {
  await becomeContacts(alice, bob, relay)
  await years(bob)
  const { page } = bob
  await bob.openChat('Alice')
  await expect(bob.message(/line 900 of/)).toBeVisible()
  await bob.composer.focus()
  await page.keyboard.press('Control+F')
  const field = page.getByRole('searchbox', { name: 'Search in the chat with Alice' })
  await expect(field).toBeFocused()

  await page.keyboard.type('needle')
  await expect(page.getByText('1 of 2')).toBeVisible()
  await expect.poll(() => inView(bob.message(/green one/))).toBe(true)
  await expect(field).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByText('2 of 2')).toBeVisible()
  await expect.poll(() => inView(bob.message(/Zürich needle/))).toBe(true)
  await expect(page.getByRole('button', { name: 'Older match' })).toBeDisabled()
  await page.keyboard.press('Shift+Enter')
  await expect.poll(() => inView(bob.message(/green one/))).toBe(true)
  await field.fill('haystack of gold')
  await expect(page.getByRole('search').getByText('Nothing found')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(field).toHaveCount(0)
  await expect(bob.composer).toBeFocused()

  await page.keyboard.press('Control+Shift+F')
  await page.keyboard.type('long talk')
  await expect(results(page).getByText('898', { exact: true })).toBeVisible()
})
