/**
 * One RTCPeerConnection with all its lines in both directions from the start, so that a microphone, a camera, a screen or
 * their absence needs no negotiation. Perfect negotiation (W3C WebRTC §10.7) carries ICE restarts.
 * Has no knowledge of calls, people or devices.
 */
import 'webrtc-adapter'
import type { IceServer, PeerSignal } from '../../../shared/contract/calls.ts'
import type { Fingerprints } from '../verification/verification.ts'
import { bytesOf, fingerprintIn } from './fingerprint.ts'
import { type CallStatistics, type StatisticsEntry, statisticsOf } from './statistics.ts'

/** What belongs to the connection alone. */
export type ConnectionSignal = Extract<PeerSignal, { type: 'description' | 'candidates' }>

export type PeerState = 'connecting' | 'connected' | 'interrupted' | 'failed'

export interface PeerOptions {
  /** Gives way where both sides offer at once: the called side. It also waits for the first offer. */
  readonly polite: boolean
  readonly servers: readonly IceServer[]
  /** Only through a TURN server: the own addresses stay hidden. */
  readonly relayOnly: boolean
  readonly onSignal: (signal: ConnectionSignal) => void
  /** Between whom the connection is, once it is there, and as long as it lasts. */
  readonly onFingerprints: (fingerprints: Fingerprints) => void
  readonly onTrack: (line: Line, track: MediaStreamTrack) => void
  readonly onState: (state: PeerState) => void
}

/** In the order of the description: the microphone, the camera, a screen and what the computer with that screen plays. */
const lines = ['audio', 'video', 'screen', 'screen-audio'] as const
export type Line = (typeof lines)[number]

const kindOf: Readonly<Record<Line, 'audio' | 'video'>> = {
  audio: 'audio',
  video: 'video',
  screen: 'video',
  'screen-audio': 'audio',
}

/**
 * Every client has these, the best for the purpose first. The dozen others that Chromium offers would only make
 * descriptions long and slow. A screen is mostly text, which VP9 keeps sharp at the rate at which VP8 blurs it.
 */
const offered: Readonly<Record<Line, readonly string[]>> = {
  audio: ['audio/opus'],
  video: ['video/vp8', 'video/vp9', 'video/av1', 'video/rtx'],
  screen: ['video/vp9', 'video/av1', 'video/vp8', 'video/rtx'],
  'screen-audio': ['audio/opus'],
}

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
  /** Names the lines that belong together, for lip synchronisation. */
  readonly #person = new MediaStream()
  readonly #screen = new MediaStream()
  readonly #tracks = new Map<Line, MediaStreamTrack | null>()
  readonly #closing = new AbortController()
  #work: Promise<void> = Promise.resolve()
  #makingOffer = false
  #ignoringOffer = false
  #found: string[] = []
  #batch: ReturnType<typeof setTimeout> | undefined
  #restart: ReturnType<typeof setTimeout> | undefined
  #connected = false
  /** Of the other side's certificate. */
  #fingerprint: string | null = null
  #fingerprintsTold = false
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
    on('track', (event) => {
      const { transceiver, track } = event as RTCTrackEvent
      const line = this.#lineOf(transceiver)
      if (line !== undefined) options.onTrack(line, track)
    })
    on('connectionstatechange', () => this.#follow())
    window.addEventListener('online', () => this.renew(), { signal })
    networkInformation()?.addEventListener('change', () => this.renew(), { signal })
    if (!options.polite) {
      for (const line of lines) {
        const streams = [this.#streamOf(line)]
        const transceiver = this.#connection.addTransceiver(kindOf[line], { direction: 'sendrecv', streams })
        transceiver.setCodecPreferences(codecsFor(line))
      }
    }
  }

  /** Takes what the other side's peer connection says, in its order. */
  handle(signal: ConnectionSignal): void {
    this.#enqueue(() => (signal.type === 'description' ? this.#describe(signal) : this.#consider(signal.candidates)))
  }

  /** Sends `track` from now on, or nothing. The track stays the caller's to stop. */
  async send(line: Line, track: MediaStreamTrack | null): Promise<void> {
    this.#tracks.set(line, track)
    await this.#senderOf(line)?.replaceTrack(track)
  }

  /** As it is now; the next look counts from this one. */
  async statistics(): Promise<CallStatistics> {
    const now: StatisticsEntry[] = []
    for (const entry of (await this.#connection.getStats()).values()) now.push(entry)
    const statistics = statisticsOf(now, this.#looked)
    this.#looked = now
    return statistics
  }

  /** Another network: the ways found so far may be gone, although nobody has noticed yet. */
  renew(): void {
    if (this.#connected) this.#connection.restartIce()
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
    const fingerprint = fingerprintIn(sdp)
    this.#fingerprint ??= fingerprint
    if (fingerprint !== this.#fingerprint) throw new Error('another certificate in the middle of a call')
    await this.#connection.setRemoteDescription({ type: kind, sdp })
    if (kind !== 'offer') return
    if (this.#connection.getTransceivers().length === 0) throw new Error('a description of nothing')
    for (const transceiver of this.#connection.getTransceivers()) {
      const line = this.#lineOf(transceiver)
      if (line === undefined) continue
      transceiver.direction = 'sendrecv'
      transceiver.sender.setStreams(this.#streamOf(line))
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
    this.#options.onSignal({ type: 'description', kind: description.type, sdp: withSilence(description.sdp) })
  }

  #tellFingerprints(): void {
    const own = this.#connection.localDescription
    if (this.#fingerprintsTold || own === null || this.#fingerprint === null) return
    this.#fingerprintsTold = true
    this.#options.onFingerprints({ own: bytesOf(fingerprintIn(own.sdp)), other: bytesOf(this.#fingerprint) })
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
      this.#tellFingerprints()
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

  /** Undefined for one that is not ours, and for one that has the place of another kind. */
  #lineOf(transceiver: RTCRtpTransceiver): Line | undefined {
    const line = lines[this.#connection.getTransceivers().indexOf(transceiver)]
    return line !== undefined && transceiver.receiver.track.kind === kindOf[line] ? line : undefined
  }

  #senderOf(line: Line): RTCRtpSender | undefined {
    return this.#connection.getTransceivers().find((transceiver) => this.#lineOf(transceiver) === line)?.sender
  }

  #streamOf(line: Line): MediaStream {
    return line === 'audio' || line === 'video' ? this.#person : this.#screen
  }
}

function codecsFor(line: Line): RTCRtpCodec[] {
  const { codecs } = RTCRtpReceiver.getCapabilities(kindOf[line]) ?? { codecs: [] }
  return offered[line].flatMap((name) => codecs.filter(({ mimeType }) => mimeType.toLowerCase() === name))
}

/** Asks the other side to send nothing while nobody speaks (Opus DTX, RFC 7587 section 6.1); Chromium does not ask by itself. */
const withSilence = (sdp: string): string => sdp.replaceAll('useinbandfec=1', 'useinbandfec=1;usedtx=1')

/** The Network Information API, where there is one. */
function networkInformation(): EventTarget | null {
  const { connection } = navigator as Navigator & { readonly connection?: unknown }
  return connection instanceof EventTarget ? connection : null
}
