/**
 * What a video call with speech is like on bad links, beside a bare call between two Chromium pages on the same links, in turn: loss of
 * 2 and 5 %, a rate that falls from 4 Mbit/s to 400 kbit/s and rises again, and 300 ms there and back. For root;
 * MEGACHAT_LINKEM names the program that emulates a link.
 */
import { setTimeout as pause } from 'node:timers/promises'
import type { Page } from '@playwright/test'
import { withTwoCallers } from '../e2e/two-callers.ts'
import { temporaryFolder } from '../fixtures/folder.ts'
import { withBareCallers } from './bare-callers.ts'
import { type Received, watchReceived } from './call-watch.ts'
import { Link, type LinkOptions } from './link.ts'
import { type BenchOptions, type BenchResult, benchResult, percentile } from './result.ts'
import { speaking } from './speech.ts'

const seconds = 60
const settleMs = 10_000
/** Of the bits before the fall: from then on the pictures are back. */
const backShare = 0.8
/** Ours may be so much worse, which is what two runs of the same differ by. */
const noise = { frames: 0.9, silenceS: 0.4, back: 1.2 }

interface Weather {
  readonly link: LinkOptions
  /** What changes while it is watched. */
  readonly course?: (link: Link) => Promise<void>
}

const kbit = { high: 4_000, low: 400 } as const
const falls: Weather = {
  link: { delayMs: 25, mbitPerSecond: 20 },
  course: async (link) => {
    for (const [rate, forMs] of [
      [kbit.high, 15_000],
      [kbit.low, 15_000],
      [kbit.high, 30_000],
    ] as const) {
      link.limit(rate)
      await pause(forMs)
    }
  },
}
/** Seconds from the start until the rate rises again. */
const risesAt = 30

const weathers: Readonly<Record<string, Weather>> = {
  loss2: { link: { delayMs: 25, lossPercent: 2, mbitPerSecond: 10 } },
  loss5: { link: { delayMs: 25, lossPercent: 5, mbitPerSecond: 10 } },
  falls,
  far: { link: { delayMs: 150, mbitPerSecond: 10 } },
}

export async function run({ rounds = 5 }: BenchOptions): Promise<BenchResult> {
  const figures: Record<string, number> = {}
  const peers: Record<string, number> = {}
  for (const [name, weather] of Object.entries(weathers)) {
    const [ours, bare]: [Received[], Received[]] = [[], []]
    for (let round = 0; round < rounds; round++) {
      ours.push(...(await watched(weather, ourCall)))
      bare.push(...(await watched(weather, bareCall)))
    }
    for (const [samples, into] of [
      [ours, figures],
      [bare, peers],
    ] as const)
      for (const [figure, value] of Object.entries(summary(samples, weather === falls)))
        into[`${name}${figure}`] = value
    figures[`${name}FramesRatio`] = ratio(figures, peers, `${name}FramesPerSecond`)
    figures[`${name}LongestSilenceMoreS`] =
      (figures[`${name}LongestSilenceS`] ?? 0) - (peers[`${name}LongestSilenceS`] ?? 0)
  }
  figures.fallsBackRatio = ratio(figures, peers, 'fallsBackS')
  return benchResult(
    'call-quality',
    figures,
    [
      ...Object.keys(weathers).flatMap((name) => [
        { figure: `${name}FramesRatio`, atLeast: noise.frames },
        { figure: `${name}LongestSilenceMoreS`, atMost: noise.silenceS },
      ]),
      { figure: 'fallsBackRatio', atMost: noise.back },
    ],
    peers,
  )
}

/** `voice`: what makes Chromium speak. */
type CallOver = (
  link: Link,
  voice: string,
  work: (pages: readonly Page[]) => Promise<Received[]>,
) => Promise<Received[]>

const networkOf = ({ near, far, nearAddress }: Link) => ({
  relay: { within: near.within, options: ['--host', nearAddress] },
  alice: near.within,
  bob: far.within,
})

const ourCall: CallOver = (link, voice, work) =>
  withTwoCallers(
    async (bob, alice) => {
      await bob.getByRole('button', { name: 'Start video call' }).click()
      await alice.getByRole('button', { name: 'Accept', exact: true }).click()
      return work([alice, bob])
    },
    { network: networkOf(link), args: [voice] },
  )

const bareCall: CallOver = (link, voice, work) =>
  withBareCallers((bob, alice) => work([alice, bob]), { network: networkOf(link), args: [voice] })

/** Both ends. */
async function watched({ link: shape, course }: Weather, call: CallOver): Promise<Received[]> {
  const link = new Link()
  const folder = temporaryFolder('call-quality')
  try {
    await link.open(shape)
    return await call(link, speaking(folder.path), async (pages) => {
      if (course !== undefined) link.limit(kbit.high)
      await pause(settleMs)
      const [received] = await Promise.all([
        Promise.all(pages.map((page) => watchReceived(page, seconds))),
        course?.(link),
      ])
      return received
    })
  } finally {
    link.close()
    folder.remove()
  }
}

function summary(samples: readonly Received[], withFall: boolean): Record<string, number> {
  const median = (of: (sample: Received) => number) => percentile(samples.map(of), 0.5)
  return {
    FramesPerSecond: median(({ framesPerSecond }) => framesPerSecond),
    Freezes: median(({ freezes }) => freezes),
    LongestFreezeS: median(({ longestFreeze }) => longestFreeze),
    ConcealedShare: median(({ concealed }) => concealed),
    LongestSilenceS: median(({ longestSilence }) => longestSilence),
    ...(withFall ? { BackS: median(({ bitrate }) => backAfter(bitrate)) } : {}),
  }
}

/** Seconds after the rise until as many bits flow as before the fall; as long as was watched where they never do. */
function backAfter(bitrate: readonly number[]): number {
  const before = bitrate.slice(5, 14)
  const usual = before.reduce((sum, bits) => sum + bits, 0) / before.length
  const back = bitrate.findIndex((bits, second) => second >= risesAt && bits >= backShare * usual)
  return (back === -1 ? bitrate.length : back) - risesAt
}

const ratio = (ours: Record<string, number>, bare: Record<string, number>, figure: string): number =>
  (ours[figure] ?? Number.NaN) / Math.max(0.1, bare[figure] ?? Number.NaN)
