import { describe, expect, it } from 'vitest'
import { symbols } from './symbols.ts'
import { type Fingerprints, type Verification, type VerificationSignal, Verifier } from './verification.ts'

const fingerprint = (seed: number) => new Uint8Array(32).fill(seed)
const between = (own: number, other: number): Fingerprints => ({ own: fingerprint(own), other: fingerprint(other) })

class Side {
  readonly said: VerificationSignal[] = []
  readonly seen: Verification[] = []
  readonly verifier: Verifier
  /** Where it talks to. */
  hears: (signal: VerificationSignal) => void = () => {}

  constructor(caller: boolean) {
    this.verifier = new Verifier({
      caller,
      say: (signal) => {
        this.said.push(signal)
        this.hears(signal)
      },
      onChange: (verification) => this.seen.push(verification),
    })
  }

  async verified(): Promise<Verification> {
    await expect.poll(() => this.seen.length).toBeGreaterThan(0)
    return this.seen.at(-1) ?? null
  }
}

function connected(): [caller: Side, called: Side] {
  const [caller, called] = [new Side(true), new Side(false)]
  caller.hears = (signal) => called.verifier.handle(signal)
  called.hears = (signal) => caller.verifier.handle(signal)
  return [caller, called]
}

/** Until all hashes that were begun are there. */
const settled = async () => {
  for (let turn = 0; turn < 10; turn++) await crypto.subtle.digest('SHA-256', new Uint8Array(1))
}

describe('C-20 symbols to compare', () => {
  it('are 64, all different', () => {
    expect(symbols).toHaveLength(64)
    expect(new Set(symbols.map(({ emoji }) => emoji)).size).toBe(64)
  })

  it('are the same four on both sides', async () => {
    const [caller, called] = connected()
    caller.verifier.use(between(1, 2))
    called.verifier.use(between(2, 1))
    const shown = await caller.verified()
    expect(shown).toHaveLength(4)
    expect(await called.verified()).toEqual(shown)
    expect(caller.said.map(({ type }) => type)).toEqual(['commitment', 'nonce'])
    expect(called.said.map(({ type }) => type)).toEqual(['nonce'])
  })

  it('differ where somebody stands between, who shows each side a certificate of his own', async () => {
    // Of 20 calls one alike would be a chance of one in a million.
    for (let call = 0; call < 20; call++) {
      const [caller, called] = connected()
      caller.verifier.use(between(1, 3))
      called.verifier.use(between(2, 3))
      expect(await caller.verified()).not.toEqual(await called.verified())
    }
  })

  it('are of this call alone', async () => {
    const shown = new Set<string>()
    for (let call = 0; call < 10; call++) {
      const [caller, called] = connected()
      caller.verifier.use(between(1, 2))
      called.verifier.use(between(2, 1))
      shown.add(JSON.stringify(await caller.verified()))
    }
    expect(shown.size).toBe(10)
  })

  it('say so when the caller does not keep to its commitment', async () => {
    const called = new Side(false)
    called.verifier.handle({ type: 'commitment', hash: '00'.repeat(32) })
    called.verifier.handle({ type: 'nonce', nonce: '11'.repeat(32) })
    called.verifier.use(between(2, 1))
    expect(await called.verified()).toBe('broken')
    expect(called.seen).toEqual(['broken'])
  })

  it('say so when a nonce comes without a commitment', async () => {
    const called = new Side(false)
    called.verifier.handle({ type: 'nonce', nonce: '11'.repeat(32) })
    expect(await called.verified()).toBe('broken')
    expect(called.said).toEqual([])
  })

  it('take one commitment and one nonce: nobody guesses twice', async () => {
    const [caller, called] = connected()
    caller.verifier.use(between(1, 2))
    called.verifier.use(between(2, 1))
    const shown = await called.verified()
    called.verifier.handle({ type: 'commitment', hash: '00'.repeat(32) })
    called.verifier.handle({ type: 'nonce', nonce: '11'.repeat(32) })
    caller.verifier.handle({ type: 'nonce', nonce: '11'.repeat(32) })
    called.verifier.use(between(2, 1))
    await settled()
    expect(called.seen).toEqual([shown])
    expect(caller.said).toHaveLength(2)
    expect(called.said).toHaveLength(1)
  })

  it('no side says its nonce before the other one’s certificate is known, the caller last', async () => {
    const [caller, called] = connected()
    await expect.poll(() => caller.said).toHaveLength(1)
    caller.verifier.use(between(1, 2))
    await settled()
    expect(called.said).toEqual([])
    called.verifier.use(between(2, 1))
    await called.verified()
    const late = new Side(true)
    late.verifier.handle({ type: 'nonce', nonce: '11'.repeat(32) })
    await settled()
    expect(late.said.map(({ type }) => type)).toEqual(['commitment'])
    late.verifier.use(between(1, 2))
    await late.verified()
    expect(late.said.map(({ type }) => type)).toEqual(['commitment', 'nonce'])
  })
})
