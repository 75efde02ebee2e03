/** One call's media on this page: devices, peer connection, and what flows between. Has no knowledge of React. */
import type { Call, CallMedia, PeerSignal } from '../../../shared/contract/calls.ts'
import { detach } from '../../../shared/errors.ts'
import type { Core } from '../../app/client.ts'
import { type Verification, Verifier } from '../verification/verification.ts'
import type { KnownDevice } from './device-list.ts'
import { Devices, type DevicesState } from './devices.ts'
import { MicrophoneLine } from './microphone-line.ts'
import { endOwnPicture, ownPicture } from './own-picture.ts'
import { type ConnectionSignal, type Line, Peer, type PeerState } from './peer.ts'
import { CallRecording } from './recording.ts'
import type { CallStatistics } from './statistics.ts'

export interface Reaction {
  readonly id: number
  readonly emoji: string
  readonly by: 'own' | 'other'
}

/** How long a reaction is shown, in milliseconds. */
const reactionMs = 4_000

/** At once, whatever comes. */
const reactionsShown = 12

export interface SessionState {
  readonly devices: DevicesState
  readonly connection: PeerState
  /** Own picture; null without a camera. */
  readonly own: MediaStream | null
  /** What this side shows of its screen; null while it shows nothing. */
  readonly shared: MediaStream | null
  /** What both see and hear is being kept here. */
  readonly recording: boolean
  /** Symbols that are the same at the other side, where nobody stands between. */
  readonly verification: Verification
  /** The last ones of both sides, for as long as they are shown. */
  readonly reactions: readonly Reaction[]
  /** What the other side sends: sound, and pictures while its camera is on. */
  readonly remote: MediaStream
  /** The same of its screen, while it shows that. */
  readonly remoteScreen: MediaStream
  /** Where the other side is heard; null for the system's choice. */
  readonly loudspeakerId: string | null
}

export class Session {
  readonly #core: Core
  readonly #call: Call
  #remote: Call['remote']
  #held = false
  readonly #devices: Devices
  readonly #onChange: () => void
  readonly #microphone = new MicrophoneLine((track) => this.#send('audio', track))
  /** From the other side, before the connection is there. */
  readonly #early: ConnectionSignal[] = []
  /** What is to be sent, also before the connection is there. */
  readonly #tracks = new Map<Line, MediaStreamTrack | null>()
  #peer: Peer | null = null
  /** Signals of the own side that wait until this page has answered. */
  #unsaid: PeerSignal[] | null
  #closed = false
  #recording: CallRecording | null = null
  readonly #verifier: Verifier
  #reactions = 0
  #state: SessionState

