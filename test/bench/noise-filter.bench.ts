/**
 * What the noise filter costs: the processor time of one core while it runs over 30 s of white noise, as fast as it can, in
 * the files that the page loads. Beside it what the same graph takes without the filter, and how much noise it takes away.
 */
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import path from 'node:path'
import { chromium } from '@playwright/test'
import { findChromium } from '../../scripts/browser.ts'
import { root } from '../fixtures/process.ts'
import { type BenchOptions, type BenchResult, benchResult, percentile } from './result.ts'

const seconds = 30
const library = path.join(root, 'node_modules/@sapphi-red/web-noise-suppressor/dist')
const files: Readonly<Record<string, [type: string, read: () => string | Buffer]>> = {
  '/': ['text/html', () => '<!doctype html><title>noise filter</title>'],
  '/index.js': ['text/javascript', () => readFileSync(path.join(library, 'index.js'))],
  '/worklet.js': ['text/javascript', () => readFileSync(path.join(library, 'rnnoise/workletProcessor.js'))],
  '/rnnoise.wasm': ['application/wasm', () => readFileSync(path.join(library, 'rnnoise.wasm'))],
  '/rnnoise_simd.wasm': ['application/wasm', () => readFileSync(path.join(library, 'rnnoise_simd.wasm'))],
}

export async function run({ rounds = 5 }: BenchOptions): Promise<BenchResult> {
  const server = createServer(({ url = '' }, response) => {
    const [type, read] = files[url] ?? ['text/plain', () => '']
    response.setHeader('Content-Type', type).end(read())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('the server has no port')
  const browser = await chromium.launch({ executablePath: findChromium() })
  try {
    const page = await browser.newPage()
    await page.goto(`http://127.0.0.1:${address.port}/`)
    const filtered: Awaited<ReturnType<typeof render>>[] = []
    const plain: Awaited<ReturnType<typeof render>>[] = []
    for (let round = 0; round < rounds; round++) {
      filtered.push(await page.evaluate(render, { seconds, filter: true }))
      plain.push(await page.evaluate(render, { seconds, filter: false }))
    }
    const median = (values: readonly number[]) => percentile(values, 0.5)
    const share = (runs: typeof filtered) => median(runs.map(({ milliseconds }) => milliseconds / 1000 / seconds))
    return benchResult(
      'noise-filter',
      { coresInUse: share(filtered), removedDecibels: -median(filtered.map(({ decibels }) => decibels)) },
      [
        { figure: 'coresInUse', atMost: 0.25 },
        { figure: 'removedDecibels', atLeast: 3 },
      ],
      { coresInUseWithoutFilter: share(plain) },
    )
  } finally {
    await browser.close()
    server.close()
  }
}

/** In the page. Decibels of what comes out over what went in; a filter that does not run gives silence, and fails. */
async function render({ seconds: length, filter }: { seconds: number; filter: boolean }) {
  const rate = 48_000
  const context = new OfflineAudioContext(1, rate * length, rate)
  const noise = new AudioBuffer({ length: rate * length, sampleRate: rate })
  const samples = noise.getChannelData(0)
  for (let at = 0; at < samples.length; at++) samples[at] = (Math.random() - 0.5) * 0.2
  const source = new AudioBufferSourceNode(context, { buffer: noise })
  if (filter) {
    const from = '/index.js'
    const { loadRnnoise, RnnoiseWorkletNode } = await import(from)
    const wasmBinary = await loadRnnoise({ url: '/rnnoise.wasm', simdUrl: '/rnnoise_simd.wasm' })
    await context.audioWorklet.addModule('/worklet.js')
    source.connect(new RnnoiseWorkletNode(context, { wasmBinary, maxChannels: 1 })).connect(context.destination)
  } else source.connect(context.destination)
  source.start()
  let began = 0
  // The filter compiles when it is made, and gives silence until it has.
  const ready = context.suspend(0.02).then(async () => {
    await new Promise((resolve) => setTimeout(resolve, 500))
    began = performance.now()
    await context.resume()
  })
  const [rendered] = await Promise.all([context.startRendering(), ready])
  const milliseconds = performance.now() - began
  const energyOf = (values: Float32Array) => values.subarray(rate).reduce((sum, value) => sum + value * value, 0)
  const out = energyOf(rendered.getChannelData(0))
  if (out === 0) throw new Error('nothing but silence came out')
  return { milliseconds, decibels: 10 * Math.log10(out / energyOf(samples)) }
}
