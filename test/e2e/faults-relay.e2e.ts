/** A relay that goes, comes back, or is not the one it was. */
import { existsSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { becomeContacts, expect, test } from './fixtures.ts'
import type { Person } from './person.ts'
import { TestRelay } from './test-relay.ts'

/** How soon an application is back at its relay by itself: it waits longer after each vain attempt. */
const backSoon = { timeout: 60_000 }

const texts = (name: string, count: number) => Array.from({ length: count }, (_, index) => `${name} ${index + 1}`)

/** The numbered texts of the open chat, in the order in which they stand there. */
async function shown(person: Person): Promise<string[]> {
  const articles = await person.timeline.getByRole('article').allInnerTexts()
  return articles.flatMap((text) => text.match(/(?:before|without|after) \d+/) ?? [])
}

test('a relay that stops while messages are sent: all are delivered, once, in order, without a click @journey', async ({
  alice,
  bob,
  relay,
}) => {
  await becomeContacts(alice, bob, relay)
  const waiting = () =>
    bob.page.getByText('Waiting for the relay. Your messages are kept and sent as soon as it answers.')
  for (const text of texts('before', 5)) await bob.send(text)
  const stopping = relay.stop()
  for (const text of texts('without', 5)) await bob.send(text)
  await stopping
  await expect(bob.message(/without 5.*Waiting for the relay/)).toBeVisible()
  await expect(waiting()).toBeVisible()

  await test.step('who starts again meanwhile keeps what waits', async () => {
    await bob.close()
    await bob.open()
    await bob.openChat('Alice')
    await expect(bob.message(/without 5.*Waiting for the relay/)).toBeVisible()
    await expect(waiting()).toBeVisible()
  })

  await relay.startAgain()
  await expect(bob.message(/without 5.*(Delivered|Read)/)).toBeVisible(backSoon)
  await expect(waiting()).toBeHidden(backSoon)
  for (const text of texts('after', 3)) await bob.send(text)
  await expect(bob.message(/after 3.*(Delivered|Read)/)).toBeVisible(backSoon)

  const all = [...texts('before', 5), ...texts('without', 5), ...texts('after', 3)]
  expect(await shown(alice)).toEqual(all)
  expect(await shown(bob)).toEqual(all)
  for (const text of all) await expect(bob.message(new RegExp(`${text}\\b.*(Delivered|Read)`))).toHaveCount(1)
})

test('a relay with another key is refused and gets nothing; with its own key all goes on', async ({
  alice,
  bob,
  folder,
}) => {
  const configuration = path.join(folder, 'relay.json')
  writeFileSync(configuration, JSON.stringify({ tls: 'self-signed', registration: 'open' }))
  const relay = await TestRelay.start(path.join(folder, 'tls-relay'), ['--config', configuration])
  try {
    expect(relay.url).toMatch(/^https:/)

    await test.step('without a link nobody vouches for its certificate', async () => {
      await bob.open()
      await bob.page.getByRole('textbox', { name: 'Relay address or invite link' }).fill(relay.url)
      await expect(bob.page.getByRole('textbox', { name: 'Relay address or invite link' })).toHaveAccessibleDescription(
        /certificate isn’t trusted/,
      )
      await bob.close()
    })

    await becomeContacts(alice, bob, { url: relay.link })
    const key = path.join(relay.folder, 'tls-key.pem')
    await relay.stop()
    renameSync(key, `${key}.kept`)
    await relay.startAgain()
    expect(existsSync(key)).toBe(true)

    const refused = bob.page.getByRole('alert').filter({ hasText: 'The relay’s certificate has changed' })
    await expect(refused).toBeVisible(backSoon)
    await bob.send('For our relay alone')
    await expect(bob.message(/For our relay alone.*Waiting for the relay/)).toBeVisible()
    await refused.getByRole('button', { name: 'Try again' }).click()
    await expect(refused).toBeVisible()
    await expect(bob.message(/For our relay alone.*Waiting for the relay/)).toBeVisible()

    await relay.stop()
    renameSync(`${key}.kept`, key)
    await relay.startAgain()
    for (const { page } of [alice, bob]) await page.getByRole('button', { name: 'Try again' }).click()
    await expect(alice.timeline.getByText('For our relay alone')).toBeVisible(backSoon)
    await expect(bob.message(/For our relay alone.*(Delivered|Read)/)).toHaveCount(1)
  } finally {
    await relay.stop()
  }
})

test("a contact's relay that is gone: the message waits and says why, until it is back", async ({
  alice,
  bob,
  relay,
  folder,
}) => {
  const other = await TestRelay.start(path.join(folder, 'other-relay'))
  try {
    await alice.open()
    await alice.onboard(other.url)
    await bob.open()
    await bob.onboard(relay.url)
    await bob.startChat(await alice.inviteLink())
    await bob.send('Hello over there')
    await alice.openChat('Bob')
    await alice.acceptRequest()
    await expect(bob.message(/Hello over there.*(Delivered|Read)/)).toBeVisible()

    await other.stop()
    await bob.send('Still there?')
    await expect(bob.message(/Still there\?.*Waiting for the relay/)).toContainText('Their relay can’t be reached')
    await expect(bob.page.getByText('Your messages are kept')).toBeHidden()
    await other.startAgain()
    await expect(alice.timeline.getByText('Still there?')).toHaveCount(1, { timeout: 90_000 })
    await expect(bob.message(/Still there\?.*(Delivered|Read)/)).not.toContainText('Their relay')
  } finally {
    await other.stop()
  }
})
