/** 128 MiB through kill -9 of each program; test/fault does the same with 2 GiB. SPEC.md F-8. */
import { expect, test } from 'vitest'
import { interruptedTransfer } from '../fixtures/interrupted-transfer.ts'

const mib = 1024 * 1024

test.each(['sender', 'receiver', 'relay'] as const)(
  'F-8 kill -9 of the %s in the middle of 128 MiB',
  async (victim) => {
    const { hashes, foundThen, foundNow, bytesTwice } = await interruptedTransfer(victim, 128 * mib)
    expect(foundThen).toEqual(['film.mkv.part'])
    expect(foundNow).toEqual(['film.mkv'])
    expect(hashes[1]).toBe(hashes[0])
    expect(bytesTwice).toBeLessThanOrEqual(64 * mib)
  },
)
