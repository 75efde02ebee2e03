import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { provesPunch, readPunch, writePunch } from './punch.ts'

const secret = randomBytes(32)
const punch = { transferId: new Uint8Array(randomBytes(16)), side: 'receiver', step: 'use', stream: 7 } as const

describe('F-47 a punch', () => {
  it('says what was said', () => {
    const bytes = writePunch(secret, punch)
    expect([readPunch(bytes), provesPunch(secret, bytes)]).toEqual([punch, true])
  })

  it('proves nothing with another secret, or with any bit changed', () => {
    const bytes = writePunch(secret, punch)
    expect(provesPunch(randomBytes(32), bytes)).toBe(false)
    for (let at = 0; at < bytes.length; at++) {
      const changed = Buffer.from(bytes)
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at)
      expect(readPunch(changed) !== null && provesPunch(secret, changed)).toBe(false)
    }
  })

  it('is nothing shorter, longer or unknown', () => {
    const bytes = writePunch(secret, punch)
    expect(readPunch(bytes.subarray(0, -1))).toBeNull()
    expect(readPunch(Buffer.concat([bytes, Buffer.alloc(1)]))).toBeNull()
    expect(readPunch(randomBytes(bytes.length))).toBeNull()
  })
})
