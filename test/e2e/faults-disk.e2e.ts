/** Disks that are full: where a file is received, where it is copied to be sent, under a whole profile, at the relay. */
import { createHash, randomBytes } from 'node:crypto'
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { mib, SmallDisk } from '../fixtures/small-disk.ts'
import { becomeContacts, expect, test } from './fixtures.ts'
import type { Person } from './person.ts'
import { TestRelay } from './test-relay.ts'

const noRoom = 'There isn’t enough free space on the disk.'
const sha256 = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex')
const button = ({ page }: Person, name: string) => page.getByRole('button', { name, exact: true })

function makeFile(folder: string, bytes: number): string {
  const file = path.join(folder, 'film.mkv')
  writeFileSync(file, randomBytes(bytes))
  return file
}

async function bothCanWrite(alice: Person, bob: Person): Promise<void> {
  await alice.send('How is it going?')
  await expect(bob.timeline.getByText('How is it going?')).toBeVisible()
  await bob.send('Slowly')
  await expect(alice.timeline.getByText('Slowly')).toBeVisible()
}

async function expectReceived(alice: Person, source: string): Promise<void> {
  const received = path.join(alice.profile, 'downloads', path.basename(source))
  await expect.poll(() => existsSync(received), { timeout: 60_000 }).toBe(true)
  expect(sha256(received)).toBe(sha256(source))
}

test('the disk of who receives: said before anything is fetched, and the offer stays @root', async ({
  alice,
  bob,
  relay,
  folder,
}) => {
  await becomeContacts(alice, bob, relay)
  const disk = new SmallDisk(path.join(alice.profile, 'downloads'), 8 * mib)
  try {
    const source = makeFile(folder, 20 * mib)
    await bob.attach(source)
    await button(alice, 'Accept file').click()
    await expect(alice.page.getByText(noRoom)).toBeVisible()
    await expect(button(alice, 'Accept file')).toBeVisible()
    await bothCanWrite(alice, bob)
    disk.resize(64 * mib)
    await button(alice, 'Accept file').click()
    await expectReceived(alice, source)
  } finally {
    disk.remove()
  }
})

test('the disk of who receives, half way: the transfer pauses and is resumed @root', async ({
  alice,
  bob,
  relay,
  folder,
}) => {
  await becomeContacts(alice, bob, relay)
  const disk = new SmallDisk(path.join(alice.profile, 'downloads'), 64 * mib)
  try {
    const source = makeFile(folder, 40 * mib)
    await bob.attach(source)
    await expect(button(alice, 'Accept file')).toBeVisible()
    await bob.close()
    await button(alice, 'Accept file').click()
    await expect(alice.message(/film\.mkv.*Waiting for the other side/)).toBeVisible()
    disk.fill(10 * mib)
    await bob.open()
    await bob.openChat('Alice')
    await expect(alice.message(/film\.mkv.*Paused/)).toContainText(`${noRoom} Make room, then resume.`)
    await bothCanWrite(alice, bob)

    await button(alice, 'Resume').click()
    await expect(alice.page.getByRole('region', { name: 'Notices' }).getByText(noRoom)).toBeVisible()
    disk.empty()
    await button(alice, 'Resume').click()
    await expectReceived(alice, source)
    await expect(bob.message(/film\.mkv.*Arrived/)).toBeVisible()
  } finally {
    disk.remove()
  }
})

test('the disk on which a file is copied to be sent @root', async ({ alice, bob, relay, folder }) => {
  // Some is always left free for the rest of the profile.
  const disk = new SmallDisk(path.join(bob.profile, 'spool'), 70 * mib)
  try {
    await becomeContacts(alice, bob, relay)
    const source = makeFile(folder, 20 * mib)
    await bob.attach(source)
    const waiting = bob.page.getByRole('list', { name: 'Files being prepared' })
    await expect(waiting.getByRole('alert')).toHaveText(noRoom)
    await bothCanWrite(alice, bob)
    disk.resize(200 * mib)

    await test.step('what has changed meanwhile is not sent unasked', async () => {
      appendFileSync(source, 'more')
      await waiting.getByRole('button', { name: 'Try film.mkv again' }).click()
      // Chromium compares whole seconds: either it refuses to read on, or the program finds the file longer.
      await expect(waiting.getByRole('alert')).toHaveText(/The file (can’t be read|changed while it was being sent)/)
      await waiting.getByRole('button', { name: 'Remove film.mkv' }).click()
      await expect(waiting).toBeHidden()
    })

    disk.fill(70 * mib)
    await bob.attach(source)
    await expect(waiting.getByRole('alert')).toHaveText(noRoom)
    disk.empty()
    await waiting.getByRole('button', { name: 'Try film.mkv again' }).click()
    await expect(waiting).toBeHidden()
    await button(alice, 'Accept file').click()
    await expectReceived(alice, source)
  } finally {
    await bob.close()
    disk.remove()
  }
})

test('the disk under the profile: what was written stays in the field, what was sent to it comes later @root', async ({
  alice,
  bob,
  relay,
}) => {
  const disk = new SmallDisk(alice.profile, 128 * mib)
  try {
    await becomeContacts(alice, bob, relay)
    disk.fill(0)
    await alice.composer.fill('Do you read me?')
    await button(alice, 'Send').click()
    await expect(alice.page.getByText(`Not sent: ${noRoom}`)).toBeVisible()
    await expect(alice.composer).toHaveValue('Do you read me?')
    await bob.send('Are you there?')
    await expect(bob.message(/Are you there\?.*Sent/)).toBeVisible()
    await expect(alice.page.getByText(noRoom).first()).toBeVisible()
    await expect(alice.timeline.getByText('Hello Alice')).toBeVisible()

    disk.empty()
    await button(alice, 'Send').click()
    await expect(bob.timeline.getByText('Do you read me?')).toHaveCount(1)
    await expect(alice.timeline.getByText('Are you there?')).toHaveCount(1, { timeout: 60_000 })
    await expect(bob.message(/Are you there\?.*(Delivered|Read)/)).toHaveCount(1)
  } finally {
    await alice.close()
    disk.remove()
  }
})

test('the disk of the relay: messages wait, and go when there is room @root', async ({ alice, bob, folder }) => {
  const data = path.join(folder, 'small-relay')
  const disk = new SmallDisk(data, 64 * mib)
  const relay = await TestRelay.start(data)
  try {
    await becomeContacts(alice, bob, relay)
    disk.fill(0)
    // More than what is left in the pages that the relay's database has already.
    const long = 'word '.repeat(6_000)
    for (let n = 1; n <= 8; n += 1) await bob.send(`${n} ${long}`)
    await expect(bob.message(/^You: 8 .*Waiting for the relay/)).toContainText('There is no room left on the relay.')

    disk.empty()
    await expect(alice.chat('Bob')).toContainText('8 word', { timeout: 90_000 })
    await expect(bob.message(/^You: 8 .*(Delivered|Read)/)).toBeVisible()
    await expect(bob.message(/Waiting for the relay/)).toHaveCount(0)
  } finally {
    await alice.close()
    await bob.close()
    await relay.stop()
    disk.remove()
  }
})
