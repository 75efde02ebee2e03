import { AxeBuilder } from '@axe-core/playwright'
import type { Locator } from '@playwright/test'
import { reinstallProfile } from '../fixtures/reinstall.ts'
import { browserWindows } from './browser-window.ts'
import { becomeContacts, expect, test as people } from './fixtures.ts'
import type { Person } from './person.ts'

const test = people.extend({
  // Colours are judged when they have arrived, not on their way.
  openWindow: async ({ browser }, use) => use(browserWindows(browser, { reducedMotion: 'reduce' })),
})

const dialog = (person: Person): Locator => person.page.getByRole('dialog', { name: /Safety number with/ })
const digitsIn = async (place: Locator): Promise<string> =>
  (await place.getByRole('list', { name: 'Safety number' }).getByRole('listitem').allInnerTexts()).join(' ')

async function openSafetyNumber(person: Person): Promise<void> {
  await person.page.getByRole('button', { name: 'Details', exact: true }).click()
  await person.page.getByRole('button', { name: 'Compare safety number' }).click()
  await expect(dialog(person)).toBeVisible()
}

async function axe({ page }: Person): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([])
}

/** Whoever installs MegaChat anew, and has nothing of before but the account at the relay. */
async function reinstall(person: Person): Promise<void> {
  await person.close()
  await reinstallProfile(person.profile, (folder) => folder.unlockWithPassphrase(person.passphrase))
  await person.open()
}

test('the safety number is compared by digits and camera, and marks the contact as verified @journey', async ({
  alice,
  bob,
  relay,
}) => {
  await becomeContacts(alice, bob, relay)
  await openSafetyNumber(alice)
  await openSafetyNumber(bob)
  const [ofAlice, ofBob] = [await digitsIn(dialog(alice)), await digitsIn(dialog(bob))]
  expect(ofAlice).toBe(ofBob)
  await axe(alice)

  const theirs = dialog(alice).getByRole('textbox', { name: 'The number that Bob sees' })
  await theirs.fill(`${ofBob.slice(0, -1)}${(Number(ofBob.at(-1)) + 1) % 10}`)
  await expect(dialog(alice).getByText('The numbers differ.')).toBeVisible()
  await expect(dialog(alice).getByRole('button', { name: 'Mark as verified' })).toBeDisabled()
  await theirs.fill(ofBob)
  await expect(dialog(alice).getByText('The numbers are the same.')).toBeVisible()
  await theirs.fill('')
  await expect(dialog(alice).getByText('The numbers are the same.')).toBeHidden()

  // Bob holds his screen before Alice's camera.
  const shown = dialog(bob).getByRole('img', { name: /as QR code/ })
  const modules = await shown.evaluate((svg) => ({
    size: Number(svg.getAttribute('viewBox')?.split(' ')[2]),
    path: svg.querySelector('path')?.getAttribute('d') ?? '',
  }))
  await alice.page.evaluate(({ size, path }) => {
    navigator.mediaDevices.getUserMedia = async () => {
      const canvas = document.createElement('canvas')
      canvas.width = 640
      canvas.height = 480
      const context = canvas.getContext('2d')
      const draw = () => {
        if (context === null) return
        context.resetTransform()
        context.fillStyle = '#999'
        context.fillRect(0, 0, 640, 480)
        context.setTransform(400 / size, 0, 0, 400 / size, 120, 40)
        context.fillStyle = '#fff'
        context.fillRect(0, 0, size, size)
        context.fillStyle = '#111'
        context.fill(new Path2D(path))
        requestAnimationFrame(draw)
      }
      draw()
      return canvas.captureStream(10)
    }
  }, modules)
  await dialog(alice).getByRole('button', { name: 'Scan their code' }).click()
  await expect(dialog(alice).getByText('The numbers are the same.')).toBeVisible()
  await dialog(alice).getByRole('button', { name: 'Mark as verified' }).click()
  await expect(dialog(alice)).toBeHidden()
  await expect(alice.page.getByRole('img', { name: 'Verified', exact: true })).toBeVisible()

  await alice.page.getByRole('button', { name: 'Compare safety number' }).click()
  await dialog(alice).getByRole('button', { name: 'Clear verification' }).click()
  await expect(alice.page.getByRole('img', { name: 'Verified', exact: true })).toBeHidden()
})

