import { becomeContacts, expect, meet, test } from './fixtures.ts'
import { receivedMedia, sentLabels, watchConnections } from './media.ts'
import { Person } from './person.ts'

const call = (person: Person, name: string) => person.page.getByRole('region', { name: `Call with ${name}` })
const framesOf = async ({ page }: Person) => (await receivedMedia(page)).frames

test('a second call rings during the first; one is held while one talks in the other', async ({
  alice,
  bob,
  relay,
  folder,
  openWindow,
}) => {
  const carol = new Person(openWindow, folder, 'Carol')
  try {
    await becomeContacts(alice, bob, relay)
    await carol.open()
    await carol.onboard(relay.url)
    await meet(carol, bob)
    for (const person of [alice, bob, carol]) {
      await person.close()
      await person.open(watchConnections)
    }

    await test.step('Bob talks to Alice', async () => {
      await bob.openChat('Alice')
      await bob.page.getByRole('button', { name: 'Start video call' }).click()
      await alice.page.getByRole('button', { name: 'Accept', exact: true }).click()
      await expect.poll(() => framesOf(alice), { timeout: 30_000 }).toBeGreaterThan(10)
    })

    await test.step('Carol’s call rings beside it, and holds it once it is accepted', async () => {
      await carol.openChat('Bob')
      await carol.page.getByRole('button', { name: 'Start voice call' }).click()
      const ringing = bob.page.getByRole('alertdialog', { name: 'Carol is calling' })
      await expect(ringing).toContainText('“Accept” puts Alice on hold.')
      await expect(call(bob, 'Alice').getByRole('timer')).toBeVisible()
      await ringing.getByRole('button', { name: 'Accept', exact: true }).click()
      await expect(call(alice, 'Bob').getByText('You are on hold').first()).toBeVisible()
      await expect(call(bob, 'Alice').getByText('On hold')).toBeVisible()
      await expect.poll(async () => (await receivedMedia(carol.page)).audio, { timeout: 30_000 }).toBeGreaterThan(0)
    })

    await test.step('nothing of Bob reaches Alice meanwhile', async () => {
      // Carol's microphone alone: the camera and the microphone of the first call are let go.
      await expect.poll(() => sentLabels(bob.page)).toHaveLength(1)
      await expect(call(alice, 'Bob').getByLabel('Video of Bob')).toBeHidden()
    })

    await test.step('Bob goes back to Alice, and Carol waits', async () => {
      const before = await framesOf(alice)
      await bob.page.getByRole('button', { name: 'Resume with Alice' }).click()
      await expect(call(carol, 'Bob').getByText('You are on hold').first()).toBeVisible()
      await expect(call(alice, 'Bob').getByText('You are on hold')).toHaveCount(0)
      await expect.poll(() => framesOf(alice), { timeout: 30_000 }).toBeGreaterThan(before + 10)
      await expect(call(bob, 'Carol').getByText('On hold')).toBeVisible()
    })

    await test.step('the end of one leaves the other on hold until Bob goes on with it', async () => {
      await call(alice, 'Bob').getByRole('button', { name: 'End call' }).click()
      await expect(call(bob, 'Carol').getByText('On hold').first()).toBeVisible()
      await call(bob, 'Carol').getByRole('button', { name: 'Resume', exact: true }).click()
      await expect(call(carol, 'Bob').getByText('You are on hold')).toHaveCount(0)
      await call(bob, 'Carol').getByRole('button', { name: 'End call' }).click()
      await expect(carol.page.getByRole('button', { name: 'End call' })).toBeHidden()
    })
  } finally {
    await carol.close()
  }
})
