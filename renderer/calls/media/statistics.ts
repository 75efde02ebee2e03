/**
 * What a call's media are like at the moment, from the statistics of its peer connection (W3C "Identifiers for WebRTC's
 * Statistics API"). Pure.
 */

/** One entry of an `RTCStatsReport`; browsers leave out what they do not know. */
export interface StatisticsEntry {
  readonly id: string
  readonly type: string
  readonly timestamp: number
  readonly [name: string]: unknown
}

export interface Picture {
  /** As in the field's names: `VP9`; empty where it is not known. */
  readonly codec: string
  /** Pixels. */
  readonly width: number
  readonly height: number
  readonly framesPerSecond: number
  readonly bitsPerSecond: number
}

export interface CallStatistics {
  /** Whether a TURN server stands between the two; null as long as no way is chosen. */
  readonly path: 'direct' | 'relay' | null
  /** Milliseconds there and back; null before anything was measured. */
  readonly roundTripMs: number | null
  /** Of the packets that should have come since the last look, from 0 to 1; null where none should have. */
  readonly lost: number | null
  readonly audio: { readonly codec: string; readonly bitsPerSecond: number } | null
  readonly received: Picture | null
  readonly sent: Picture | null
  /** Why the own picture is smaller than the camera's; null where nothing holds it back. */
  readonly limit: 'cpu' | 'bandwidth' | null
}

const number = (value: unknown): number => (typeof value === 'number' ? value : 0)

/** @param before the entries of the last look; null at the first. */
export function statisticsOf(
  now: readonly StatisticsEntry[],
  before: readonly StatisticsEntry[] | null,
): CallStatistics {
  const entry = (id: unknown) => now.find((one) => one.id === id)
  const grown = (one: StatisticsEntry, name: string) => {
    const earlier = before?.find(({ id }) => id === one.id)
    const seconds = earlier === undefined ? 0 : (one.timestamp - earlier.timestamp) / 1000
    return { by: number(one[name]) - number(earlier?.[name]), seconds }
  }
  const bitsPerSecond = (one: StatisticsEntry, name: string) => {
    const { by, seconds } = grown(one, name)
    return seconds <= 0 ? 0 : Math.max(0, (by * 8) / seconds)
  }
  /** Of the lines of a kind the one on which most has flown since the last look: a camera, or a screen. */
  const stream = (type: string, kind: string, bytes: string) =>
    now
      .filter((one) => one.type === type && one.kind === kind)
      .toSorted((one, other) => grown(other, bytes).by - grown(one, bytes).by)[0]
  const codecOf = (one: StatisticsEntry) => String(entry(one.codecId)?.mimeType ?? '').replace(/^\w+\//, '')
  const picture = (one: StatisticsEntry | undefined, bytes: string): Picture | null =>
    one === undefined || number(one.frameWidth) === 0
      ? null
      : {
          codec: codecOf(one),
          width: number(one.frameWidth),
          height: number(one.frameHeight),
          framesPerSecond: number(one.framesPerSecond),
          bitsPerSecond: bitsPerSecond(one, bytes),
        }

  const pair = entry(now.find(({ type }) => type === 'transport')?.selectedCandidatePairId)
  const ends = [entry(pair?.localCandidateId), entry(pair?.remoteCandidateId)]
  const roundTrip = pair?.currentRoundTripTime
  const inbound = now.filter(({ type }) => type === 'inbound-rtp')
  const lost = inbound.reduce((sum, one) => sum + Math.max(0, grown(one, 'packetsLost').by), 0)
  const came = inbound.reduce((sum, one) => sum + grown(one, 'packetsReceived').by, 0)
  const [heard, seen, shown] = [
    stream('inbound-rtp', 'audio', 'bytesReceived'),
    stream('inbound-rtp', 'video', 'bytesReceived'),
    stream('outbound-rtp', 'video', 'bytesSent'),
  ]
  const reason = shown?.qualityLimitationReason
  return {
    path: pair === undefined ? null : ends.some((end) => end?.candidateType === 'relay') ? 'relay' : 'direct',
    roundTripMs: typeof roundTrip === 'number' ? roundTrip * 1000 : null,
    lost: lost + came > 0 ? lost / (lost + came) : null,
    audio: heard === undefined ? null : { codec: codecOf(heard), bitsPerSecond: bitsPerSecond(heard, 'bytesReceived') },
    received: picture(seen, 'bytesReceived'),
    sent: picture(shown, 'bytesSent'),
    limit: reason === 'cpu' || reason === 'bandwidth' ? reason : null,
  }
}

/** What people hear and see of it: below the limits of ITU-T G.114 (150 ms one way) and of what Opus conceals. */
export function qualityOf({ roundTripMs, lost }: CallStatistics): 'good' | 'fair' | 'poor' {
  const [delay, loss] = [roundTripMs ?? 0, lost ?? 0]
  if (delay > 500 || loss > 0.1) return 'poor'
  return delay > 300 || loss > 0.03 ? 'fair' : 'good'
}
