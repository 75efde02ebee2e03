/** Loudness over time, as it travels and as it is drawn. */

/** Values that travel with a voice note. */
export const waveformLength = 100

/** Root mean square of samples around 0 (−1 to 1), on a scale on which speech is seen: 0 to 1. */
export function loudnessOf(samples: Float32Array): number {
  let sum = 0
  for (const sample of samples) sum += sample * sample
  const decibels = 10 * Math.log10(sum / Math.max(1, samples.length) + 1e-10)
  // Below −55 dB it is silence, and −8 dB is as loud as speech becomes.
  return Math.min(1, Math.max(0, (decibels + 55) / 47))
}

/** As many values as asked for, or fewer where there are fewer: of each stretch the loudest. 0 to 255. */
export function condensed(levels: readonly number[], length = waveformLength): number[] {
  const count = Math.min(length, levels.length)
  return Array.from({ length: count }, (_, index) => {
    const from = Math.floor((index * levels.length) / count)
    const to = Math.max(from + 1, Math.floor(((index + 1) * levels.length) / count))
    return Math.round(255 * Math.min(1, Math.max(...levels.slice(from, to))))
  })
}
