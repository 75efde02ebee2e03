import { beforeEach, describe, expect, it } from 'vitest'
import { MicrophoneLine } from './microphone-line.ts'

type Track = MediaStreamTrack
const microphone = (name: string) => ({ name }) as unknown as Track
const clean = (track: Track) => `clean ${(track as unknown as { name: string }).name}`

let sent: (string | null)[]
let closed: string[]
/** Lets the filter that was asked for first be there, or fail. */
let loads: ((works: boolean) => void)[]
let line: MicrophoneLine

const load = async (works = true) => {
  loads.shift()?.(works)
  await Promise.resolve()
  await Promise.resolve()
}

beforeEach(() => {
  sent = []
  closed = []
  loads = []
  line = new MicrophoneLine(
    (track) => sent.push(track === null ? null : (track as unknown as { name: string }).name),
    (track) =>
      new Promise((resolve, reject) => {
        const name = clean(track)
        loads.push((works) =>
          works ? resolve({ track: microphone(name), close: () => closed.push(name) }) : reject(new Error('cannot')),
        )
      }),
  )
})

describe('what is sent of the microphone', () => {
  it('is the microphone, where nobody wants a filter', () => {
    line.use(microphone('a'))
    line.use(null)
    expect(sent).toEqual(['a', null])
    expect(loads).toHaveLength(0)
  })

  it('is without noise once the filter is there, and the microphone until then', async () => {
    line.filterNoise(true)
    line.use(microphone('a'))
    expect(sent).toEqual(['a'])
    await load()
    expect(sent).toEqual(['a', 'clean a'])
  })

  it('is the microphone again when the filter is turned off', async () => {
    line.use(microphone('a'))
    line.filterNoise(true)
    await load()
    line.filterNoise(false)
    expect(sent.slice(-2)).toEqual(['clean a', 'a'])
    expect(closed).toEqual(['clean a'])
  })

  it('is the microphone where there can be no filter', async () => {
    line.filterNoise(true)
    line.use(microphone('a'))
    await load(false)
    expect(sent).toEqual(['a'])
  })

  it('follows another microphone, also while the filter of the first is made', async () => {
    line.filterNoise(true)
    line.use(microphone('a'))
    line.use(microphone('b'))
    await load()
    await load()
    expect(sent).toEqual(['a', 'b', 'clean b'])
    expect(closed).toEqual(['clean a'])
  })

  it('one filter alone speaks, however often it was asked for', async () => {
    line.use(microphone('a'))
    line.filterNoise(true)
    line.filterNoise(false)
    line.filterNoise(true)
    await load()
    await load()
    expect(sent.filter((name) => name === 'clean a')).toHaveLength(1)
    expect(closed).toEqual(['clean a'])
  })

  it('ends with the call', async () => {
    line.filterNoise(true)
    line.use(microphone('a'))
    await load()
    line.close()
    expect(closed).toEqual(['clean a'])
  })
})
