/**
 * One voice note from the press of the button to the recording that can be listened to and sent. Has no knowledge of how
 * it looks or of messages.
 */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { ConversationId } from '../../../shared/ids.ts'
import type { Prepared } from '../prepare/index.ts'
import { condensed, loudnessOf } from './waveform.ts'

/** Why nothing is recorded: not allowed, no microphone, one that does not give anything, or not long enough. */
export type RecordingTrouble = 'refused' | 'absent' | 'occupied' | 'too-short'

export type RecordingState =
  | { readonly phase: 'idle'; readonly trouble: { readonly in: ConversationId; readonly why: RecordingTrouble } | null }
  | { readonly phase: 'starting'; readonly in: ConversationId }
  | { readonly phase: 'recording'; readonly in: ConversationId; readonly seconds: number; readonly level: number }
  | { readonly phase: 'ready'; readonly in: ConversationId; readonly note: Prepared; readonly url: string }

/** What is played everywhere, the first that the browser can make. */
const types = ['audio/webm;codecs=opus', 'audio/ogg;codecs=opus', 'audio/mp4']
/** Bits a second: speech in Opus, with room to spare. */
const bitsPerSecond = 32_000
/** Milliseconds between two looks at the level. */
const levelMs = 50
/** Milliseconds below which it was a slip. */
const shortestMs = 500
/** Milliseconds; a recording that was forgotten ends by itself. */
const longestMs = 60 * 60 * 1000

interface Running {
  readonly stream: MediaStream
  readonly recorder: MediaRecorder
  readonly context: AudioContext
  readonly ticker: ReturnType<typeof setInterval>
  readonly levels: number[]
  readonly pieces: Blob[]
  readonly startedAt: number
}

const idle: RecordingState = { phase: 'idle', trouble: null }

export class Recording {
  readonly store: StoreApi<RecordingState> = createStore<RecordingState>(() => idle)
  #running: Running | null = null
  /** Grows with each beginning and end: what an earlier one was waiting for does not count any more. */
  #attempt = 0

  /** Begins; where that fails the state says why. Does nothing while another one is at work. */
  async start(conversation: ConversationId): Promise<void> {
    if (this.store.getState().phase !== 'idle') return
    this.#attempt += 1
    const attempt = this.#attempt
    this.#set({ phase: 'starting', in: conversation })
    let stream: MediaStream
    try {
      stream = await microphone()
    } catch (error) {
      if (attempt === this.#attempt) this.#fail(conversation, troubleOf(error))
      return
    }
    // It was discarded before the user had answered the browser's question.
    if (attempt !== this.#attempt) return stop(stream)
    try {
      this.#run(conversation, stream)
    } catch {
      stop(stream)
      this.#fail(conversation, 'occupied')
    }
  }

  /** Ends it; then it can be listened to. */
  async finish(): Promise<void> {
    const state = this.store.getState()
    if (state.phase === 'starting') return this.discard()
    const running = this.#running
    if (state.phase !== 'recording' || running === null) return
    const milliseconds = performance.now() - running.startedAt
    const stopped = new Promise((resolve) => running.recorder.addEventListener('stop', resolve, { once: true }))
    this.#end()
    await stopped
    if (milliseconds < shortestMs) return this.#fail(state.in, 'too-short')
    const type = (running.recorder.mimeType.split(';')[0] ?? '').trim()
    const blob = new Blob(running.pieces, { type })
    const note: Prepared = {
      file: new File([blob], `voice-${new Date().toISOString().slice(0, 10)}.${endingOf(type)}`, { type }),
      media: {
        kind: 'voice',
        type,
        width: 0,
        height: 0,
        duration: Math.round(milliseconds),
        waveform: condensed(running.levels),
      },
      thumbnail: null,
      leftIn: null,
    }
    this.#set({ phase: 'ready', in: state.in, note, url: URL.createObjectURL(blob) })
  }

  /** Nothing of it stays. */
  discard(): void {
    this.#attempt += 1
    this.#end()
    const state = this.store.getState()
    if (state.phase === 'ready') URL.revokeObjectURL(state.url)
    this.#set(idle)
  }

  /** Gives what was recorded, and forgets it. */
  take(): Prepared | null {
    const state = this.store.getState()
    if (state.phase !== 'ready') return null
    this.discard()
    return state.note
  }

  #run(conversation: ConversationId, stream: MediaStream): void {
    const mimeType = types.find((type) => MediaRecorder.isTypeSupported(type))
    const recorder = new MediaRecorder(stream, {
      audioBitsPerSecond: bitsPerSecond,
      ...(mimeType === undefined ? {} : { mimeType }),
    })
    const context = new AudioContext()
    const analyser = context.createAnalyser()
    context.createMediaStreamSource(stream).connect(analyser)
    const samples = new Float32Array(analyser.fftSize)
    const startedAt = performance.now()
    const levels: number[] = []
    const pieces: Blob[] = []
    recorder.addEventListener('dataavailable', ({ data }) => pieces.push(data))
    // The microphone was taken away: what there is stays.
    stream.getAudioTracks()[0]?.addEventListener('ended', () => void this.finish())
    const ticker = setInterval(() => {
      analyser.getFloatTimeDomainData(samples)
      const level = loudnessOf(samples)
      levels.push(level)
      const milliseconds = performance.now() - startedAt
      this.#set({ phase: 'recording', in: conversation, seconds: milliseconds / 1000, level })
      if (milliseconds > longestMs) void this.finish()
    }, levelMs)
    recorder.start()
    this.#running = { stream, recorder, context, ticker, levels, pieces, startedAt }
    this.#set({ phase: 'recording', in: conversation, seconds: 0, level: 0 })
  }

  #end(): void {
    const running = this.#running
    if (running === null) return
    this.#running = null
    clearInterval(running.ticker)
    if (running.recorder.state !== 'inactive') running.recorder.stop()
    stop(running.stream)
    void running.context.close()
  }

  #fail(conversation: ConversationId, why: RecordingTrouble): void {
    this.#set({ phase: 'idle', trouble: { in: conversation, why } })
  }

  #set(state: RecordingState): void {
    this.store.setState(state, true)
  }
}

function microphone(): Promise<MediaStream> {
  return navigator.mediaDevices.getUserMedia({
    audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true, channelCount: 1 },
  })
}

function stop(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop()
}

function troubleOf(error: unknown): RecordingTrouble {
  const name = error instanceof DOMException ? error.name : ''
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'refused'
  return name === 'NotFoundError' || name === 'OverconstrainedError' ? 'absent' : 'occupied'
}

const endingOf = (type: string): string => ({ 'audio/ogg': 'ogg', 'audio/mp4': 'm4a' })[type] ?? 'webm'
