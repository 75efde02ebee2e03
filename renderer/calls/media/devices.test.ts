import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Devices, type DevicesState } from './devices.ts'

/** A track as far as devices look at it. */
class Track extends EventTarget {
  readonly kind: 'audio' | 'video'
  readonly id: string
  enabled = true
  stopped = false

  constructor(kind: 'audio' | 'video', id: string) {
    super()
    this.kind = kind
    this.id = id
  }

  getSettings() {
    return { deviceId: this.id }
  }

  stop(): void {
    this.stopped = true
  }

  unplug(): void {
    this.dispatchEvent(new Event('ended'))
  }
}

let plugged: string[]
let sent: (string | null)[]
let opened: Track[]
let state: DevicesState
let devices: Devices

beforeEach(() => {
  plugged = ['built-in', 'headset']
  sent = []
  opened = []
  const getUserMedia = async (constraints: MediaStreamConstraints) => {
    const tracks = (['audio', 'video'] as const).flatMap((kind) => {
      const wanted = constraints[kind]
      if (typeof wanted !== 'object') return []
      const { exact } = (wanted.deviceId ?? {}) as { exact?: string }
      if (exact !== undefined && !plugged.includes(exact)) throw new DOMException('', 'OverconstrainedError')
      const [id] = exact === undefined ? plugged : [exact]
      if (id === undefined) throw new DOMException('', 'NotFoundError')
      return [new Track(kind, id)]
    })
    opened.push(...tracks)
    return { getTracks: () => tracks }
  }
  vi.stubGlobal('navigator', { mediaDevices: { getUserMedia } })
  devices = new Devices({
    onChange: (now) => {
      state = now
    },
    onTrack: (kind, track) => {
      if (kind === 'audio') sent.push((track as Track | null)?.id ?? null)
    },
  })
})
afterEach(() => vi.unstubAllGlobals())

describe('devices of a call', () => {
  it('are changed in the middle of it, and what is muted stays muted', async () => {
    await devices.open(false)
    devices.setMuted(true)
    await devices.choose('audio', 'headset')
    expect(sent).toEqual(['built-in', 'headset'])
    expect(state).toMatchObject({ microphone: 'muted', microphoneId: 'headset' })
    expect(opened.map(({ enabled, stopped }) => ({ enabled, stopped }))).toEqual([
      { enabled: false, stopped: true },
      { enabled: false, stopped: false },
    ])
  })

  it('stay as they are where the other one cannot be had', async () => {
    await devices.open(false)
    await expect(devices.choose('audio', 'stolen')).rejects.toThrow()
    expect(sent).toEqual(['built-in'])
    expect(state).toMatchObject({ microphone: 'on', microphoneId: 'built-in', microphoneTrouble: null })
    expect(opened[0]?.stopped).toBe(false)
  })

  it('are chosen before they are used', async () => {
    await devices.choose('video', 'headset')
    await devices.open(true)
    expect(state).toMatchObject({ cameraId: 'headset', microphoneId: 'built-in' })
  })

  it('what was chosen and is not there gives way to what is', async () => {
    await devices.choose('audio', 'left-at-home')
    await devices.choose('video', 'headset')
    await devices.open(true)
    expect(state).toMatchObject({ microphone: 'on', microphoneId: 'built-in', camera: 'on', cameraId: 'headset' })
  })

  it('begin muted where one pushes to talk', async () => {
    await devices.open(false, true)
    expect(state.microphone).toBe('muted')
    expect(opened[0]?.enabled).toBe(false)
  })

  it('a microphone that is pulled out is followed by another one, as muted as it was', async () => {
    await devices.choose('audio', 'headset')
    await devices.open(false)
    devices.setMuted(true)
    plugged = ['built-in']
    opened[0]?.unplug()
    await vi.waitFor(() => expect(state).toMatchObject({ microphone: 'muted', microphoneId: 'built-in' }))
    expect(sent).toEqual(['headset', null, 'built-in'])
    expect(opened[1]?.enabled).toBe(false)
  })

  it('say so where there is no other', async () => {
    await devices.open(false)
    plugged = []
    opened[0]?.unplug()
    await vi.waitFor(() => expect(state).toMatchObject({ microphone: 'off', microphoneTrouble: 'absent' }))
    expect(state.microphoneId).toBeNull()
  })

  it('a camera that is pulled out is not followed by one that may show another room', async () => {
    await devices.open(true)
    opened.find(({ kind }) => kind === 'video')?.unplug()
    expect(state).toMatchObject({ camera: 'off', cameraTrouble: 'absent', cameraId: null })
  })

  it('C-19 are let go while the call is on hold, and taken again as they were', async () => {
    await devices.open(true)
    devices.setMuted(true)
    devices.rest()
    expect(opened.every(({ stopped }) => stopped)).toBe(true)
    expect(state).toMatchObject({ microphone: 'off', camera: 'off' })
    devices.wake()
    await vi.waitFor(() => expect(state).toMatchObject({ microphone: 'muted', camera: 'on' }))
    expect(sent).toEqual(['built-in', null, 'built-in'])
    expect(opened.slice(2).find(({ kind }) => kind === 'audio')?.enabled).toBe(false)
  })

  it('C-19 who pushes to talk comes back muted, also when held while speaking or before the microphone was there', async () => {
    const opening = devices.open(false, true)
    devices.rest()
    await opening
    devices.wake()
    await vi.waitFor(() => expect(state.microphone).toBe('muted'))
    devices.setMuted(false)
    devices.rest()
    devices.wake()
    await vi.waitFor(() => expect(state.microphone).toBe('muted'))
    expect(opened.at(-1)?.enabled).toBe(false)
  })

  it('C-19 what is opened while the call goes on hold is closed', async () => {
    const opening = devices.open(true)
    devices.rest()
    await opening
    expect(opened.map(({ stopped }) => stopped)).toEqual([true, true])
    devices.wake()
    await vi.waitFor(() => expect(state).toMatchObject({ microphone: 'on', camera: 'on' }))
  })

  it('what is opened too late is closed', async () => {
    await devices.open(false)
    const choosing = devices.choose('audio', 'headset')
    devices.close()
    await choosing
    expect(opened.map(({ stopped }) => stopped)).toEqual([true, true])
  })
})
