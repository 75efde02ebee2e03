/**
 * One RTCPeerConnection with one audio and one video line in both directions from the start, so that a microphone, a
 * camera or its absence needs no negotiation. Perfect negotiation (W3C WebRTC §10.7) carries ICE restarts.
 * Has no knowledge of calls, people or devices.
 */
import 'webrtc-adapter'
import type { IceServer, PeerSignal } from '../../../shared/contract/calls.ts'
import { type CallStatistics, type StatisticsEntry, statisticsOf } from './statistics.ts'

export type PeerState = 'connecting' | 'connected' | 'interrupted' | 'failed'

export interface PeerOptions {
  /** Gives way where both sides offer at once: the called side. It also waits for the first offer. */
  readonly polite: boolean
  readonly servers: readonly IceServer[]
  /** Only through a TURN server: the own addresses stay hidden. */
  readonly relayOnly: boolean
  readonly onSignal: (signal: PeerSignal) => void
  readonly onTrack: (track: MediaStreamTrack) => void
  readonly onState: (state: PeerState) => void
}

export type Kind = 'audio' | 'video'

/** Every client has these. The dozen others that Chromium offers would only make descriptions long and slow. */
const offered = new Set(['audio/opus', 'video/vp8', 'video/vp9', 'video/av1', 'video/rtx'])

/** Candidates found within this time travel together; milliseconds. */
const batchMs = 10

/** The contract's limit. */
const batchAtMost = 64

/** A connection that is lost for so long is looked for on other ways; shorter losses heal by themselves. Milliseconds. */
const restartAfterMs = 2_000

/** And again, for as long as it lasts. */
const restartEveryMs = 5_000

export class Peer {
  readonly #options: PeerOptions
  readonly #connection: RTCPeerConnection
  /** Names the two lines as belonging together, for lip synchronisation. */
  readonly #stream = new MediaStream()
  readonly #tracks = new Map<Kind, MediaStreamTrack | null>()
  readonly #closing = new AbortController()
  #work: Promise<void> = Promise.resolve()
  #makingOffer = false
  #ignoringOffer = false
  #found: string[] = []
  #batch: ReturnType<typeof setTimeout> | undefined
  #restart: ReturnType<typeof setTimeout> | undefined
  #connected = false
  #looked: readonly StatisticsEntry[] | null = null

