import type { BrowserContext, Page } from '@playwright/test'
import { becomeContacts, expect, test } from './fixtures.ts'

/** Keeps the page's peer connections where a test can read their statistics. */
const watchConnections = (context: BrowserContext) =>
  context.addInitScript(() => {
    const connections: RTCPeerConnection[] = []
    Object.assign(window, { testConnections: connections })
    const Original = window.RTCPeerConnection
    window.RTCPeerConnection = new Proxy(Original, {
      construct: (target, args) => {
        const connection = Reflect.construct(target, args) as RTCPeerConnection
        connections.push(connection)
        return connection
      },
    })
  })

interface Received {
  frames: number
  audio: number
}

const received = (page: Page): Promise<Received> =>
  page.evaluate(async () => {
    const { testConnections } = window as unknown as { testConnections: RTCPeerConnection[] }
    const sum: { frames: number; audio: number } = { frames: 0, audio: 0 }
    for (const connection of testConnections) {
      for (const report of (await connection.getStats()).values()) {
        if (report.type !== 'inbound-rtp') continue
        if (report.kind === 'video') sum.frames += report.framesDecoded ?? 0
        if (report.kind === 'audio') sum.audio += report.totalAudioEnergy ?? 0
      }
    }
    return sum
  })

test('a video call in which both see and hear each other @journey', async ({ alice, bob, relay }) => {
  await becomeContacts(alice, bob, relay)
  await alice.close()
  await bob.close()
  await alice.open(watchConnections)
  await bob.open(watchConnections)
  await bob.openChat('Alice')
  await bob.page.getByRole('button', { name: 'Start video call' }).click()
  await alice.page.getByRole('button', { name: 'Accept', exact: true }).click()

  for (const { page } of [alice, bob]) {
    await expect.poll(async () => (await received(page)).frames, { timeout: 30_000 }).toBeGreaterThan(10)
    await expect.poll(async () => (await received(page)).audio, { timeout: 30_000 }).toBeGreaterThan(0)
  }

  await test.step('the camera can be turned off and the microphone muted', async () => {
    await alice.page.getByRole('button', { name: 'Mute', exact: true }).click()
    await expect(alice.page.getByRole('button', { name: 'Unmute' })).toBeVisible()
    await alice.page.getByRole('button', { name: 'Turn camera off' }).click()
    await expect(alice.page.getByRole('button', { name: 'Turn camera on' })).toBeVisible()
  })

  await bob.page.getByRole('button', { name: 'End call' }).click()
  await expect(alice.page.getByRole('button', { name: 'End call' })).toBeHidden()
  await expect(bob.page.getByRole('button', { name: 'End call' })).toBeHidden()
})

test('a declined call ends on both sides', async ({ alice, bob, relay }) => {
  await becomeContacts(alice, bob, relay)
  await bob.page.getByRole('button', { name: 'Start voice call' }).click()
  await alice.page.getByRole('button', { name: 'Decline', exact: true }).click()
  await expect(bob.page.getByRole('button', { name: 'End call' })).toBeHidden()
  await expect(alice.page.getByRole('button', { name: 'Accept', exact: true })).toBeHidden()
})
