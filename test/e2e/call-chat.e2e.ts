import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { becomeContacts, expect, test } from './fixtures.ts'
import type { Person } from './person.ts'

const call = (person: Person, name: string) => person.page.getByRole('region', { name: `Call with ${name}` })

test('chat and files go on beside the call', async ({ alice, bob, relay, folder }) => {
  await becomeContacts(alice, bob, relay)
  await bob.page.getByRole('button', { name: 'Start voice call' }).click()
  await alice.page.getByRole('button', { name: 'Accept', exact: true }).click()
  await expect(call(bob, 'Alice').getByRole('timer')).toBeVisible()

  await test.step('the chat opens beside the picture, and one writes in it', async () => {
    await call(bob, 'Alice').getByRole('button', { name: 'Show chat' }).click()
    await expect(bob.page.getByRole('list', { name: 'Chats' })).toBeHidden()
    await bob.send('Look at this')
    const file = path.join(folder, 'plan.bin')
    writeFileSync(file, new Uint8Array(4096).fill(7))
    await bob.attach(file)
    await expect(bob.timeline.getByText('plan.bin')).toBeVisible()
  })

  await test.step('the other side sees in the call that something waits, and what', async () => {
    const button = call(alice, 'Bob').getByRole('button', { name: /^Show chat \(\d unread messages?\)$/ })
    await button.click()
    await expect(alice.timeline.getByText('Look at this')).toBeVisible()
    await expect(alice.timeline.getByText('plan.bin')).toBeVisible()
    await expect(call(alice, 'Bob').getByRole('button', { name: 'Hide chat' })).toBeVisible()
  })

  await test.step('Escape gives the call the whole window; at its end the chats are as they were', async () => {
    await call(alice, 'Bob').focus()
    await alice.page.keyboard.press('Escape')
    await expect(call(alice, 'Bob').getByRole('button', { name: 'Show chat', exact: true })).toBeVisible()
    await call(alice, 'Bob').getByRole('button', { name: 'End call' }).click()
    await expect(bob.page.getByRole('list', { name: 'Chats' })).toBeVisible()
    await expect(bob.composer).toBeVisible()
  })
})
