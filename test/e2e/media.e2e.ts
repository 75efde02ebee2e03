import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { place, withGps } from '../fixtures/photograph.ts'
import { becomeContacts, expect, test } from './fixtures.ts'
import type { Person } from './person.ts'
import { drawnPicture, recordedFilm } from './pictures.ts'

const shown = (person: Person, alternative: string) => person.timeline.getByRole('img', { name: alternative })
/** What the page was given, as the files origin serves it. */
async function servedTo(picture: Locator): Promise<Response> {
  await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0)
  return fetch(await picture.evaluate((image: HTMLImageElement) => image.src))
}
const tray = (page: Page) => page.getByRole('dialog', { name: /^Send/ })

test('pictures arrive with their caption and without their place, and are looked at with the keyboard @journey', async ({
  alice,
  bob,
  relay,
  folder,
}) => {
  await becomeContacts(alice, bob, relay)
  const photograph = withGps(await drawnPicture(bob.page))
  expect(photograph.includes(place)).toBe(true)
  const files = ['one.jpg', 'two.png', 'three.jpg'].map((name) => path.join(folder, name))
  const [one = '', two = '', three = ''] = files
  writeFileSync(one, photograph)
  writeFileSync(two, await drawnPicture(bob.page, { type: 'image/png', width: 300, height: 500, hue: 200 }))
  writeFileSync(three, photograph)

  await test.step('several are chosen, one is taken out again', async () => {
    const chooser = bob.page.waitForEvent('filechooser')
    await bob.page.getByRole('button', { name: 'Attach file' }).click()
    await (await chooser).setFiles(files)
    const dialog = tray(bob.page)
    await expect(dialog.getByRole('list', { name: 'To be sent' }).getByRole('img')).toHaveCount(3)
    await dialog.getByRole('button', { name: 'Remove three.jpg' }).click()
    await expect(dialog.getByText('Place, time and camera are removed.')).toBeVisible()
    await dialog.getByRole('textbox', { name: 'Caption' }).fill('By the sea')
    await dialog.getByRole('button', { name: 'Send', exact: true }).click()
    await expect(dialog).toBeHidden()
  })

  await test.step('both arrive by themselves; nothing tells where they were made', async () => {
    const first = shown(alice, 'By the sea')
    const answer = await servedTo(first)
    const bytes = Buffer.from(await answer.arrayBuffer())
    expect(answer.headers.get('content-type')).toBe('image/jpeg')
    expect(answer.headers.get('content-security-policy')).toBe("sandbox; default-src 'none'")
    for (const trace of [place, 'Exif', 'MM\0*']) expect(bytes.includes(Buffer.from(trace, 'latin1'))).toBe(false)
    // It was lying on its side; now it stands.
    const size = await first.evaluate((image: HTMLImageElement) => [image.naturalWidth, image.naturalHeight])
    expect(size).toEqual([800, 1200])
    await servedTo(shown(alice, 'Picture from Bob'))
    await expect(alice.timeline.getByText('By the sea')).toBeVisible()
    expect(readdirSync(path.join(alice.profile, 'media'))).toHaveLength(2)
    for (const name of readdirSync(path.join(alice.profile, 'media')))
      expect(readFileSync(path.join(alice.profile, 'media', name)).includes(bytes.subarray(0, 64))).toBe(false)
  })

  await test.step('a part of one is served, and nothing without the token', async () => {
    const url = await shown(alice, 'By the sea').evaluate((image: HTMLImageElement) => image.src)
    const part = await fetch(url, { headers: { range: 'bytes=0-2' } })
    expect(part.status).toBe(206)
    expect([...new Uint8Array(await part.arrayBuffer())]).toEqual([0xff, 0xd8, 0xff])
    expect((await fetch(new URL('/', url))).status).toBe(404)
    expect((await fetch(`${url}x`)).status).toBe(404)
  })

  await test.step('the viewer', async () => {
    await alice.timeline.getByRole('button', { name: 'Open Picture: By the sea' }).focus()
    await alice.page.keyboard.press('Enter')
    const viewer = alice.page.getByRole('dialog', { name: 'Media' })
    const picture = viewer.getByRole('img')
    await expect(picture).toHaveAccessibleName('By the sea')
    await alice.page.keyboard.press('ArrowRight')
    await expect(picture).toHaveAccessibleName('Picture from Bob')
    await alice.page.keyboard.press('+')
    await expect.poll(() => picture.evaluate((image) => image.style.transform)).toContain('scale(1.5)')
    await alice.page.keyboard.press('0')
    await expect.poll(() => picture.evaluate((image) => image.style.transform)).toContain('scale(1)')
    await alice.page.keyboard.press('ArrowLeft')
    await expect(picture).toHaveAccessibleName('By the sea')
    await viewer.getByRole('button', { name: 'Save' }).click()
    await expect(alice.page.getByText('Saved to downloads as one.jpg')).toBeVisible()
    await alice.page.keyboard.press('Escape')
    await expect(viewer).toBeHidden()
    expect(readFileSync(path.join(alice.profile, 'downloads', 'one.jpg')).includes(place)).toBe(false)
  })

  await test.step('it is still there after a restart, and goes with its chat', async () => {
    await alice.close()
    await alice.open()
    await alice.openChat('Bob')
    await servedTo(shown(alice, 'By the sea'))
  })
})