test('a verified contact whose safety number changed gets nothing before one has looked', async ({
  alice,
  bob,
  relay,
}) => {
  await becomeContacts(alice, bob, relay)
  await openSafetyNumber(alice)
  await dialog(alice).getByRole('button', { name: 'Mark as verified' }).click()
  await alice.page.getByRole('button', { name: 'Close details' }).click()

  await reinstall(bob)
  await bob.startChat('alice')
  await bob.send('It is me, on a new computer')
  await expect(alice.timeline.getByText('It is me, on a new computer')).toBeVisible()
  await expect(alice.timeline.getByText('The safety number with Bob has changed.')).toBeVisible()
  const bar = alice.page.getByRole('region', { name: 'Changed safety number' })
  await expect(bar).toBeVisible()
  await alice.send('Who is there?')
  await expect(alice.message(/Who is there\?.*Waiting/)).toBeVisible()
  await expect(alice.timeline.getByText('This waits until you have looked at the new one.')).toBeVisible()
  await axe(alice)

  await bar.getByRole('button', { name: 'Look at it' }).click()
  await axe(alice)
  await dialog(alice).getByRole('button', { name: 'Send anyway' }).click()
  await expect(bar).toBeHidden()
  await expect(bob.timeline.getByText('Who is there?')).toBeVisible()
  await expect(alice.message(/Who is there\?.*(Delivered|Read)/)).toBeVisible()
})

test('somebody is blocked in the chat and unblocked in the settings', async ({ alice, bob, relay }) => {
  await becomeContacts(alice, bob, relay)
  await alice.page.getByRole('button', { name: 'Details', exact: true }).click()
  await alice.page.getByRole('button', { name: 'Block Bob' }).click()
  await axe(alice)
  await alice.page.getByRole('alertdialog').getByRole('button', { name: 'Block', exact: true }).click()
  await expect(alice.page.getByRole('region', { name: 'Blocked' })).toBeVisible()
  await expect(alice.composer).toBeHidden()
  await expect(alice.page.getByRole('button', { name: 'Start voice call' })).toBeHidden()
  await bob.send('Are you there?')
  await expect(bob.message(/Are you there\?.*Sent/)).toBeVisible()

  await alice.page.getByRole('button', { name: 'Settings' }).click()
  await axe(alice)
  await alice.page.getByRole('button', { name: 'Unblock Bob' }).click()
  await expect(alice.page.getByText('You haven’t blocked anybody.')).toBeVisible()
  await alice.page.getByRole('button', { name: 'Chats' }).click()
  await expect(alice.composer).toBeVisible()
  await bob.send('And now?')
  await expect(alice.timeline.getByText('And now?')).toBeVisible()
  await expect(alice.timeline.getByText('Are you there?')).toBeHidden()
})

test('a stranger’s request is blocked', async ({ alice, bob, relay }) => {
  await alice.open()
  await alice.onboard(relay.url)
  await bob.open()
  await bob.onboard(relay.url)
  await bob.startChat('alice')
  await bob.send('You have won a prize')
  await alice.openChat('Bob')
  await alice.page.getByRole('region', { name: 'Message request' }).getByRole('button', { name: 'Block' }).click()
  await alice.page.getByRole('alertdialog').getByRole('button', { name: 'Block', exact: true }).click()
  await expect(alice.chat('Bob')).toBeHidden()
  await bob.send('Really!')
  await expect(bob.message(/Really!.*Sent/)).toBeVisible()
  await alice.page.getByRole('button', { name: 'Settings' }).click()
  await expect(alice.page.getByRole('button', { name: 'Unblock Bob' })).toBeVisible()
})
