/** What a page's peer connections receive, read from their statistics. */
import type { BrowserContext, Locator, Page } from '@playwright/test'

interface Received {
  /** Decoded video frames. */
  frames: number
  /** `totalAudioEnergy` of what was heard: above 0 means sound. */
  audio: number
}

type Watched = Window & { testConnections?: RTCPeerConnection[] }

/** Keeps the page's peer connections where a test can read their statistics; for pages that load afterwards. */
export const watchConnections = (context: BrowserContext) =>
  context.addInitScript(() => {
    const connections: RTCPeerConnection[] = []
    Object.assign(window, { testConnections: connections })
    window.RTCPeerConnection = new Proxy(window.RTCPeerConnection, {
      construct: (target, args) => {
        const connection = Reflect.construct(target, args) as RTCPeerConnection
        connections.push(connection)
        return connection
      },
    })
  })

export const receivedMedia = (page: Page): Promise<Received> =>
  page.evaluate(async () => {
    const sum = { frames: 0, audio: 0 }
    for (const connection of (window as Watched).testConnections ?? []) {
      for (const report of (await connection.getStats()).values()) {
        if (report.type !== 'inbound-rtp') continue
        if (report.kind === 'video') sum.frames += report.framesDecoded ?? 0
        if (report.kind === 'audio') sum.audio += report.totalAudioEnergy ?? 0
      }
    }
    return sum
  })

/** Names of the devices whose sound and pictures leave. */
export const sentLabels = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    ((window as Watched).testConnections ?? []).flatMap((connection) =>
      connection.getSenders().flatMap(({ track }) => (track === null ? [] : [track.label])),
    ),
  )

/** Waits until the microphone that is sent gives more than digital silence. */
export const sentSound = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    const senders = ((window as Watched).testConnections ?? []).flatMap((connection) => connection.getSenders())
    const track = senders.find((sender) => sender.track?.kind === 'audio')?.track
    if (!track) throw new Error('no sound is sent')
    const context = new AudioContext()
    const analyser = new AnalyserNode(context, { fftSize: 2048 })
    new MediaStreamAudioSourceNode(context, { mediaStream: new MediaStream([track]) }).connect(analyser)
    const samples = new Float32Array(analyser.fftSize)
    do {
      await new Promise((resolve) => requestAnimationFrame(resolve))
      analyser.getFloatTimeDomainData(samples)
    } while (samples.every((sample) => sample === 0))
    await context.close()
  })

/** Of the middle of what a video element shows; rounded to 64, because codecs are not exact. */
export const colourOf = (video: Locator): Promise<{ red: number; green: number; blue: number }> =>
  video.evaluate((element) => {
    const canvas = new OffscreenCanvas(1, 1)
    const context = canvas.getContext('2d')
    const shown = element as HTMLVideoElement
    context?.drawImage(shown, shown.videoWidth / 2, shown.videoHeight / 2, 1, 1, 0, 0, 1, 1)
    const [red = 0, green = 0, blue = 0] = context?.getImageData(0, 0, 1, 1).data ?? []
    const rounded = (value: number) => Math.round(value / 64) * 64
    return { red: rounded(red), green: rounded(green), blue: rounded(blue) }
  })
