/** What somebody may get wrong on the way to an account, and the relay that runs on their own computer. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Locator } from '@playwright/test'
import { crc32 } from '../../shared/invite/crc32.ts'
import { expect, test } from './fixtures.ts'
import type { Person } from './person.ts'

const address = ({ page }: Person) => page.getByRole('textbox', { name: 'Relay address or invite link' })
const username = ({ page }: Person) => page.getByRole('textbox', { name: 'Username' })
const displayName = ({ page }: Person) => page.getByRole('textbox', { name: 'Your name' })

/** Presses the button; the field says what is wrong, and everything that was typed still stands there. */
async function expectRefusal(person: Person, field: Locator, words: RegExp): Promise<void> {
  const fields = [address(person), username(person), displayName(person)]
  const typed = await Promise.all(fields.map((each) => each.inputValue()))
  await person.page.getByRole('button', { name: 'Create account' }).click()
  await expect(field).toHaveAccessibleDescription(words)
  await expect(field).toHaveAttribute('aria-invalid', 'true')
  await expect(person.page.getByRole('button', { name: 'Create account' })).toBeEnabled()
  expect(await Promise.all(fields.map((each) => each.inputValue()))).toEqual(typed)
}

/** Another web server than a relay; `null` gives an address where nobody listens. */
async function serve(answer: string | null): Promise<{ url: string; close(): void }> {
  const server = createServer((_, response) => response.end(answer)).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  if (answer === null) await new Promise((resolve) => server.close(resolve))
  return { url: `http://127.0.0.1:${port}`, close: () => server.close() }
}

/** The same link as a later version would make it. */
function ofNewerVersion(link: string): string {
  const [, start = '', payload = ''] = /^(.*\/)([^/]+)$/.exec(link) ?? []
  const bytes = Buffer.from(payload, 'base64url')
  bytes[0] = 2
  bytes.writeUInt32BE(crc32(bytes.subarray(0, -4)), bytes.length - 4)
  return start + bytes.toString('base64url')
}

test('a wrong relay, name or link is said at its field; what was typed stays; then the right one goes through', async ({
  alice,
  bob,
  relay,
}) => {
  await alice.open()
  await alice.onboard(relay.url)
  const invite = await alice.inviteLink()
  await bob.open()
  await displayName(bob).fill('Bob')
  await username(bob).fill('bob')

  await test.step('nothing at all', () => expectRefusal(bob, address(bob), /Please fill this in/))

  await test.step('relay addresses', async () => {
    const [nobody, other] = [await serve(null), await serve('<!doctype html><title>A shop</title>')]
    for (const [text, words] of [
      ['not an address', /neither a relay address nor an invite link/],
      ['http://relay.example.org', /neither a relay address nor an invite link/],
      [nobody.url, /can’t be reached/],
      [other.url, /isn’t a MegaChat relay/],
    ] as const) {
      await address(bob).fill(text)
      // Already while typing, and again when the form is sent.
      await expect(address(bob)).toHaveAccessibleDescription(words)
      await expectRefusal(bob, address(bob), words)
    }
    other.close()
  })

  await test.step('invite links', async () => {
    for (const [text, words] of [
      [invite.slice(0, -5), /damaged or incomplete/],
      ['megachat://invite/', /damaged or incomplete/],
      [ofNewerVersion(invite), /newer version of MegaChat/],
    ] as const) {
      await address(bob).fill(text)
      await expectRefusal(bob, address(bob), words)
    }
  })

  await test.step('usernames', async () => {
    await address(bob).fill(relay.url)
    for (const [text, words] of [
      ['alice', /This username is taken/],
      ['Alice', /This username is taken/],
      ['b', /starts with a letter and has 2 to 32/],
      ['bob the builder', /starts with a letter and has 2 to 32/],
    ] as const) {
      await username(bob).fill(text)
      await expectRefusal(bob, username(bob), words)
    }
  })

  await bob.createAccount()
  await test.step('a wrong name or link for a chat is said as well', async () => {
    await bob.page.getByRole('button', { name: 'New chat' }).first().click()
    const who = bob.page.getByRole('textbox', { name: 'Username or invite link' })
    for (const [text, words] of [
      ['nobody-here', /Nobody with this name was found/],
      ['not a name', /username/i],
      [invite.slice(0, -5), /damaged or incomplete/],
      [ofNewerVersion(invite), /newer version of MegaChat/],
    ] as const) {
      await who.fill(text)
      await bob.page.getByRole('button', { name: 'Start chat' }).click()
      await expect(who).toHaveAccessibleDescription(words)
      await expect(who).toHaveValue(text)
    }
    await who.fill(invite)
    await bob.page.getByRole('button', { name: 'Start chat' }).click()
    await bob.send('Found you')
    await expect(bob.message(/Found you.*Sent/)).toBeVisible()
  })
})

test('this computer is the relay: others join by link, and a restart brings it back', async ({ alice, bob }) => {
  await alice.open()
  await alice.onboardAsRelay()

  await bob.open()
  await bob.onboard(await alice.inviteLink())
  await bob.send('Is this your computer?')
  await alice.openChat('Bob')
  await alice.acceptRequest()
  await alice.send('It is')
  await expect(bob.timeline.getByText('It is')).toBeVisible()
  await expect(bob.message(/Is this your computer\?.*(Delivered|Read)/)).toBeVisible()

  await alice.close()
  await bob.send('Gone?')
  await expect(bob.message(/Gone\?.*Waiting for the relay/)).toBeVisible()
  await expect(bob.page.getByText('Waiting for the relay. Your messages are kept')).toBeVisible()

  await alice.open()
  await alice.openChat('Bob')
  await expect(alice.timeline.getByText('Gone?')).toBeVisible({ timeout: 60_000 })
  await expect(bob.message(/Gone\?.*(Delivered|Read)/)).toBeVisible()
  await alice.send('Back again')
  await expect(bob.timeline.getByText('Back again')).toBeVisible()
})
