/** 2 GiB through kill -9 of each program; `MEGACHAT_FAULT_BYTES` sets another size. SPEC.md F-8. */
import { expect, test } from 'vitest'
import { interruptedTransfer } from '../fixtures/interrupted-transfer.ts'

const mib = 1024 * 1024
const bytes = Number(process.env.MEGACHAT_FAULT_BYTES ?? 2048 * mib)

test.each(['sender', 'receiver', 'relay'] as const)(
  'F-8 kill -9 of the %s in the middle of a large file',
  async (victim) => {
    const { hashes, foundThen, foundNow, bytesTwice } = await interruptedTransfer(victim, bytes)
    expect(foundThen).toEqual(['film.mkv.part'])
    expect(foundNow).toEqual(['film.mkv'])
    expect(hashes[1]).toBe(hashes[0])
    expect(bytesTwice).toBeLessThanOrEqual(64 * mib)
  },
)

test.each(['sender', 'receiver'] as const)(
  'F-44 kill -9 of the %s in the middle of what goes straight',
  async (victim) => {
    const { hashes, foundThen, foundNow, bytesTwice } = await interruptedTransfer(victim, bytes, { straight: true })
    expect([foundThen, foundNow]).toEqual([['film.mkv.part'], ['film.mkv']])
    expect(hashes[1]).toBe(hashes[0])
    // What stood in while there was no other way is no more than a part of it.
    expect(bytesTwice).toBeLessThan(0)
  },
)
