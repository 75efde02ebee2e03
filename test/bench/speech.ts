/**
 * A recording for the fake microphone that codecs and filters treat as speech: syllables of voiced sound with formants and
 * of hissing, four a second, in phrases with pauses between them. The same at each run.
 */
import { writeFileSync } from 'node:fs'
import path from 'node:path'

const rate = 48_000
const seconds = 30
const syllablesPerSecond = 4
const formants: readonly (readonly number[])[] = [
  [730, 1090, 2440],
  [270, 2290, 3010],
  [300, 870, 2240],
  [530, 1840, 2480],
  [570, 840, 2410],
]

/** Argument of Chromium; the recording is written into `folder`. */
export function speaking(folder: string): string {
  const file = path.join(folder, 'speech.wav')
  writeFileSync(file, wav(speech()))
  return `--use-file-for-fake-audio-capture=${file}`
}

function speech(): Float32Array {
  const random = generator(1)
  const samples = new Float32Array(rate * seconds)
  const length = rate / syllablesPerSecond
  for (let start = 0; start + length <= samples.length; ) {
    const phrase = 8 + Math.floor(random() * 8)
    for (let n = 0; n < phrase && start + length <= samples.length; n++, start += length) {
      syllable(samples.subarray(start, start + length), random)
    }
    start += Math.floor((0.4 + random() * 0.6) * rate)
  }
  return samples
}

function syllable(into: Float32Array, random: () => number): void {
  const hisses = random() < 0.25
  const pitch = 105 + random() * 50
  const filters = (formants[Math.floor(random() * formants.length)] ?? []).map((frequency) => resonator(frequency, 90))
  let phase = 0
  for (let at = 0; at < into.length; at++) {
    phase += pitch / rate
    const pulse = phase >= 1 ? 1 : 0
    if (pulse === 1) phase -= 1
    const source = hisses ? (random() - 0.5) * 0.2 : pulse
    const voice = filters.reduce((sum, filter, index) => sum + filter(source) / (index + 1), 0)
    into[at] = Math.max(-1, Math.min(1, voice * Math.sin((Math.PI * at) / into.length) * (hisses ? 1 : 3)))
  }
}

/** Two poles; frequency and bandwidth in hertz. */
function resonator(frequency: number, bandwidth: number): (input: number) => number {
  const radius = Math.exp((-Math.PI * bandwidth) / rate)
  const [a, b] = [2 * radius * Math.cos((2 * Math.PI * frequency) / rate), -radius * radius]
  let [last, before] = [0, 0]
  return (input) => {
    const output = input * (1 - radius) + a * last + b * before
    before = last
    last = output
    return output
  }
}

/** A linear congruential generator (Numerical Recipes), from 0 to 1. */
function generator(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

/** 16-bit PCM of one channel. */
function wav(samples: Float32Array): Buffer {
  const head = Buffer.alloc(44)
  head.write('RIFF', 0)
  head.writeUInt32LE(36 + samples.length * 2, 4)
  head.write('WAVEfmt ', 8)
  head.writeUInt32LE(16, 16)
  head.writeUInt16LE(1, 20)
  head.writeUInt16LE(1, 22)
  head.writeUInt32LE(rate, 24)
  head.writeUInt32LE(rate * 2, 28)
  head.writeUInt16LE(2, 32)
  head.writeUInt16LE(16, 34)
  head.write('data', 36)
  head.writeUInt32LE(samples.length * 2, 40)
  const body = Int16Array.from(samples, (sample) => Math.round(sample * 0x7fff))
  return Buffer.concat([head, Buffer.from(body.buffer)])
}
