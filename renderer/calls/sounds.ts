/** What one hears while it rings, made of sine waves: no file to load, no licence to mind. Has no knowledge of calls. */

export type Ring = 'incoming' | 'outgoing' | 'waiting'

interface Note {
  /** Hertz. */
  readonly pitch: number
  /** Seconds from the start of the pattern. */
  readonly at: number
  /** Seconds until it has died away. */
  readonly length: number
  readonly volume: number
}

const patterns: Readonly<Record<Ring, { readonly everyMs: number; readonly notes: readonly Note[] }>> = {
  // A rising fourth and back, like a small marimba.
  incoming: {
    everyMs: 2_400,
    notes: [
      { pitch: 587, at: 0, length: 0.5, volume: 0.2 },
      { pitch: 784, at: 0.18, length: 0.5, volume: 0.2 },
      { pitch: 880, at: 0.36, length: 0.9, volume: 0.22 },
      { pitch: 784, at: 0.9, length: 0.9, volume: 0.16 },
    ],
  },
  // The European ringing tone, softened.
  outgoing: { everyMs: 5_000, notes: [{ pitch: 425, at: 0, length: 1.1, volume: 0.07 }] },
  // The call waiting tone, softened: one talks meanwhile.
  waiting: {
    everyMs: 5_000,
    notes: [
      { pitch: 425, at: 0, length: 0.25, volume: 0.06 },
      { pitch: 425, at: 0.4, length: 0.25, volume: 0.06 },
    ],
  },
}

/** Rings until the returned function is called. Where the browser refuses sound it begins with the next key or click. */
export function ring(kind: Ring): () => void {
  if (typeof AudioContext === 'undefined') return () => {}
  const context = new AudioContext()
  const ended = new AbortController()
  const { everyMs, notes } = patterns[kind]
  const play = () => {
    // A context that waits for a gesture would play everything at once afterwards.
    if (context.state === 'running') for (const note of notes) strike(context, note)
  }
  const allow = () => void context.resume().then(play, () => {})
  if (context.state === 'running') play()
  else {
    allow()
    for (const gesture of ['pointerdown', 'keydown']) {
      document.addEventListener(gesture, allow, { once: true, signal: ended.signal })
    }
  }
  const timer = setInterval(play, everyMs)
  return () => {
    ended.abort()
    clearInterval(timer)
    void context.close().catch(() => {})
  }
}

/** Two notes from a loudspeaker, to hear whether it is the right one; from the system's where that cannot be had. */
export function playSample(loudspeakerId: string): void {
  const context = new AudioContext()
  const { setSinkId } = context as AudioContext & { readonly setSinkId?: (id: string) => Promise<void> }
  const play = () => {
    for (const note of patterns.incoming.notes.slice(0, 2)) strike(context, note)
    setTimeout(() => void context.close().catch(() => {}), 1_500)
  }
  // The empty name is the system's choice.
  const sink = loudspeakerId === 'default' ? '' : loudspeakerId
  void (setSinkId?.call(context, sink) ?? Promise.resolve()).then(play, play)
}

function strike(context: AudioContext, { pitch, at, length, volume }: Note): void {
  const start = context.currentTime + at
  const tone = new OscillatorNode(context, { frequency: pitch })
  const envelope = new GainNode(context, { gain: 0 })
  envelope.gain.setValueAtTime(0, start)
  envelope.gain.linearRampToValueAtTime(volume, start + 0.012)
  envelope.gain.exponentialRampToValueAtTime(0.0005, start + length)
  tone.connect(envelope).connect(context.destination)
  tone.start(start)
  tone.stop(start + length)
}
