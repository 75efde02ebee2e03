/** What a page's peer connections receive, read from their statistics. */
import type { BrowserContext, Page } from '@playwright/test'

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
