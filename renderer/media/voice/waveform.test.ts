import { expect, test } from 'vitest'
import { condensed, loudnessOf } from './waveform.ts'

test('silence is 0, a full tone is 1, speech lies between', () => {
  expect(loudnessOf(new Float32Array(1024))).toBe(0)
  expect(loudnessOf(new Float32Array(0))).toBe(0)
  expect(loudnessOf(new Float32Array(1024).fill(1))).toBe(1)
  const speech = loudnessOf(Float32Array.from({ length: 1024 }, (_, at) => 0.1 * Math.sin(at / 5)))
  expect(speech).toBeGreaterThan(0.5)
  expect(speech).toBeLessThan(0.8)
})

test('a long one is condensed to its loudest moments', () => {
  const levels = Array.from({ length: 1000 }, (_, at) => (at === 505 ? 1 : 0.2))
  const wave = condensed(levels)
  expect(wave).toHaveLength(100)
  expect(wave[50]).toBe(255)
  expect(wave.filter((value) => value === 51)).toHaveLength(99)
  expect(condensed([0, 0.5, 1])).toEqual([0, 128, 255])
  expect(condensed([])).toEqual([])
})
