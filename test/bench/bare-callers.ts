/** A bare call to measure ours against: two Chromium pages with one peer connection each, as it comes, on the same networks. */
import path from 'node:path'
import type { Page } from '@playwright/test'
import { watchConnections } from '../e2e/media.ts'
import { type CallersOptions, launchChromium, thisComputer } from '../e2e/two-callers.ts'
import { temporaryFolder } from '../fixtures/folder.ts'
import { firstFrame } from './call-watch.ts'

/** Served to both by the test: a secure origin, which cameras need, on whatever network. */
const address = 'https://bare.test/'

type BareOptions = Pick<CallersOptions, 'network' | 'args'>

/** `work` gets the pages while pictures and sound flow both ways. */
export const withBareCallers = <T>(
  work: (bob: Page, alice: Page) => Promise<T>,
  options: BareOptions = {},
): Promise<T> =>
  withBarePages(async (bob, alice) => {
    await connect(bob, alice)
    return work(bob, alice)
  }, options)

/** Milliseconds from the first description to the first decoded frame at both ends, of several connections. */
export const bareSetups = (rounds: number): Promise<number[]> =>
  withBarePages(async (bob, alice) => {
    const samples: number[] = []
    for (let round = 0; round < rounds; round++) {
      const begun = await connect(bob, alice)
      const frames = await Promise.all([bob, alice].map(firstFrame))
      samples.push(Math.max(...frames) - begun)
    }
    return samples
  })

/** Gives when it began; milliseconds since the epoch. */
async function connect(bob: Page, alice: Page): Promise<number> {
  for (const page of [alice, bob]) await page.evaluate(prepare)
  return bob.evaluate(offer)
}

async function withBarePages<T>(
  work: (bob: Page, alice: Page) => Promise<T>,
  { network = thisComputer, args = [] }: BareOptions = {},
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
    return await work(bob, alice)
  } finally {
    for (const step of undo.reverse()) await step()
  }
}

interface Said {
  readonly description?: RTCSessionDescriptionInit
  readonly candidate?: RTCIceCandidateInit
}
type Bare = Window & {
  connection: RTCPeerConnection
  /** What was said before is done with. */
  heard?: Promise<void>
  tell: (said: Said) => Promise<void>
}

/** The constraints are ours: what is compared is what becomes of the media. */
async function prepare(): Promise<void> {
  const page = window as unknown as Bare
  const stream = await navigator.mediaDevices.getUserMedia({
    audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
    video: { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 } },
  })
  const before = (page as Partial<Bare>).connection
  for (const { track } of before?.getSenders() ?? []) track?.stop()
  before?.close()
  const connection = new RTCPeerConnection()
  page.connection = connection
  for (const track of stream.getTracks()) connection.addTrack(track, stream)
  connection.addEventListener('icecandidate', ({ candidate }) => {
    if (candidate !== null) void page.tell({ candidate: candidate.toJSON() })
  })
  connection.addEventListener('track', ({ streams: [remote] }) => {
    const video = document.querySelector('video')
    if (video !== null && remote !== undefined) video.srcObject = remote
  })
}

async function offer(): Promise<number> {
  const { connection, tell } = window as unknown as Bare
  const begun = performance.timeOrigin + performance.now()
  await connection.setLocalDescription()
  await tell({ description: connection.localDescription?.toJSON() as RTCSessionDescriptionInit })
  return begun
}

/** In the order in which it was said. */
async function hear({ description, candidate }: Said): Promise<void> {
  const page = window as unknown as Bare
  const take = async () => {
    const { connection, tell } = page
    if (candidate !== undefined) await connection.addIceCandidate(candidate)
    if (description === undefined) return
    await connection.setRemoteDescription(description)
    if (description.type !== 'offer') return
    await connection.setLocalDescription()
    await tell({ description: connection.localDescription?.toJSON() as RTCSessionDescriptionInit })
  }
  page.heard = (page.heard ?? Promise.resolve()).then(take)
  await page.heard
}
