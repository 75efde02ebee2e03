/** A bare call to measure ours against: two Chromium pages with one peer connection each, as it comes, on the same networks. */
import path from 'node:path'
import type { Page } from '@playwright/test'
import { watchConnections } from '../e2e/media.ts'
import { type CallersOptions, launchChromium, thisComputer } from '../e2e/two-callers.ts'
import { temporaryFolder } from '../fixtures/folder.ts'

/** Served to both by the test: a secure origin, which cameras need, on whatever network. */
const address = 'https://bare.test/'

/** `work` gets the pages while pictures and sound flow both ways. */
export async function withBareCallers<T>(
  work: (bob: Page, alice: Page) => Promise<T>,
  { network = thisComputer, args = [] }: Pick<CallersOptions, 'network' | 'args'> = {},
): Promise<T> {
  const folder = temporaryFolder('bare-callers')
  const undo: (() => Promise<unknown>)[] = [async () => folder.remove()]
  const open = async (name: 'alice' | 'bob') => {
    const browser = await launchChromium(path.join(folder.path, name), network[name], args)
    undo.push(() => browser.close())
    const context = await browser.newContext({
      viewport: { width: 1280, height: 800 },
      permissions: ['camera', 'microphone'],
    })
    await watchConnections(context)
    const page = await context.newPage()
    await page.route('**/*', (route) =>
      route.fulfill({ contentType: 'text/html', body: '<!doctype html><video autoplay playsinline></video>' }),
    )
    await page.goto(address)
    return page
  }
  try {
    const [alice, bob] = [await open('alice'), await open('bob')]
    for (const [page, other] of [
      [alice, bob],
      [bob, alice],
    ] as const)
      await page.exposeFunction('tell', (said: Said) => other.evaluate(hear, said))
    for (const page of [alice, bob]) await page.evaluate(prepare)
    await bob.evaluate(offer)
    return await work(bob, alice)
  } finally {
    for (const step of undo.reverse()) await step()
  }
}

interface Said {
  readonly description?: RTCSessionDescriptionInit
  readonly candidate?: RTCIceCandidateInit
}
type Bare = Window & { connection: RTCPeerConnection; tell: (said: Said) => Promise<void> }

/** The constraints are ours: what is compared is what becomes of the media. */
async function prepare(): Promise<void> {
  const page = window as unknown as Bare
  const stream = await navigator.mediaDevices.getUserMedia({
    audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
    video: { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 } },
  })
  page.connection = new RTCPeerConnection()
  for (const track of stream.getTracks()) page.connection.addTrack(track, stream)
  page.connection.addEventListener('icecandidate', ({ candidate }) => {
    if (candidate !== null) void page.tell({ candidate: candidate.toJSON() })
  })
  page.connection.addEventListener('track', ({ streams: [remote] }) => {
    const video = document.querySelector('video')
    if (video !== null && remote !== undefined) video.srcObject = remote
  })
}

async function offer(): Promise<void> {
  const { connection, tell } = window as unknown as Bare
  await connection.setLocalDescription()
  await tell({ description: connection.localDescription?.toJSON() as RTCSessionDescriptionInit })
}

async function hear({ description, candidate }: Said): Promise<void> {
  const { connection, tell } = window as unknown as Bare
  if (candidate !== undefined) await connection.addIceCandidate(candidate)
  if (description === undefined) return
  await connection.setRemoteDescription(description)
  if (description.type !== 'offer') return
  await connection.setLocalDescription()
  await tell({ description: connection.localDescription?.toJSON() as RTCSessionDescriptionInit })
}
