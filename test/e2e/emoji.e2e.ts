import { expect, test } from './fixtures.ts'
import { becomeContacts } from './people.ts'

test('emoji are found by name, typed by name, and given as a reaction', async ({ alice, bob, relay }) => {
  await becomeContacts(alice, bob, relay)
  const { page } = alice

  await test.step('from the picker, by keyboard, in the chosen tone', async () => {
    await alice.composer.fill('Well done ')
    await page.getByRole('button', { name: 'Insert emoji' }).click()
    const picker = page.getByRole('dialog', { name: 'Insert emoji' })
    await picker.getByRole('button', { name: 'Skin tone' }).click()
    await page.getByRole('menuitem', { name: 'Medium', exact: true }).click()
    const search = picker.getByRole('combobox', { name: 'Search emoji' })
    await search.fill('zzzz')
    await expect(picker.getByText('No emoji has this name.').first()).toBeVisible()
    await search.fill('thumbs')
    await expect(picker.getByRole('option', { name: 'thumbs up' })).toHaveAttribute('aria-selected', 'true')
    await search.press('Enter')
    await expect(picker).toBeHidden()
    await expect(alice.composer).toBeFocused()
    await expect(alice.composer).toHaveValue('Well done 👍🏽')
  })

  await test.step('by name while writing, also in the other language', async () => {
    await alice.composer.pressSequentially(' :pizz')
    const suggestions = page.getByRole('listbox', { name: 'Emoji with this name' })
    await expect(suggestions.getByRole('option').first()).toHaveAccessibleName(/pizza/)
    await alice.composer.press('Enter')
    await expect(alice.composer).toHaveValue('Well done 👍🏽 🍕')
    await alice.composer.pressSequentially(' :smile:')
    await expect(alice.composer).toHaveValue('Well done 👍🏽 🍕 😄')
    await alice.composer.pressSequentially(' :geburts')
    await expect(suggestions.getByRole('option', { name: /birthday cake/ })).toBeVisible()
    await alice.composer.press('Escape')
    await expect(suggestions).toBeHidden()
    await alice.composer.fill('Well done 👍🏽 at 10:30')
    await alice.composer.press('Enter')
    await expect(bob.message(/Well done 👍🏽 at 10:30/)).toBeVisible()
  })

  await test.step('any of them as a reaction; the last ones used stand first', async () => {
    await bob.message(/Well done/).hover()
    await bob
      .message(/Well done/)
      .getByRole('button', { name: 'React' })
      .click()
    await bob.page.getByRole('button', { name: 'More emoji' }).click()
    await bob.page.getByRole('combobox', { name: 'Search emoji' }).fill('unicorn')
    await bob.page.getByRole('option', { name: 'unicorn' }).click()
    await expect(alice.timeline.getByRole('button', { name: '🦄 from Bob' })).toBeVisible()
    await page.getByRole('button', { name: 'Insert emoji' }).click()
    await expect(page.getByRole('dialog', { name: 'Insert emoji' }).getByRole('option').first()).toHaveAccessibleName(
      'grinning face with smiling eyes',
    )
  })
})
