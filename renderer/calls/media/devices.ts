/** The microphone and the camera of this computer for one call. Has no knowledge of connections or people. */

/** What a device gives. */
export type Kind = 'audio' | 'video'

/** Why a device is not there: the user or the system refused it, there is none, or another program holds it. */
export type Trouble = 'refused' | 'absent' | 'occupied'

export interface DevicesState {
  readonly microphone: 'starting' | 'on' | 'muted' | 'off'
  readonly camera: 'starting' | 'on' | 'off'
  readonly microphoneTrouble: Trouble | null
  readonly cameraTrouble: Trouble | null
  /** Those in use, as the browser names them; null where none is. */
  readonly microphoneId: string | null
  readonly cameraId: string | null
}

const wanted = {
  audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
  video: { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 } },
} as const satisfies MediaStreamConstraints

export interface DevicesOptions {
  readonly onChange: (state: DevicesState) => void
  /** The track to send from now on. */
  readonly onTrack: (kind: Kind, track: MediaStreamTrack | null) => void
}

export class Devices {
  readonly #options: DevicesOptions
  readonly #tracks = new Map<Kind, MediaStreamTrack>()
  /** Chosen by the user; what is not there any more is passed over. */
  readonly #chosen = new Map<Kind, string>()
  #state: DevicesState = {
    ...{ microphone: 'off', camera: 'off', microphoneTrouble: null, cameraTrouble: null },
    ...{ microphoneId: null, cameraId: null },
  }
  /** The next microphone takes the place of a muted one. */
  #staysMuted = false
  #closed = false
  /** What was on before `rest`. */
  #resting: { readonly heard: boolean; readonly muted: boolean; readonly seen: boolean } | null = null
  /** Whoever pushes to talk begins muted, and goes on muted. */
  #beginsMuted = false

  constructor(options: DevicesOptions) {
    this.#options = options
  }

  get state(): DevicesState {
    return this.#state
  }

  /** Opens what the call is to begin with, the microphone muted where asked. What cannot be had leaves the rest as it is. */
  async open(camera: boolean, muted = false): Promise<void> {
    this.#beginsMuted = muted
    this.#staysMuted = muted
    this.#change({ microphone: 'starting', ...(camera ? { camera: 'starting' } : {}) })
    if (!camera) return this.#open('audio')
    try {
      // One question to the user for both.
      const stream = await getUserMedia({ audio: this.#wanted('audio'), video: this.#wanted('video') })
      for (const track of stream.getTracks()) this.#adopt(track.kind === 'audio' ? 'audio' : 'video', track)
    } catch {
      for (const kind of ['audio', 'video'] as const) if (this.#awaits(kind)) await this.#open(kind)
    }
  }

  setMuted(muted: boolean): void {
    const track = this.#tracks.get('audio')
    if (track === undefined) {
      this.#staysMuted = false
      if (!muted) void this.#start('audio')
      else if (this.#awaits('audio')) this.#change({ microphone: 'off' })
      return
    }
    track.enabled = !muted
    this.#change({ microphone: muted ? 'muted' : 'on' })
  }

  setCamera(on: boolean): void {
    if (on) {
      if (this.#state.camera === 'off') void this.#start('video')
      return
    }
    // Stopped, not only hidden: the camera's light goes off.
    this.#drop('video')
    this.#change({ camera: 'off' })
  }

  /**
   * Takes this device from now on, at once where one of its kind is on; muted stays muted. Where it cannot be had the one
   * before goes on, and it rejects.
   */
  async choose(kind: Kind, id: string): Promise<void> {
    const before = this.#tracks.get(kind)
    if (before === undefined) {
      this.#chosen.set(kind, id)
      return
    }
    const stream = await getUserMedia({ [kind]: exactly(kind, id) })
    const [track] = stream.getTracks()
    // Turned off, or chosen anew, while it was opened.
    if (track === undefined || this.#closed || this.#tracks.get(kind) !== before) {
      track?.stop()
      return
    }
    this.#chosen.set(kind, id)
    track.enabled = before.enabled
    this.#use(kind, track)
    before.stop()
    this.#change(usedBy(kind, track))
  }

  /** Lets go of both, so that another call can have them. */
  rest(): void {
    if (this.#resting !== null) return
    const { microphone, camera } = this.#state
    const muted = microphone === 'muted' || this.#beginsMuted || this.#staysMuted
    this.#resting = { heard: microphone !== 'off', muted, seen: camera !== 'off' }
    this.#drop('audio')
    this.#drop('video')
    this.#change({ microphone: 'off', camera: 'off' })
  }

  /** Opens what was open before `rest`; muted stays muted. */
  wake(): void {
    if (this.#resting === null) return
    const { heard, muted, seen } = this.#resting
    this.#resting = null
    this.#staysMuted = muted
    if (heard) void this.#start('audio')
    if (seen) void this.#start('video')
  }

  close(): void {
    this.#closed = true
    for (const track of this.#tracks.values()) track.stop()
    this.#tracks.clear()
  }

  async #start(kind: Kind): Promise<void> {
    this.#change(kind === 'audio' ? { microphone: 'starting' } : { camera: 'starting' })
    await this.#open(kind)
  }

  async #open(kind: Kind): Promise<void> {
    try {
      for (const track of (await this.#stream(kind)).getTracks()) this.#adopt(kind, track)
    } catch (error) {
      const trouble = troubleOf(error)
      this.#change(
        kind === 'audio'
          ? { microphone: 'off', microphoneTrouble: trouble }
          : { camera: 'off', cameraTrouble: trouble },
      )
    }
  }

  #adopt(kind: Kind, track: MediaStreamTrack): void {
    // Ended, turned off again, or off and on again, while the user was asked.
    if (!this.#awaits(kind)) {
      track.stop()
      return
    }
    const muted = kind === 'audio' && this.#staysMuted
    this.#staysMuted = false
    track.enabled = !muted
    this.#use(kind, track)
    this.#change({
      ...(kind === 'audio'
        ? { microphone: muted ? 'muted' : 'on', microphoneTrouble: null }
        : { camera: 'on', cameraTrouble: null }),
      ...usedBy(kind, track),
    })
  }

  #use(kind: Kind, track: MediaStreamTrack): void {
    this.#tracks.set(kind, track)
    track.addEventListener('ended', () => {
      if (this.#tracks.get(kind) === track) this.#unplugged(kind)
    })
    this.#options.onTrack(kind, track)
  }

  /** Another microphone takes the place of one that is gone, as muted as it was; another camera might show another room. */
  #unplugged(kind: Kind): void {
    this.#staysMuted = this.#state.microphone === 'muted'
    this.#drop(kind)
    if (kind === 'audio') void this.#start('audio')
    else this.#change({ camera: 'off', cameraTrouble: 'absent' })
  }

  #wanted(kind: Kind): MediaTrackConstraints {
    const id = this.#chosen.get(kind)
    return id === undefined ? wanted[kind] : exactly(kind, id)
  }

  /** The chosen one, or any where that is not there any more. */
  async #stream(kind: Kind): Promise<MediaStream> {
    try {
      return await getUserMedia({ [kind]: this.#wanted(kind) })
    } catch (error) {
      if (!this.#chosen.has(kind) || troubleOf(error) !== 'absent') throw error
      return getUserMedia({ [kind]: wanted[kind] })
    }
  }

  /** Whether a track of this kind is wanted and not there. */
  #awaits(kind: Kind): boolean {
    const asked = kind === 'audio' ? this.#state.microphone : this.#state.camera
    return !this.#closed && asked === 'starting'
  }

  #drop(kind: Kind): void {
    this.#tracks.get(kind)?.stop()
    this.#tracks.delete(kind)
    this.#options.onTrack(kind, null)
    this.#change(usedBy(kind, null))
  }

  #change(change: Partial<DevicesState>): void {
    this.#state = { ...this.#state, ...change }
    if (!this.#closed) this.#options.onChange(this.#state)
  }
}

/** Not as an ideal: Chromium then takes the system's microphone all the same. */
const exactly = (kind: Kind, id: string): MediaTrackConstraints => ({ ...wanted[kind], deviceId: { exact: id } })

const usedBy = (kind: Kind, track: MediaStreamTrack | null): Partial<DevicesState> => {
  const id = track?.getSettings().deviceId ?? null
  return kind === 'audio' ? { microphoneId: id } : { cameraId: id }
}

/** Some contexts have no devices at all, for example a page that is not secure. */
async function getUserMedia(constraints: MediaStreamConstraints): Promise<MediaStream> {
  const { mediaDevices } = navigator as { readonly mediaDevices?: MediaDevices }
  if (mediaDevices === undefined) throw new DOMException('no devices', 'NotFoundError')
  return mediaDevices.getUserMedia(constraints)
}

/** The names of W3C Media Capture and Streams §10.3.3. */
export function troubleOf(error: unknown): Trouble {
  const name = error instanceof DOMException ? error.name : ''
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'refused'
  return name === 'NotReadableError' || name === 'AbortError' ? 'occupied' : 'absent'
}
