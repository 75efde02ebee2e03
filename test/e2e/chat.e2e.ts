import { expect, test } from './fixtures.ts'

test('from nothing to a chat in both directions, with history after a restart @journey', async ({
  alice,
  bob,
  relay,
}) => {
  await alice.open()
  await alice.onboard(relay.url)
  const invite = await alice.inviteLink()
  expect(invite).toMatch(/^megachat:\/\//)

  await test.step('Bob writes to Alice through her invite link', async () => {
    await bob.open()
    await bob.onboard(relay.url)
    await bob.startChat(invite)
    await bob.send('Good morning Alice')
    await expect(bob.message(/Good morning Alice.*Sent/)).toBeVisible()
  })

  await test.step('Alice accepts the request and answers', async () => {
    await alice.openChat('Bob')
    await expect(alice.timeline.getByText('Good morning Alice')).toBeVisible()
    await alice.acceptRequest()
    await alice.send('Good morning Bob')
    await expect(alice.message(/Good morning Bob.*(Delivered|Read)/)).toBeVisible()
    await expect(bob.timeline.getByText('Good morning Bob')).toBeVisible()
    await expect(bob.message(/Good morning Alice.*(Delivered|Read)/)).toBeVisible()
  })

  await test.step('a page that is loaded anew shows what it showed before', async () => {
    await alice.page.reload()
    await expect(alice.timeline.getByText('Good morning Bob')).toBeVisible()
    await alice.page.getByRole('button', { name: 'Settings' }).click()
    await expect(alice.page.getByRole('heading', { name: 'Settings' })).toBeVisible()
    await alice.page.reload()
    await expect(alice.page.getByRole('heading', { name: 'Settings' })).toBeVisible()
    await alice.page.getByRole('button', { name: 'Chats' }).click()
    await expect(alice.timeline.getByText('Good morning Bob')).toBeVisible()
  })

  await test.step('history is there after a restart of both, at the list of chats', async () => {
    await alice.close()
    await bob.close()
    await alice.open()
    await bob.open()
    await expect(alice.chat('Bob')).toBeVisible()
    await expect(alice.composer).toBeHidden()
    await alice.openChat('Bob')
    await bob.openChat('Alice')
    for (const person of [alice, bob]) {
      await expect(person.timeline.getByText('Good morning Alice')).toBeVisible()
      await expect(person.timeline.getByText('Good morning Bob')).toBeVisible()
    }
    await bob.send('Still here')
    await expect(alice.timeline.getByText('Still here')).toBeVisible()
  })
})
