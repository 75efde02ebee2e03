/**
 * A call as a film: what one sees of the other side, the own picture in a corner, and both voices. It stays on this
 * computer. Has no knowledge of who must be told.
 */

/** Pixels. */
const size = { width: 1280, height: 720 } as const
/** The own picture: a quarter as wide, so far from the edges. */
const corner = { share: 0.22, margin: 24 } as const
/** Milliseconds between two pictures. */
const pictureEveryMs = 40
/** Milliseconds after which what was recorded is handed over, so that little is held by the encoder. */
const pieceEveryMs = 1_000
/** Bits a second. */
const rates = { videoBitsPerSecond: 2_500_000, audioBitsPerSecond: 96_000 } as const
const types = ['video/webm;codecs=vp9,opus', 'video/webm;codecs=vp8,opus', 'video/webm']

export interface Recorded {
  /** What fills the picture at the moment; null for nothing. */
  readonly main: () => MediaStream | null
  readonly own: () => MediaStream | null
  /** Whose name stands where there is no picture. */
  readonly name: string
}

export class CallRecording {
  readonly #recorded: Recorded
  readonly #canvas = new CanvasSource()
  readonly #audio = new AudioContext()
  readonly #mix = this.#audio.createMediaStreamDestination()
  readonly #sources = new Map<string, MediaStreamAudioSourceNode>()
  readonly #main = shownBy()
  readonly #own = shownBy()
  readonly #pieces: Blob[] = []
  readonly #recorder: MediaRecorder
  readonly #timer: ReturnType<typeof setInterval>
  readonly #ended: Promise<Blob>

  /** Begins. Throws where the browser cannot record. */
  constructor(recorded: Recorded) {
    this.#recorded = recorded
    const mimeType = types.find((type) => MediaRecorder.isTypeSupported(type)) ?? ''
    const stream = new MediaStream([...this.#canvas.stream.getTracks(), ...this.#mix.stream.getTracks()])
    this.#recorder = new MediaRecorder(stream, { mimeType, ...rates })
    this.#recorder.addEventListener('dataavailable', ({ data }) => this.#pieces.push(data))
    this.#ended = new Promise((resolve) =>
      this.#recorder.addEventListener('stop', () => resolve(new Blob(this.#pieces, { type: 'video/webm' }))),
    )
    this.#timer = setInterval(() => this.#draw(), pictureEveryMs)
    this.#recorder.start(pieceEveryMs)
  }

  /** From now on `track` is what is heard of `who`; null for nothing. */
  hear(who: string, track: MediaStreamTrack | null): void {
    this.#sources.get(who)?.disconnect()
    this.#sources.delete(who)
    if (track === null) return
    const source = this.#audio.createMediaStreamSource(new MediaStream([track]))
    source.connect(this.#mix)
    this.#sources.set(who, source)
  }

  /** Gives the film. */
  async end(): Promise<Blob> {
    clearInterval(this.#timer)
    if (this.#recorder.state !== 'inactive') this.#recorder.stop()
    const film = await this.#ended
    for (const video of [this.#main, this.#own]) video.srcObject = null
    this.#canvas.end()
    await this.#audio.close()
    return film
  }

  #draw(): void {
    const { main, own, name } = this.#recorded
    follow(this.#main, main())
    follow(this.#own, own())
    const { context } = this.#canvas
    context.fillStyle = 'black'
    context.fillRect(0, 0, size.width, size.height)
    if (hasPicture(this.#main)) drawWithin(context, this.#main, 0, 0, size.width, size.height)
    else {
      context.fillStyle = 'white'
      context.font = '48px sans-serif'
      context.textAlign = 'center'
      context.fillText(name, size.width / 2, size.height / 2)
    }
    if (!hasPicture(this.#own)) return
    const width = size.width * corner.share
    const height = (width * this.#own.videoHeight) / this.#own.videoWidth
    const [x, y] = [size.width - width - corner.margin, size.height - height - corner.margin]
    context.drawImage(this.#own, x, y, width, height)
  }
}

/** A canvas that nobody sees, and the stream of what is drawn on it. */
class CanvasSource {
  readonly context: CanvasRenderingContext2D
  readonly stream: MediaStream

  constructor() {
    const canvas = document.createElement('canvas')
    Object.assign(canvas, size)
    const context = canvas.getContext('2d', { alpha: false })
    if (context === null) throw new Error('no canvas')
    this.context = context
    this.stream = canvas.captureStream(1000 / pictureEveryMs)
  }

  end(): void {
    for (const track of this.stream.getTracks()) track.stop()
  }
}

function shownBy(): HTMLVideoElement {
  const video = document.createElement('video')
  video.muted = true
  return video
}

function follow(video: HTMLVideoElement, stream: MediaStream | null): void {
  if (video.srcObject === stream) return
  video.srcObject = stream
  if (stream !== null) video.play().catch(() => {})
}

const hasPicture = (video: HTMLVideoElement): boolean => video.srcObject !== null && video.videoWidth > 0

/** As large as it goes without losing an edge. */
function drawWithin(
  context: CanvasRenderingContext2D,
  video: HTMLVideoElement,
  ...[x, y, width, height]: [x: number, y: number, width: number, height: number]
): void {
  const scale = Math.min(width / video.videoWidth, height / video.videoHeight)
  const [w, h] = [video.videoWidth * scale, video.videoHeight * scale]
  context.drawImage(video, x + (width - w) / 2, y + (height - h) / 2, w, h)
}
