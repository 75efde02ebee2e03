/** Calls of people whose camera and microphone cannot be had, who give up, or who are in another call. */
import { browserWindows } from './browser-window.ts'
import { becomeContacts, expect, launchBrowser, meet, test } from './fixtures.ts'
import { receivedMedia, sentLabels, watchConnections } from './media.ts'
import { Person } from './person.ts'

const press = (person: Person, name: string) => person.page.getByRole('button', { name, exact: true }).click()
const stage = (person: Person, name: string) => person.page.getByRole('region', { name: `Call with ${name}` })

for (const { what, devices, permissions, microphone, camera } of [
  {
    what: 'refused',
    devices: ['--use-fake-device-for-media-stream'],
    permissions: [],
    microphone: /may not use the microphone/,
    camera: /may not use the camera/,
  },
  {
    what: 'absent',
    devices: [],
    permissions: ['camera', 'microphone'],
    microphone: /No microphone was found/,
    camera: /No camera was found/,
  },
]) {
  test(`camera and microphone ${what}: the call goes on with what there is, and says so`, async ({
    alice,
    relay,
    folder,
  }) => {
    const browser = await launchBrowser(devices)
    const carol = new Person(browserWindows(browser, { permissions }), folder, 'Carol')
    try {
      await becomeContacts(alice, carol, relay)
      await carol.close()
      await carol.open(watchConnections)
      await carol.openChat('Alice')
      await press(carol, 'Start video call')
      await press(alice, 'Accept')
      const troubles = stage(carol, 'Alice').getByRole('alert')
      await expect(troubles).toContainText(microphone)
      await expect(troubles).toContainText(camera)
      await expect.poll(async () => (await receivedMedia(carol.page)).frames).toBeGreaterThan(10)
      await expect.poll(async () => (await receivedMedia(carol.page)).audio).toBeGreaterThan(0)
      await expect(stage(alice, 'Carol')).toContainText('Carol is muted')
      await expect(stage(alice, 'Carol')).toContainText('Carol has the camera off')

      await press(carol, 'Unmute')
      await expect(troubles).toContainText(microphone)
      await expect(stage(carol, 'Alice').getByRole('timer')).toBeVisible()
      await press(carol, 'End call')
      await expect(stage(alice, 'Carol').getByRole('timer')).toBeHidden()
    } finally {
      await carol.close()
      await browser.close()
    }
  })
}

test('the microphone and the camera are changed in the middle of a call', async ({ alice, relay, folder }) => {
  const browser = await launchBrowser([
    '--use-fake-device-for-media-stream=device-count=3',
    '--use-fake-ui-for-media-stream',
  ])
  const carol = new Person(browserWindows(browser), folder, 'Carol')
  try {
    await becomeContacts(alice, carol, relay)
    for (const person of [alice, carol]) {
      await person.close()
      await person.open(watchConnections)
    }
    await carol.openChat('Alice')
    await press(carol, 'Start video call')
    await press(alice, 'Accept')
    await expect.poll(async () => (await receivedMedia(carol.page)).frames).toBeGreaterThan(10)
    // The second one is a depth camera.
    for (const name of ['fake_device_2', 'Fake Audio Input 2']) {
      await press(carol, 'Devices')
      await carol.page.getByRole('menuitem', { name }).click()
      await expect.poll(() => sentLabels(carol.page)).toContain(name)
    }
    // What is sent goes on.
    const before = (await receivedMedia(alice.page)).frames
    await expect.poll(async () => (await receivedMedia(alice.page)).frames).toBeGreaterThan(before + 10)
    await press(carol, 'End call')
  } finally {
    await carol.close()
    await browser.close()
  }
})

test('who gives up while it rings has called: the other side finds it and calls back', async ({
  alice,
  bob,
  relay,
}) => {
  await becomeContacts(alice, bob, relay)
  await press(bob, 'Start voice call')
  await expect(alice.page.getByRole('alertdialog', { name: 'Bob is calling' })).toBeVisible()
  await expect(stage(bob, 'Alice')).toContainText('Ringing…')
  await press(bob, 'End call')
  await expect(alice.page.getByRole('alertdialog')).toBeHidden()
  await expect(alice.message(/Missed voice call/)).toBeVisible()
  await expect(bob.message(/Call not answered/)).toBeVisible()

  await alice
    .message(/Missed voice call/)
    .getByRole('button', { name: 'Call back' })
    .click()
  await press(bob, 'Accept')
  await expect(stage(alice, 'Bob').getByRole('timer')).toBeVisible()
  await press(alice, 'End call')
  await expect(stage(bob, 'Alice').getByRole('timer')).toBeHidden()

  await test.step('both stand in the list of calls, from where one calls again', async () => {
    await press(alice, 'Calls')
    const calls = alice.page.getByRole('list', { name: 'Calls' }).getByRole('listitem')
    await expect(calls).toHaveCount(2)
    await expect(calls.first()).toHaveAccessibleName('Bob, Outgoing voice call')
    await expect(calls.last()).toHaveAccessibleName('Bob, Missed voice call')
    await calls.last().getByRole('button', { name: 'Call Bob' }).click()
    await press(bob, 'Decline')
    await expect(calls).toHaveCount(3)
    await expect(calls.first()).toHaveAccessibleName('Bob, Call declined')
    await calls.last().getByRole('button', { name: 'Open the chat with Bob' }).click()
    await expect(alice.message(/Missed voice call/)).toBeVisible()
  })
})

test('who is being called is busy for others, and is not disturbed', async ({
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
    await meet(carol, alice)

    await press(bob, 'Start voice call')
    await expect(alice.page.getByRole('alertdialog')).toContainText('Bob is calling')

    await press(carol, 'Start voice call')
    await expect(stage(carol, 'Alice')).toContainText('In another call')
    await expect(carol.page.getByRole('button', { name: 'Call again' }).first()).toBeVisible()
    await expect(alice.page.getByRole('alertdialog')).toHaveCount(1)
    await press(alice, 'Accept')
    await expect(stage(alice, 'Bob').getByRole('timer')).toBeVisible()

    await press(alice, 'End call')
    await expect(stage(bob, 'Alice').getByRole('timer')).toBeHidden()
    await expect(alice.message(/Missed voice call/)).toBeVisible()
  } finally {
    await carol.close()
  }
})
