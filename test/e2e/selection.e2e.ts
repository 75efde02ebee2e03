import { expect, test } from './fixtures.ts'
import { becomeContacts } from './people.ts'

test('several messages are chosen, copied, handed on and deleted', async ({ alice, bob, relay }) => {
  await becomeContacts(alice, bob, relay)
  for (const text of ['one', 'two', 'three', 'four']) await alice.send(text)
  await expect(bob.message(/Alice: four/)).toBeVisible()
  const { page } = alice
  const choose = (name: RegExp) => alice.message(name).getByRole('checkbox', { name: 'Select' })
  const bar = page.getByRole('toolbar', { name: 'Selected messages' })

  await test.step('begun from the menu, a range with Shift, all with a key, ended with Escape', async () => {
    await alice.message(/You: one/).click({ button: 'right' })
    await page.getByRole('menuitem', { name: 'Select' }).click()
    await expect(bar).toContainText('1 message selected')
    await choose(/You: three/).click({ modifiers: ['Shift'] })
    await expect(bar).toContainText('3 messages selected')
    await choose(/You: two/).click()
    await expect(bar).toContainText('2 messages selected')
    await page.keyboard.press('ControlOrMeta+a')
    await expect(bar).toContainText('6 messages selected')
    await page.keyboard.press('Escape')
    await expect(bar).toBeHidden()
    await expect(alice.composer).toBeVisible()
  })

  await test.step('handed on in their order', async () => {
    await alice.message(/You: two/).click({ button: 'right' })
    await page.getByRole('menuitem', { name: 'Select' }).click()
    await choose(/You: one/).click()
    await bar.getByRole('button', { name: 'Forward' }).click()
    await page.getByRole('option', { name: /Bob/ }).click()
    await page.getByRole('button', { name: 'Forward to one chat' }).click()
    await expect(bar).toBeHidden()
    await expect(bob.timeline.getByRole('article', { name: /Alice: Forwarded/ })).toHaveCount(2)
    const names = await bob.timeline
      .getByRole('article', { name: /Alice: Forwarded/ })
      .evaluateAll((rows) => rows.map((row) => row.getAttribute('aria-label') ?? ''))
    expect(names.map((name) => /: (\w+),/.exec(name)?.[1])).toEqual(['one', 'two'])
  })

  await test.step('own ones are deleted for everyone', async () => {
    await alice.message(/You: three/).click({ button: 'right' })
    await page.getByRole('menuitem', { name: 'Select' }).click()
    await choose(/You: four/).click()
    await bar.getByRole('button', { name: 'Delete' }).click()
    await page.getByRole('alertdialog', { name: 'Delete 2 messages?' }).getByText('Delete for everyone').click()
    await expect(bob.message(/Alice: This message was deleted/)).toHaveCount(2)
    await expect(bar).toBeHidden()
  })
})
