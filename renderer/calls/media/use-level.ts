/** How loud a stream is, from 0 to 1, as often as one sees it. */
import { useEffect, useState } from 'react'
import { loudnessOf } from '../../media/index.ts'

/** Milliseconds between two looks. */
const everyMs = 50

export function useLevel(stream: MediaStream | null): number {
  const [level, setLevel] = useState(0)
  useEffect(() => {
    if (stream === null) {
      setLevel(0)
      return
    }
    const context = new AudioContext()
    const analyser = context.createAnalyser()
    context.createMediaStreamSource(stream).connect(analyser)
    const samples = new Float32Array(analyser.fftSize)
    const timer = setInterval(() => {
      analyser.getFloatTimeDomainData(samples)
      setLevel(loudnessOf(samples))
    }, everyMs)
    return () => {
      clearInterval(timer)
      void context.close().catch(() => {})
    }
  }, [stream])
  return level
}
