import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isRelayed, withoutAddresses, withoutRelatedAddress } from './sdp.ts'
import {
  acknowledge,
  handOn,
  noIncoming,
  noOutgoing,
  push,
  release,
  type Signal,
  signalsKept,
  take,
  takeDue,
} from './signals.ts'

const candidate = (name: string): Signal => ({ type: 'candidates', candidates: [name] })
const description = (sdp: string): Signal => ({ type: 'description', kind: 'offer', sdp })
const pushAll = (...signals: Signal[]) =>
  signals.reduce((outgoing, signal) => push(outgoing, signal) ?? outgoing, noOutgoing)

describe('addresses (C-8)', () => {
  const gathered = [
    'v=0',
    'o=- 1 2 IN IP4 127.0.0.1',
    'm=audio 51372 UDP/TLS/RTP/SAVPF 111',
    'c=IN IP4 192.0.2.7',
    'a=rtcp:51373 IN IP4 192.0.2.7',
    'a=candidate:1 1 udp 2122260223 192.0.2.7 51372 typ host',
    'a=fingerprint:sha-256 AA:BB',
    'm=video 0 UDP/TLS/RTP/SAVPF 96',
    'c=IN IP6 2001:db8::7',
    'a=end-of-candidates',
    '',
  ]

  it.each(['\r\n', '\n', '\r'])('none stays in a description', (newline) => {
    const sdp = withoutAddresses(gathered.join(newline))
    expect(sdp).not.toMatch(/192\.0\.2|2001:db8|5137|candidate/)
    expect(sdp).toContain('m=audio 9 UDP/TLS/RTP/SAVPF 111\r\n')
    expect(sdp).toContain('m=video 0 ')
    expect(sdp).toContain('a=fingerprint:sha-256 AA:BB\r\n')
  })

  it('knows relayed candidates from others, and hides the address behind them', () => {
    const init = (text: string) => JSON.stringify({ candidate: text, sdpMid: '0' })
    const relayed = init('candidate:1 1 udp 1 203.0.113.5 1 typ relay raddr 192.0.2.7 rport 51372 ufrag x')
    expect(isRelayed(relayed)).toBe(true)
    expect(isRelayed(init(''))).toBe(true)
    expect(isRelayed(init('candidate:1 1 udp 1 192.0.2.7 1 typ host'))).toBe(false)
    for (const garbage of ['', 'null', '7', '{}', '{"candidate":1}', '{']) expect(isRelayed(garbage)).toBe(false)
    expect(withoutRelatedAddress(relayed)).not.toMatch(/192\.0\.2\.7|51372/)
  })
})

describe('what goes out', () => {
  it('waits at the gate in order', () => {
    const outgoing = pushAll(description('a'), candidate('1'), description('b'))
    expect(release(outgoing, 'shut').unacknowledged).toEqual([])
    expect(release(outgoing, 'no-candidates').unacknowledged.map(({ signal }) => signal)).toEqual([description('a')])
    expect(release(outgoing, 'open').unacknowledged.map(({ sequence }) => sequence)).toEqual([1, 2, 3])
  })

  it('is sent again only when it is due', () => {
    const first = takeDue(release(pushAll(candidate('1')), 'open'), 1_000, 0)
    expect(first.due).toHaveLength(1)
    expect(takeDue(first.signals, 1_500, 500).due).toHaveLength(0)
    expect(takeDue(first.signals, 2_000, 1_000).due).toHaveLength(1)
    expect(takeDue(acknowledge(first.signals, 1), 2_000, 1_000).due).toHaveLength(0)
  })

  it('does not put more into one message than a relay takes', () => {
    const outgoing = release(pushAll(...Array.from({ length: 5 }, () => description('x'.repeat(30_000)))), 'open')
    expect(takeDue(outgoing, 0, 0).due).toHaveLength(1)
  })

  it('is refused when too much waits', () => {
    const full = pushAll(...Array.from({ length: signalsKept }, (_, i) => candidate(`${i}`)))
    expect(push(full, candidate('one more'))).toBeNull()
  })
})

describe('what comes in (C-9)', () => {
  it('is handed on once and in order, however it arrives', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.infiniteStream(fc.nat()), (length, random) => {
        const all = Array.from({ length }, (_, i) => ({ sequence: i + 1, signal: candidate(`${i}`) }))
        let incoming = noIncoming
        const heard: Signal[] = []
        while (incoming.received < length) {
          const arrived = all.filter(() => random.next().value % 3 === 0)
          const { signals, passed } = handOn(take(incoming, arrived), 'open')
          incoming = signals
          heard.push(...passed)
        }
        expect(heard).toEqual(all.map(({ signal }) => signal))
      }),
    )
  })

  it('a signal of a newer version holds nobody up', () => {
    const incoming = take(noIncoming, [
      { sequence: 1, signal: null },
      { sequence: 2, signal: candidate('1') },
    ])
    expect(incoming.received).toBe(2)
    expect(handOn(incoming, 'open').passed).toEqual([candidate('1')])
  })

  it('keeps a bounded amount', () => {
    let incoming = noIncoming
    for (let i = 0; i < 100; i++) {
      incoming = take(
        incoming,
        Array.from({ length: 100 }, (_, n) => ({ sequence: i * 100 + n + 1, signal: candidate('') })),
      )
    }
    expect(incoming.held.length + incoming.early.size).toBeLessThanOrEqual(2 * signalsKept)
    expect(take(noIncoming, [{ sequence: 4_000_000_000, signal: candidate('') }]).early.size).toBe(0)
  })
})
