import type { Page } from '@playwright/test'
import { becomeContacts, expect, test } from './fixtures.ts'

const count = 100

test('a hundred messages to someone who is away arrive all, in order, once', async ({ alice, bob, relay }) => {
  await becomeContacts(alice, bob, relay)
  await alice.close()
  for (let n = 1; n <= count; n++) await bob.send(`message ${n} of ${count}`)
  await expect(bob.message(/message 100 of 100.*Sent/)).toBeVisible()

  await alice.open()
  await expect(alice.chat('Bob')).toContainText(`message ${count} of ${count}`)
  await alice.openChat('Bob')
  // A chat opens where reading stopped: at the first of them.
  await expect(alice.timeline.getByText(`message 1 of ${count}`)).toBeVisible()

  const pages = await readUpwards(alice.page)
  for (const numbers of pages) {
    expect(numbers).toEqual(numbers.map((_, index) => (numbers[0] ?? 0) + index))
  }
  expect([...new Set(pages.flat())].sort((a, b) => a - b)).toEqual(
    Array.from({ length: count }, (_, index) => index + 1),
  )
})

/** Scrolls from the end to the beginning; gives the numbers of the messages that were shown at each step. */
function readUpwards(page: Page): Promise<number[][]> {
  return page.evaluate(async () => {
    const log = document.querySelector<HTMLElement>('[role="log"][aria-label="Messages"]')
    if (log === null) throw new Error('no log')
    const elements = [log, ...log.querySelectorAll<HTMLElement>('*')]
    const scroller = elements.find(
      (element) => element.scrollHeight > element.clientHeight && getComputedStyle(element).overflowY === 'auto',
    )
    if (scroller === undefined) throw new Error('nothing to scroll')
    const frame = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
    const pages: number[][] = []
    for (let last = -1; last !== scroller.scrollTop; await frame()) {
      last = scroller.scrollTop
      scroller.scrollTop = scroller.scrollHeight
    }
    for (let atTop = 0; atTop < 30; atTop = scroller.scrollTop === 0 ? atTop + 1 : 0) {
      const articles = [...log.querySelectorAll('article, [role="article"]')]
      pages.push(
        articles.flatMap((article) => /message (\d+) of/.exec(article.textContent ?? '')?.[1] ?? []).map(Number),
      )
      scroller.scrollTop = Math.max(0, scroller.scrollTop - scroller.clientHeight / 2)
      await frame()
    }
    return pages
  })
}
