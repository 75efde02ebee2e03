/**
 * Four symbols that both sides of a call can compare (SPEC C-20): the same only where nobody stands between them. A hash
 * commitment, as in ZRTP (RFC 6189 §4.4.1.1), makes 24 bits enough: whoever stands between has one guess, not millions.
 * Has no knowledge of peer connections.
 */
import type { PeerSignal } from '../../../shared/contract/calls.ts'
import { type CallSymbol, symbols } from './symbols.ts'

export type VerificationSignal = Extract<PeerSignal, { type: 'commitment' | 'nonce' }>

/** `broken`: the other side has not kept to what it committed itself to. */
export type Verification = readonly CallSymbol[] | 'broken' | null

/** SHA-256 of the certificates of both sides, 32 bytes each. */
export interface Fingerprints {
  readonly own: Uint8Array
  readonly other: Uint8Array
}

const symbolsShown = 4
const bitsPerSymbol = 6
const nonceBytes = 32

export interface VerifierOptions {
  /** Whether this side calls: it commits itself first, and says its nonce last. */
  readonly caller: boolean
  readonly say: (signal: VerificationSignal) => void
  readonly onChange: (verification: Verification) => void
}

export class Verifier {
  readonly #options: VerifierOptions
  readonly #nonce = crypto.getRandomValues(new Uint8Array(nonceBytes))
  #commitment: string | null = null
  #theirs: Uint8Array | null = null
  #said = false
  #settled = false
  #fingerprints: Fingerprints | null = null
  #work: Promise<void> = Promise.resolve()

  constructor(options: VerifierOptions) {
    this.#options = options
    if (options.caller) {
      this.#enqueue(async () => options.say({ type: 'commitment', hash: hex(await commitmentTo(this.#nonce)) }))
    }
  }

  /** Takes what the other side says, in its order. */
  handle(signal: VerificationSignal): void {
    this.#enqueue(() => this.#take(signal))
  }

  /** Between whom the connection was made. */
  use(fingerprints: Fingerprints): void {
    this.#enqueue(async () => {
      this.#fingerprints = fingerprints
      await this.#settle()
    })
  }

  #enqueue(work: () => Promise<void>): void {
    this.#work = this.#work.then(work).catch(() => this.#options.onChange('broken'))
  }

  async #take(signal: VerificationSignal): Promise<void> {
    // The first one counts: a second would be a second guess.
    if (signal.type === 'commitment') this.#commitment ??= signal.hash
    else if (this.#theirs === null) {
      const nonce = fromHex(signal.nonce)
      if (!this.#options.caller && hex(await commitmentTo(nonce)) !== this.#commitment) {
        throw new Error('not what it committed itself to')
      }
      this.#theirs = nonce
    }
    await this.#settle()
  }

  async #settle(): Promise<void> {
    if (this.#fingerprints === null || this.#settled) return
    const { caller } = this.#options
    if (caller ? this.#theirs !== null : this.#commitment !== null) this.#sayNonce()
    if (this.#theirs === null) return
    const { own, other } = this.#fingerprints
    const mine = [this.#nonce, own] as const
    const theirs = [this.#theirs, other] as const
    const [first, second] = caller ? [mine, theirs] : [theirs, mine]
    this.#settled = true
    const digest = await hashOf('MegaChat call symbols v1', first[0], second[0], first[1], second[1])
    this.#options.onChange(symbolsOf(digest))
  }

  /** Not before the other side's certificate is known: it could be made to fit what the nonces give. */
  #sayNonce(): void {
    if (this.#said) return
    this.#said = true
    this.#options.say({ type: 'nonce', nonce: hex(this.#nonce) })
  }
}

/** The first 24 bits, six for each symbol. */
function symbolsOf(digest: Uint8Array): readonly CallSymbol[] {
  const bits = [...digest.subarray(0, 3)].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  return Array.from({ length: symbolsShown }, (_, place) => {
    const index = Number.parseInt(bits.slice(place * bitsPerSymbol, (place + 1) * bitsPerSymbol), 2)
    return symbols[index] ?? symbols[0]
  })
}

const commitmentTo = (nonce: Uint8Array) => hashOf('MegaChat call commitment v1', nonce)

async function hashOf(context: string, ...parts: readonly Uint8Array[]): Promise<Uint8Array> {
  const bytes = await new Blob([context, ...parts.map((part) => new Uint8Array(part))]).arrayBuffer()
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
}

const hex = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')

export const fromHex = (digits: string): Uint8Array =>
  Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
