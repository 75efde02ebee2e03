/** What one end of a call gets over a time: pictures, their pauses, and sound that had to be made up. Looked at in the page. */
import type { Page } from '@playwright/test'

export interface Received {
  readonly framesPerSecond: number
  /** Pauses that Chromium counts as freezes (webrtc-stats, freezeCount). */
  readonly freezes: number
  /** Seconds. */
  readonly longestFreeze: number
  /** Of all samples, from 0 to 1, those that were concealed. */
  readonly concealed: number
  /** Seconds in which nearly all sound was concealed, at a stretch. */
  readonly longestSilence: number
  /** Bits of video in each second, from the first. */
  readonly bitrate: readonly number[]
}

/** Watches for so many seconds. */
export const watchReceived = (page: Page, seconds: number): Promise<Received> =>
  page.evaluate(async (length) => {
    const lookEveryMs = 200
    const nearlyAll = 0.9
    const { testConnections } = window as Window & { testConnections?: RTCPeerConnection[] }
    const read = async () => {
      const found = { frames: 0, freezes: 0, bytes: 0, samples: 0, concealed: 0 }
      for (const report of (await testConnections?.at(-1)?.getStats())?.values() ?? []) {
        if (report.type !== 'inbound-rtp') continue
        if (report.kind === 'video') {
          found.frames += report.framesDecoded ?? 0
          found.freezes += report.freezeCount ?? 0
          found.bytes += report.bytesReceived ?? 0
        } else {
          found.samples += report.totalSamplesReceived ?? 0
          // Where nobody speaks nothing is sent, and nothing is missed.
          found.concealed += (report.concealedSamples ?? 0) - (report.silentConcealedSamples ?? 0)
        }
      }
      return { ...found, at: performance.now() }
    }
    const first = await read()
    let before = first
    const pause = { frames: 0, sound: 0 }
    const longest = { frames: 0, sound: 0 }
    const bitrate: number[] = []
    let second = first
    while (before.at - first.at < length * 1000) {
      await new Promise((resolve) => setTimeout(resolve, lookEveryMs))
      const now = await read()
      const took = (now.at - before.at) / 1000
      pause.frames = now.frames === before.frames ? pause.frames + took : 0
      const samples = now.samples - before.samples
      pause.sound = samples === 0 || (now.concealed - before.concealed) / samples > nearlyAll ? pause.sound + took : 0
      longest.frames = Math.max(longest.frames, pause.frames)
      longest.sound = Math.max(longest.sound, pause.sound)
      if (now.at - second.at >= 1000) {
        bitrate.push(((now.bytes - second.bytes) * 8000) / (now.at - second.at))
        second = now
      }
      before = now
    }
    const samples = before.samples - first.samples
    return {
      framesPerSecond: ((before.frames - first.frames) * 1000) / (before.at - first.at),
      freezes: before.freezes - first.freezes,
      longestFreeze: longest.frames,
      concealed: samples === 0 ? 1 : (before.concealed - first.concealed) / samples,
      longestSilence: longest.sound,
      bitrate,
    }
  }, seconds)

/** When the newest peer connection of the page has decoded a frame; milliseconds since the epoch. */
export const firstFrame = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    const pollEveryMs = 5
    for (;;) {
      const connection = (window as Window & { testConnections?: RTCPeerConnection[] }).testConnections?.at(-1)
      for (const report of (await connection?.getStats())?.values() ?? []) {
        if (report.type === 'inbound-rtp' && report.kind === 'video' && report.framesDecoded > 0) {
          return performance.timeOrigin + performance.now()
        }
      }
      await new Promise((resolve) => setTimeout(resolve, pollEveryMs))
    }
  })
