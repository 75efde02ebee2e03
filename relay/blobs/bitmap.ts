/** Sets of chunk numbers as bitmaps: lowest bit of the first byte first, no zero bytes at the end. */

/** @param numbers Growing, none below `base`, which is the first bit. */
export function bitmap(numbers: readonly number[], base: number): Uint8Array {
  const last = numbers.at(-1)
  const bytes = new Uint8Array(last === undefined ? 0 : ((last - base) >> 3) + 1)
  for (const number of numbers) {
    const bit = number - base
    bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) | (1 << (bit & 7))
  }
  return bytes
}