test('a picture is pasted, and sent as it is only when that is asked for', async ({ alice, bob, relay }) => {
  await becomeContacts(alice, bob, relay)
  const photograph = withGps(await drawnPicture(bob.page))
  const paste = () =>
    bob.composer.evaluate(
      (target, bytes) => {
        const data = new DataTransfer()
        data.items.add(new File([Uint8Array.from(bytes)], 'image.jpg', { type: 'image/jpeg' }))
        target.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))
      },
      [...photograph],
    )
  await paste()
  await tray(bob.page).getByRole('textbox', { name: 'Caption' }).press('Enter')
  await servedTo(shown(alice, 'Picture from Bob'))
  await servedTo(shown(bob, 'Your picture'))

  await paste()
  await tray(bob.page).getByRole('switch', { name: 'Send as files' }).check()
  await tray(bob.page).getByRole('button', { name: 'Send', exact: true }).click()
  await alice.page.getByRole('button', { name: 'Accept file' }).click()
  const saved = path.join(alice.profile, 'downloads', 'image.jpg')
  await expect.poll(() => existsSync(saved) && readFileSync(saved).equals(photograph), { timeout: 30_000 }).toBe(true)
})

test('a voice note is recorded, listened to, sent and played', async ({ alice, bob, relay }) => {
  await becomeContacts(alice, bob, relay)
  await bob.page.getByRole('button', { name: 'Record a voice note' }).click()
  const recording = bob.page.getByRole('group', { name: 'Recording' })
  await expect(recording.getByRole('timer')).toHaveText('0:02')
  await recording.getByRole('button', { name: 'Stop' }).click()
  const note = bob.page.getByRole('group', { name: 'Your voice note' })
  await note.getByRole('button', { name: 'Play' }).click()
  await note.getByRole('button', { name: 'Send voice note' }).click()
  await expect(note).toBeHidden()

  const received = alice.message(/Voice note, 0:0\d/)
  await received.getByRole('button', { name: 'Play' }).click()
  const position = received.getByRole('slider', { name: 'Position' })
  await expect.poll(async () => Number(await position.getAttribute('aria-valuenow'))).toBeGreaterThan(0)
  await received.getByRole('button', { name: 'Speed 1×' }).click()
  await expect(received.getByRole('button', { name: 'Speed 1.5×' })).toBeVisible()
  await position.focus()
  await alice.page.keyboard.press('Home')
  await expect(position).toHaveAttribute('aria-valuenow', '0')
  // What was beeping into the microphone is seen.
  const heights = await received
    .locator('rect')
    .evaluateAll((bars) => bars.map((bar) => Number(bar.getAttribute('height'))))
  expect(Math.max(...heights)).toBeGreaterThan(8)
})

test('a recording that is discarded leaves nothing', async ({ alice, bob, relay }) => {
  await becomeContacts(alice, bob, relay)
  await bob.page.getByRole('button', { name: 'Record a voice note' }).click()
  await bob.page.getByRole('group', { name: 'Recording' }).getByRole('button', { name: 'Discard' }).click()
  await expect(bob.page.getByRole('group', { name: 'Recording' })).toBeHidden()
  await bob.send('Nothing came before this')
  await alice.timeline.getByText('Nothing came before this').waitFor()
  await expect(alice.message(/Voice note/)).toHaveCount(0)
})

test('a video is shown with its length, and plays', async ({ alice, bob, relay, folder }) => {
  await becomeContacts(alice, bob, relay)
  const film = path.join(folder, 'film.webm')
  writeFileSync(film, await recordedFilm(bob.page))
  await bob.drop(film)
  await tray(bob.page).getByRole('button', { name: 'Send', exact: true }).click()
  await alice.timeline.getByRole('button', { name: /Open Video, 0:0\d/ }).click()
  const video = alice.page.getByRole('dialog', { name: 'Media' }).getByLabel('Video from Bob')
  await expect.poll(() => video.evaluate((element: HTMLVideoElement) => element.currentTime)).toBeGreaterThan(0.1)
  await alice.page.keyboard.press('Escape')
})

test('what is not what it says goes as a file and is shown nowhere', async ({ alice, bob, relay, folder }) => {
  await becomeContacts(alice, bob, relay)
  for (const [name, text] of [
    ['page.png', '<!doctype html><script>alert(1)</script>'],
    ['drawing.svg', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'],
  ] as const) {
    writeFileSync(path.join(folder, name), text)
    await bob.attach(path.join(folder, name))
    await expect(alice.message(new RegExp(name))).toBeVisible()
  }
  await expect(alice.timeline.getByRole('img', { name: /Picture/ })).toHaveCount(0)
  await expect(alice.page.getByRole('button', { name: 'Accept file' })).toHaveCount(2)
})

test('above the limit a picture waits to be loaded', async ({ alice, bob, relay, folder }) => {
  await becomeContacts(alice, bob, relay)
  await alice.page.getByRole('button', { name: 'Settings' }).click()
  await alice.page.getByRole('button', { name: /Pictures/ }).click()
  await alice.page.getByRole('option', { name: 'Never' }).click()
  await alice.page.getByRole('button', { name: 'Chats' }).click()
  await alice.openChat('Bob')
  const file = path.join(folder, 'one.jpg')
  writeFileSync(file, await drawnPicture(bob.page))
  await bob.drop(file)
  await tray(bob.page).getByRole('button', { name: 'Send', exact: true }).click()
  const load = alice.timeline.getByRole('button', { name: /^Load/ })
  await expect(load).toBeVisible()
  await expect(shown(alice, 'Picture from Bob')).toHaveCount(0)
  await load.click()
  await servedTo(shown(alice, 'Picture from Bob'))
})