  constructor(core: Core, call: Call, onChange: () => void) {
    this.#core = core
    this.#call = call
    this.#remote = call.remote
    this.#onChange = onChange
    this.#unsaid = call.phase === 'ringing' && call.direction === 'incoming' ? [] : null
    this.#devices = new Devices({
      onChange: (devices) => this.#devicesChanged(devices),
      onTrack: (kind, track) => {
        if (kind === 'audio') {
          this.#microphone.use(track)
          return
        }
        this.#showOwn(track)
        this.#send('video', track)
      },
    })
    this.#state = {
      devices: this.#devices.state,
      connection: 'connecting',
      own: null,
      shared: null,
      recording: false,
      verification: null,
      reactions: [],
      remote: new MediaStream(),
      remoteScreen: new MediaStream(),
      loudspeakerId: null,
    }
    this.#verifier = new Verifier({
      caller: call.direction === 'outgoing',
      say: (signal) => this.#say(signal),
      onChange: (verification) => this.#change({ verification }),
    })
    this.#detach(this.#connect())
  }

  /** Of whom one talks to. */
  get name(): string {
    return this.#call.name
  }

  get state(): SessionState {
    return this.#state
  }

  /** Opens the devices, the microphone muted where asked: when the user calls, or answers. */
  begin(media: CallMedia, muted: boolean): void {
    const unsaid = this.#unsaid ?? []
    this.#unsaid = null
    for (const signal of unsaid) this.#say(signal)
    this.#detach(this.#devices.open(media === 'video', muted))
  }

  handle(signal: PeerSignal): void {
    if (signal.type === 'reaction') this.#react(signal.emoji, 'other')
    else if (signal.type === 'commitment' || signal.type === 'nonce') this.#verifier.handle(signal)
    else if (this.#peer === null) this.#early.push(signal)
    else this.#peer.handle(signal)
  }

  /** Shows it to both for a moment. */
  react(emoji: string): void {
    this.#say({ type: 'reaction', emoji })
    this.#react(emoji, 'own')
  }

  #react(emoji: string, by: Reaction['by']): void {
    const reaction = { id: ++this.#reactions, emoji, by }
    this.#change({ reactions: [...this.#state.reactions, reaction].slice(-reactionsShown) })
    setTimeout(() => {
      const others = this.#state.reactions.filter((one) => one !== reaction)
      if (!this.#closed) this.#change({ reactions: others })
    }, reactionMs)
  }

  /** Says again that there can be no media, where that is so. */
  reportFailure(): void {
    if (this.#state.connection === 'failed') this.#connectionChanged('failed')
  }

  /** What the other side does has changed, or the call was put on hold, or goes on. */
  follow({ remote, held }: Call): void {
    this.#remote = remote
    if (held === this.#held) return
    this.#held = held
    if (!held) {
      this.#devices.wake()
      return
    }
    this.stopSharing()
    this.#devices.rest()
  }

  /** Looks for other ways to the other side. */
  renew(): void {
    this.#peer?.renew()
  }

  setMuted(muted: boolean): void {
    this.#devices.setMuted(muted)
  }

  setCamera(on: boolean): void {
    this.#devices.setCamera(on)
  }

  /** From now on the other side hears speech alone, or everything. */
  filterNoise(wanted: boolean): void {
    this.#microphone.filterNoise(wanted)
  }

  /** Rejects where the device cannot be had; the one before goes on. */
  async choose({ kind, id }: Pick<KnownDevice, 'kind' | 'id'>): Promise<void> {
    if (kind === 'audiooutput') this.#change({ loudspeakerId: id })
    else await this.#devices.choose(kind === 'audioinput' ? 'audio' : 'video', id)
  }

  /** From now on the other side sees and hears this, until it ends. */
  share(stream: MediaStream): void {
    this.stopSharing()
    const [screen] = stream.getVideoTracks()
    if (screen === undefined || this.#closed) {
      for (const track of stream.getTracks()) track.stop()
      return
    }
    // The window was closed, or the user has stopped it where the system offers that.
    screen.addEventListener('ended', () => {
      if (this.#state.shared === stream) this.stopSharing()
    })
    this.#send('screen', screen)
    this.#send('screen-audio', stream.getAudioTracks()[0] ?? null)
    this.#change({ shared: stream })
    this.#tellDevices()
  }

  stopSharing(): void {
    const { shared } = this.#state
    if (shared === null) return
    for (const track of shared.getTracks()) track.stop()
    this.#send('screen', null)
    this.#send('screen-audio', null)
    this.#change({ shared: null })
    this.#tellDevices()
  }

  /** Keeps what both see and hear from now on; the other side is told. Throws where the browser cannot. */
  record(): void {
    if (this.#recording !== null || this.#closed) return
    const { name } = this.#call
    const { remote, remoteScreen } = this.#state
    const recording = new CallRecording({ name, main: () => this.#mainPicture(), own: () => this.#state.own })
    recording.hear('remote', remote.getAudioTracks()[0] ?? null)
    recording.hear('screen', remoteScreen.getAudioTracks()[0] ?? null)
    recording.hear('own', this.#tracks.get('audio') ?? null)
    this.#recording = recording
    this.#change({ recording: true })
    this.#tellDevices()
  }

  /** Gives what was kept; null for nothing. */
  async stopRecording(): Promise<Blob | null> {
    const recording = this.#recording
    this.#recording = null
    if (recording === null) return null
    this.#change({ recording: false })
    if (!this.#closed) this.#tellDevices()
    return recording.end()
  }

  /** What fills the stage. */
  #mainPicture(): MediaStream | null {
    const { screen, camera } = this.#remote
    return screen ? this.#state.remoteScreen : camera ? this.#state.remote : null
  }

  /** Null before there is a connection. */
  async statistics(): Promise<CallStatistics | null> {
    return this.#peer?.statistics() ?? null
  }

  close(): void {
    this.#closed = true
    this.#devices.close()
    this.#microphone.close()
    this.#peer?.close()
    endOwnPicture(this.#state.own)
    const { shared, remote, remoteScreen } = this.#state
    for (const track of shared?.getTracks() ?? []) track.stop()
    for (const stream of [remote, remoteScreen]) for (const track of stream.getTracks()) stream.removeTrack(track)
  }

  async #connect(): Promise<void> {
    const callId = this.#call.id
    const { servers, relayOnly } = await this.#core.calls.iceConfiguration({ callId })
    if (this.#closed) return
    this.#peer = new Peer({
      polite: this.#call.direction === 'incoming',
      servers,
      relayOnly,
      onSignal: (signal) => this.#say(signal),
      onFingerprints: (fingerprints) => this.#verifier.use(fingerprints),
      onTrack: (line, track) => {
        const { remote, remoteScreen } = this.#state
        const stream = line === 'audio' || line === 'video' ? remote : remoteScreen
        for (const old of stream.getTracks()) if (old.kind === track.kind) stream.removeTrack(old)
        stream.addTrack(track)
        this.#onChange()
      },
      onState: (state) => this.#connectionChanged(state),
    })
    for (const [line, track] of this.#tracks) this.#detach(this.#peer.send(line, track))
    for (const signal of this.#early.splice(0)) this.#peer.handle(signal)
  }

  #showOwn(camera: MediaStreamTrack | null): void {
    endOwnPicture(this.#state.own)
    this.#change({ own: camera === null ? null : ownPicture(camera) })
  }

  #send(line: Line, track: MediaStreamTrack | null): void {
    if (line === 'audio') this.#recording?.hear('own', track)
    this.#tracks.set(line, track)
    if (this.#peer !== null) this.#detach(this.#peer.send(line, track))
  }

  #say(signal: PeerSignal): void {
    if (this.#unsaid !== null) this.#unsaid.push(signal)
    else this.#detach(this.#core.calls.signal({ callId: this.#call.id, signal }))
  }

  #connectionChanged(state: PeerState): void {
    this.#change({ connection: state })
    if (state !== 'connecting') this.#detach(this.#core.calls.reportMedia({ callId: this.#call.id, state }))
  }

  #devicesChanged(devices: DevicesState): void {
    const before = this.#state.devices
    this.#change({ devices })
    if (before.microphone !== devices.microphone || before.camera !== devices.camera) this.#tellDevices()
  }

  /** Only what is settled: a device that is being opened is spoken of when it is there. */
  #tellDevices(): void {
    const { devices, shared } = this.#state
    if (devices.microphone === 'starting' || devices.camera === 'starting') return
    const said = {
      microphone: devices.microphone === 'on',
      camera: devices.camera === 'on',
      screen: shared !== null,
      recording: this.#state.recording,
    }
    this.#detach(this.#core.calls.setDevices({ callId: this.#call.id, ...said }))
  }

  #change(change: Partial<SessionState>): void {
    this.#state = { ...this.#state, ...change }
    this.#onChange()
  }

  /** What fails because the call ended meanwhile concerns nobody; the core knows how it ended. */
  #detach(promise: Promise<unknown>): void {
    detach(promise, () => {})
  }
}
