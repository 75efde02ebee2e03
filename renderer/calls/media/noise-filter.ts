/** Leaves of a microphone what is speech (RNNoise, Valin 2018), in an audio worklet. Has no knowledge of calls. */
import { loadRnnoise, RnnoiseWorkletNode } from '@sapphi-red/web-noise-suppressor'
import wasm from '@sapphi-red/web-noise-suppressor/rnnoise.wasm?url'
import simd from '@sapphi-red/web-noise-suppressor/rnnoise_simd.wasm?url'
import worklet from '@sapphi-red/web-noise-suppressor/rnnoiseWorklet.js?url'

/** The only rate that the model knows, in hertz. */
const sampleRate = 48_000

/** A context that no gesture has allowed to run would send silence; milliseconds. */
const runsWithinMs = 1_000

export interface Filtered {
  readonly track: MediaStreamTrack
  /** Ends the track; the microphone stays its owner's to stop. */
  close(): void
}

/** @throws where this browser cannot, or may not yet. */
export async function withoutNoise(microphone: MediaStreamTrack): Promise<Filtered> {
  const context = new AudioContext({ sampleRate, latencyHint: 'interactive' })
  try {
    const [wasmBinary] = await Promise.all([
      loadRnnoise({ url: wasm, simdUrl: simd }),
      context.audioWorklet.addModule(worklet),
      running(context),
    ])
    const filter = new RnnoiseWorkletNode(context, { wasmBinary, maxChannels: 1 })
    const sent = new MediaStreamAudioDestinationNode(context, { channelCount: 1 })
    new MediaStreamAudioSourceNode(context, { mediaStream: new MediaStream([microphone]) })
      .connect(filter)
      .connect(sent)
    const [track] = sent.stream.getAudioTracks()
    if (track === undefined) throw new Error('a destination without a track')
    const close = () => {
      filter.destroy()
      track.stop()
      void context.close().catch(() => {})
    }
    return { track, close }
  } catch (error) {
    void context.close().catch(() => {})
    throw error
  }
}

async function running(context: AudioContext): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('the page may make no sound yet')), runsWithinMs)
  })
  await Promise.race([context.resume(), late]).finally(() => clearTimeout(timer))
}
