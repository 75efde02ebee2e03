import { describe, expect, it } from 'vitest'
import { type CallStatistics, qualityOf, type StatisticsEntry, statisticsOf } from './statistics.ts'

const at = (timestamp: number, changed: Record<string, object> = {}): StatisticsEntry[] =>
  [
    { id: 'T', type: 'transport', selectedCandidatePairId: 'P' },
    { id: 'P', type: 'candidate-pair', localCandidateId: 'L', remoteCandidateId: 'R', currentRoundTripTime: 0.042 },
    { id: 'L', type: 'local-candidate', candidateType: 'host' },
    { id: 'R', type: 'remote-candidate', candidateType: 'srflx' },
    { id: 'C1', type: 'codec', mimeType: 'video/VP9' },
    { id: 'C2', type: 'codec', mimeType: 'audio/opus' },
    {
      id: 'IA',
      type: 'inbound-rtp',
      kind: 'audio',
      codecId: 'C2',
      packetsLost: 0,
      packetsReceived: 0,
      bytesReceived: 0,
    },
    {
      ...{ id: 'IV', type: 'inbound-rtp', kind: 'video', codecId: 'C1', frameWidth: 1280, frameHeight: 720 },
      ...{ framesPerSecond: 30, packetsLost: 5, packetsReceived: 100, bytesReceived: 1000 },
    },
    { id: 'OV', type: 'outbound-rtp', kind: 'video', codecId: 'C1', frameWidth: 640, frameHeight: 360, bytesSent: 0 },
  ].map((entry) => ({ timestamp, ...entry, ...changed[entry.id] }))

describe('statistics of a call', () => {
  it('say which way it takes, and how long that is', () => {
    expect(statisticsOf(at(0), null)).toMatchObject({ path: 'direct', roundTripMs: 42 })
    expect(statisticsOf(at(0, { L: { candidateType: 'relay' } }), null).path).toBe('relay')
    expect(statisticsOf(at(0, { R: { candidateType: 'relay' } }), null).path).toBe('relay')
    expect(statisticsOf(at(0, { T: { selectedCandidatePairId: undefined } }), null)).toMatchObject({
      path: null,
      roundTripMs: null,
    })
  })

  it('count from one look to the next', () => {
    const later = at(2000, {
      IV: { packetsLost: 15, packetsReceived: 190, bytesReceived: 251_000 },
      OV: { bytesSent: 125_000, qualityLimitationReason: 'bandwidth' },
    })
    expect(statisticsOf(later, at(0))).toMatchObject({
      lost: 0.1,
      received: { codec: 'VP9', width: 1280, height: 720, framesPerSecond: 30, bitsPerSecond: 1_000_000 },
      sent: { width: 640, height: 360, bitsPerSecond: 500_000 },
      limit: 'bandwidth',
    })
  })

  it('are of the lines on which something flows, in whichever order they come', () => {
    const silent = { timestamp: 0, kind: 'video', bytesReceived: 0, bytesSent: 0 }
    const lines = (timestamp: number, bytes: number): StatisticsEntry[] => [
      { ...silent, id: 'IS', type: 'inbound-rtp', timestamp },
      { ...silent, id: 'OS', type: 'outbound-rtp', timestamp },
      ...at(timestamp, { IV: { bytesReceived: bytes }, OV: { bytesSent: bytes } }),
    ]
    expect(statisticsOf(lines(1000, 1_000), lines(0, 0))).toMatchObject({
      received: { width: 1280, bitsPerSecond: 8_000 },
      sent: { width: 640, bitsPerSecond: 8_000 },
    })
  })

  it('do not know yet what nobody has measured', () => {
    const first = statisticsOf(at(0, { IV: { frameWidth: undefined, packetsLost: 0, packetsReceived: 0 } }), null)
    expect(first).toMatchObject({ lost: null, received: null, limit: null, audio: { codec: 'opus', bitsPerSecond: 0 } })
    expect(statisticsOf([], null)).toEqual({
      ...{ path: null, roundTripMs: null, lost: null, audio: null, received: null, sent: null, limit: null },
    })
  })
})

it.each([
  [40, 0, 'good'],
  [350, 0, 'fair'],
  [40, 0.05, 'fair'],
  [600, 0, 'poor'],
  [40, 0.2, 'poor'],
  [null, null, 'good'],
] as const)('%s ms and %s lost are %s', (roundTripMs, lost, quality) => {
  expect(qualityOf({ roundTripMs, lost } as CallStatistics)).toBe(quality)
})
