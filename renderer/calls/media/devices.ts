/** The microphone and the camera of this computer for one call. Has no knowledge of connections or people. */

import type { Kind } from './peer.ts'

/** Why a device is not there: the user or the system refused it, there is none, or another program holds it. */
export type Trouble = 'refused' | 'absent' | 'occupied'

export interface DevicesState {
  readonly microphone: 'starting' | 'on' | 'muted' | 'off'
  readonly camera: 'starting' | 'on' | 'off'
  readonly microphoneTrouble: Trouble | null
  readonly cameraTrouble: Trouble | null
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
  #state: DevicesState = { microphone: 'off', camera: 'off', microphoneTrouble: null, cameraTrouble: null }
  #closed = false

  constructor(options: DevicesOptions) {
    this.#options = options
  }

  get state(): DevicesState {
    return this.#state
  }

  /** Opens what the call is to begin with. What cannot be had leaves the rest as it is. */
  async open(camera: boolean): Promise<void> {
    this.#change({ microphone: 'starting', ...(camera ? { camera: 'starting' } : {}) })
    if (!camera) return this.#open('audio')
    try {
      // One question to the user for both.
      const stream = await getUserMedia({ audio: wanted.audio, video: wanted.video })
      for (const track of stream.getTracks()) this.#adopt(track.kind === 'audio' ? 'audio' : 'video', track)
    } catch {
      for (const kind of ['audio', 'video'] as const) if (this.#awaits(kind)) await this.#open(kind)
    }
  }

  setMuted(muted: boolean): void {
    const track = this.#tracks.get('audio')
    if (track === undefined) {
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
      const stream = await getUserMedia(kind === 'audio' ? { audio: wanted.audio } : { video: wanted.video })
      for (const track of stream.getTracks()) this.#adopt(kind, track)
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
    this.#tracks.set(kind, track)
    track.addEventListener('ended', () => {
      if (this.#tracks.get(kind) !== track) return
      this.#drop(kind)
      this.#change(
        kind === 'audio'
          ? { microphone: 'off', microphoneTrouble: 'absent' }
          : { camera: 'off', cameraTrouble: 'absent' },
      )
    })
    this.#options.onTrack(kind, track)
    this.#change(
      kind === 'audio' ? { microphone: 'on', microphoneTrouble: null } : { camera: 'on', cameraTrouble: null },
    )
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
  }

  #change(change: Partial<DevicesState>): void {
    this.#state = { ...this.#state, ...change }
    if (!this.#closed) this.#options.onChange(this.#state)
  }
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
