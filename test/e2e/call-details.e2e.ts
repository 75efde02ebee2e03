import type { BrowserContext } from '@playwright/test'
import { becomeContacts, expect, test } from './fixtures.ts'
import { receivedMedia, watchConnections } from './media.ts'
import type { Person } from './person.ts'

/** The user, or the system, says no to every device. */
const refuseDevices = (context: BrowserContext) =>
  context.addInitScript(() => {
    MediaDevices.prototype.getUserMedia = () => Promise.reject(new DOMException('no', 'NotAllowedError'))
  })

const press = (person: Person, name: string) => person.page.getByRole('button', { name, exact: true }).click()
const stageOf = (person: Person, name: string) => person.page.getByRole('region', { name: `Call with ${name}` })

test('a voice call becomes a video call, is shrunk, and leaves an entry', async ({ alice, bob, relay }) => {
  await becomeContacts(alice, bob, relay)
  await alice.close()
  await alice.open(watchConnections)
  await press(bob, 'Start voice call')
  await expect(alice.page.getByRole('button', { name: 'Accept', exact: true })).toBeFocused()
  // Escape does not answer in any way.
  await alice.page.keyboard.press('Escape')
  await press(alice, 'Accept')
  await expect(stageOf(bob, 'Alice').getByRole('timer')).toBeVisible()

  await press(bob, 'Turn camera on')
  await expect(alice.page.getByLabel('Video of Bob')).toBeVisible()
  await expect(bob.page.getByLabel('Your video')).toBeVisible()
  await expect.poll(async () => (await receivedMedia(alice.page)).frames).toBeGreaterThan(5)

  await press(bob, 'Mute')
  await expect(stageOf(alice, 'Bob').getByText('Bob is muted')).toBeVisible()
  await press(bob, 'Turn camera off')
  await expect(alice.page.getByLabel('Video of Bob')).toBeHidden()

  await test.step('the small stage leaves the chat to be used', async () => {
    await bob.page.keyboard.press('Escape')
    await expect(bob.page.getByRole('button', { name: 'Enlarge call' })).toBeVisible()
    await bob.send('we can write meanwhile')
    await press(bob, 'Enlarge call')
    // Nothing behind the stage can be reached.
    await expect(bob.page.locator('[inert]').getByRole('textbox', { name: 'Message' })).toHaveCount(1)
  })

  await press(alice, 'End call')
  await expect(bob.page.getByText('Call ended')).toBeVisible()
  await expect(bob.timeline.getByText('Outgoing voice call')).toBeVisible()
})

test('without camera and microphone the call goes on, and says what is missing', async ({ alice, bob, relay }) => {
  await becomeContacts(alice, bob, relay)
  await alice.close()
  await alice.open(refuseDevices)
  await press(bob, 'Start video call')
  await press(alice, 'Accept')
  await expect(alice.page.getByRole('alert')).toContainText('may not use the microphone')
  await expect(alice.page.getByRole('alert')).toContainText('may not use the camera')
  await expect(alice.page.getByLabel('Video of Bob')).toBeVisible()
  await expect(stageOf(bob, 'Alice').getByText('Alice is muted')).toBeVisible()
  await expect(stageOf(bob, 'Alice').getByText('Alice has the camera off')).toBeVisible()
  await press(bob, 'End call')
})

test('both call each other at once and talk', async ({ alice, bob, relay }) => {
  await becomeContacts(alice, bob, relay)
  // Not by the mouse: where one of them is quicker, the other one's button is covered by then.
  const start = ({ page }: Person) =>
    page.getByRole('button', { name: 'Start voice call' }).evaluate((button: HTMLElement) => button.click())
  await Promise.all([start(alice), start(bob)])
  for (const [person, other] of [
    [alice, 'Bob'],
    [bob, 'Alice'],
  ] as const) {
    await expect(stageOf(person, other).getByRole('timer')).toBeVisible()
  }
  await press(alice, 'End call')
})

test('a page that is loaded anew has lost the call, and both are told', async ({ alice, bob, relay }) => {
  await becomeContacts(alice, bob, relay)
  await press(bob, 'Start voice call')
  await press(alice, 'Accept')
  await expect(stageOf(bob, 'Alice').getByRole('timer')).toBeVisible()
  await alice.page.reload()
  for (const { page } of [alice, bob]) await expect(page.getByText('The connection was lost')).toBeVisible()
})

/** The user looks at another window, and the browser's notifications are kept where a test can read them. */
const lookElsewhere = async (context: BrowserContext) => {
  await context.grantPermissions(['notifications', 'camera', 'microphone'])
  await context.addInitScript(() => {
    const shown: { title: string; body: string | undefined; closed: boolean }[] = []
    Object.assign(window, { shownNotifications: shown })
    Document.prototype.hasFocus = () => false
    window.Notification = new Proxy(Notification, {
      construct: (target, [title, options]: [string, NotificationOptions | undefined]) => {
        const entry = { title, body: options?.body, closed: false }
        shown.push(entry)
        const notification = new target(title, options)
        notification.close = () => {
          entry.closed = true
        }
        return notification
      },
    })
  })
}

test('a call is said by the title of the tab, and by the browser where it may', async ({ alice, bob, relay }) => {
  await becomeContacts(alice, bob, relay)
  await alice.close()
  await alice.open(lookElsewhere)
  const shown = () =>
    alice.page.evaluate(() => (window as unknown as { shownNotifications: unknown[] }).shownNotifications)
  await press(bob, 'Start voice call')
  await expect(alice.page).toHaveTitle('Bob is calling')
  expect(await shown()).toEqual([{ title: 'Bob is calling', body: 'Incoming voice call', closed: false }])
  await press(bob, 'End call')
  await expect(alice.page).toHaveTitle(/^(\(\d+\) )?MegaChat$/)
  await expect.poll(shown).toEqual([{ title: 'Bob is calling', body: 'Incoming voice call', closed: true }])
})

test('who is away finds the call that they missed', async ({ alice, bob, relay }) => {
  await becomeContacts(alice, bob, relay)
  await alice.close()
  await press(bob, 'Start voice call')
  await expect(stageOf(bob, 'Alice')).toContainText('Calling…')
  await press(bob, 'End call')
  await alice.open()
  await alice.openChat('Bob')
  await expect(alice.timeline.getByText('Missed voice call')).toBeVisible()
})
