/**
 * A set of chunk numbers, one bit each, lowest bit of the first byte first, as the relay's bitmaps are. Knows nothing of
 * what the numbers mean.
 */

/** Bytes of one page: what is written when one bit changes; 8,192 chunks, 32 GiB of a file. */
export const pageBytes = 1024
/** Numbers of one page. */
export const pageBits = pageBytes * 8

/** Whether number `index` is among the bits of a {@link Bitmap}. */
export const hasBit = (bits: Uint8Array, index: number): boolean => ((bits[index >> 3] ?? 0) & (1 << (index & 7))) !== 0

export class Bitmap {
  /** Numbers that it can hold: 0 to `length - 1`. */
  readonly length: number
  readonly #bits: Uint8Array
  #count = 0
  /** No number below this one is missing. */
  #floor = 0

  constructor(length: number) {
    this.length = length
    this.#bits = new Uint8Array(Math.ceil(length / 8))
  }

  /** @param bits as {@link bytes} gave them. */
  static from(length: number, bits: Uint8Array): Bitmap {
    const bitmap = new Bitmap(length)
    bitmap.addBits(bits)
    return bitmap
  }

  /** A copy of all its bits. */
  get bytes(): Uint8Array {
    return this.#bits.slice()
  }

  /** How many numbers are in it. */
  get count(): number {
    return this.#count
  }

  get full(): boolean {
    return this.#count === this.length
  }

  has(index: number): boolean {
    return hasBit(this.#bits, index)
  }

  /** Gives whether it is new. Numbers out of range are not taken in. */
  add(index: number): boolean {
    if (!Number.isInteger(index) || index < 0 || index >= this.length || this.has(index)) return false
    this.#bits[index >> 3] = (this.#bits[index >> 3] ?? 0) | (1 << (index & 7))
    this.#count++
    while (this.#floor < this.length && this.has(this.#floor)) this.#floor++
    return true
  }

  /** The lowest missing number that is at least `from`; `length` when there is none. */
  firstMissing(from = 0): number {
    let index = Math.max(from, this.#floor)
    while (index < this.length && this.has(index)) index += this.#bits[index >> 3] === 0xff ? 8 - (index & 7) : 1
    return Math.min(index, this.length)
  }

  addBelow(end: number): void {
    for (let index = this.#floor; index < Math.min(end, this.length); index++) this.add(index)
  }

  /** Adds the numbers whose bit is set in `bits`, which begins at number `from`. */
  addBits(bits: Uint8Array, from = 0): void {
    for (const [byte, value] of bits.entries()) {
      if (value === 0) continue
      for (let bit = 0; bit < 8; bit++) if ((value & (1 << bit)) !== 0) this.add(from + byte * 8 + bit)
    }
  }

  /** Which page holds `index`. */
  static pageOf(index: number): number {
    return Math.floor(index / pageBits)
  }

  /** A copy of one page, shorter at the end, with the numbers `added`, which lie in it. */
  page(page: number, added: readonly number[] = []): Uint8Array {
    const bits = this.#bits.slice(page * pageBytes, (page + 1) * pageBytes)
    for (const index of added) {
      const byte = (index >> 3) - page * pageBytes
      bits[byte] = (bits[byte] ?? 0) | (1 << (index & 7))
    }
    return bits
  }

  /** Adds what {@link page} gave. */
  addPage(page: number, bits: Uint8Array): void {
    this.addBits(bits, page * pageBits)
  }
}