  constructor(options: PeerOptions) {
    this.#options = options
    this.#connection = new RTCPeerConnection({
      iceServers: options.servers.map(({ urls, username, credential }) => ({
        urls,
        ...(username === undefined ? {} : { username }),
        ...(credential === undefined ? {} : { credential }),
      })),
      iceTransportPolicy: options.relayOnly ? 'relay' : 'all',
      bundlePolicy: 'max-bundle',
    })
    const { signal } = this.#closing
    const on = (type: string, listener: (event: Event) => void) =>
      this.#connection.addEventListener(type, listener, { signal })
    on('negotiationneeded', () => this.#enqueue(() => this.#offer()))
    on('icecandidate', (event) => this.#collect((event as RTCPeerConnectionIceEvent).candidate))
    on('track', (event) => options.onTrack((event as RTCTrackEvent).track))
    on('connectionstatechange', () => this.#follow())
    window.addEventListener('online', () => this.#renew(), { signal })
    networkInformation()?.addEventListener('change', () => this.#renew(), { signal })
    if (!options.polite) {
      for (const kind of ['audio', 'video'] as const) {
        const line = this.#connection.addTransceiver(kind, { direction: 'sendrecv', streams: [this.#stream] })
        const { codecs } = RTCRtpReceiver.getCapabilities(kind) ?? { codecs: [] }
        line.setCodecPreferences(codecs.filter(({ mimeType }) => offered.has(mimeType.toLowerCase())))
      }
    }
  }

  /** Takes what the other side's peer connection says, in its order. */
  handle(signal: PeerSignal): void {
    this.#enqueue(() => (signal.type === 'description' ? this.#describe(signal) : this.#consider(signal.candidates)))
  }

  /** Sends `track` from now on, or nothing. The track stays the caller's to stop. */
  async send(kind: Kind, track: MediaStreamTrack | null): Promise<void> {
    this.#tracks.set(kind, track)
    await this.#senderOf(kind)?.replaceTrack(track)
  }

  /** As it is now; the next look counts from this one. */
  async statistics(): Promise<CallStatistics> {
    const now: StatisticsEntry[] = []
    for (const entry of (await this.#connection.getStats()).values()) now.push(entry)
    const statistics = statisticsOf(now, this.#looked)
    this.#looked = now
    return statistics
  }

  close(): void {
    this.#closing.abort()
    clearTimeout(this.#batch)
    clearTimeout(this.#restart)
    this.#connection.close()
  }

  /** One thing at a time: what the other side says must not overtake the answer to what it said before. */
  #enqueue(work: () => Promise<void>): void {
    this.#work = this.#work.then(async () => {
      if (this.#closing.signal.aborted) return
      try {
        await work()
      } catch {
        if (!this.#closing.signal.aborted) this.#options.onState('failed')
      }
    })
  }

  async #offer(): Promise<void> {
    // The called side's lines come with the first offer.
    if (this.#connection.getTransceivers().length === 0 || this.#connection.signalingState !== 'stable') return
    this.#makingOffer = true
    try {
      await this.#connection.setLocalDescription()
      this.#tellDescription()
    } finally {
      this.#makingOffer = false
    }
  }

  async #describe({ kind, sdp }: Extract<PeerSignal, { type: 'description' }>): Promise<void> {
    if (kind === 'rollback') return
    const collision = kind === 'offer' && (this.#makingOffer || this.#connection.signalingState !== 'stable')
    this.#ignoringOffer = !this.#options.polite && collision
    if (this.#ignoringOffer) return
    await this.#connection.setRemoteDescription({ type: kind, sdp })
    if (kind !== 'offer') return
    for (const transceiver of this.#connection.getTransceivers()) {
      transceiver.direction = 'sendrecv'
      transceiver.sender.setStreams(this.#stream)
    }
    for (const [line, track] of this.#tracks) await this.#senderOf(line)?.replaceTrack(track)
    await this.#connection.setLocalDescription()
    this.#tellDescription()
  }

  /** A candidate that cannot be used is no reason to end a call: others follow. */
  async #consider(candidates: readonly string[]): Promise<void> {
    if (this.#ignoringOffer) return
    await Promise.allSettled(
      candidates.map(async (candidate) =>
        this.#connection.addIceCandidate(JSON.parse(candidate) as RTCIceCandidateInit),
      ),
    )
  }

  #tellDescription(): void {
    const description = this.#connection.localDescription
    if (description === null || description.type === 'pranswer') return
    this.#options.onSignal({ type: 'description', kind: description.type, sdp: description.sdp })
  }

  #collect(candidate: RTCIceCandidate | null): void {
    if (candidate === null) return
    this.#found.push(JSON.stringify(candidate))
    this.#batch ??= setTimeout(() => this.#tellCandidates(), batchMs)
  }

  #tellCandidates(): void {
    this.#batch = undefined
    // The description that they belong to comes first.
    this.#enqueue(async () => {
      const found = this.#found.splice(0)
      for (let first = 0; first < found.length; first += batchAtMost) {
        this.#options.onSignal({ type: 'candidates', candidates: found.slice(first, first + batchAtMost) })
      }
    })
  }

  #follow(): void {
    const { connectionState } = this.#connection
    clearTimeout(this.#restart)
    if (connectionState === 'connected') {
      this.#connected = true
      this.#options.onState('connected')
    } else if (connectionState === 'disconnected' || connectionState === 'failed') {
      this.#options.onState(this.#connected ? 'interrupted' : 'connecting')
      this.#restartIn(connectionState === 'failed' ? 0 : restartAfterMs)
    }
  }

  #restartIn(milliseconds: number): void {
    this.#restart = setTimeout(() => {
      this.#connection.restartIce()
      this.#restartIn(restartEveryMs)
    }, milliseconds)
  }

  /** Another network: the ways found so far may be gone, although nobody has noticed yet. */
  #renew(): void {
    if (this.#connected) this.#connection.restartIce()
  }

  #senderOf(kind: Kind): RTCRtpSender | undefined {
    return this.#connection.getTransceivers().find(({ receiver }) => receiver.track.kind === kind)?.sender
  }
}

/** The Network Information API, where there is one. */
function networkInformation(): EventTarget | null {
  const { connection } = navigator as Navigator & { readonly connection?: unknown }
  return connection instanceof EventTarget ? connection : null
}
