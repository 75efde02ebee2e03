import { Check } from 'typebox/value'
import { expect, test } from 'vitest'
import { Bundles, type DeviceBundle } from './keys.ts'

test('an account has no more devices than libsignal can number: each costs who begins a session with it', () => {
  const text = (bytes: number) => 'A'.repeat(Math.ceil((bytes * 4) / 3))
  const key = { id: 1, publicKey: text(33), signature: text(64) }
  const device: DeviceBundle = {
    device: 1,
    registrationId: 1,
    signed: key,
    oneTime: null,
    kyber: { ...key, publicKey: text(1569) },
  }
  const of = (count: number) => ({ identityKey: text(33), devices: Array.from({ length: count }, () => device) })
  expect(Check(Bundles, of(127))).toBe(true)
  expect(Check(Bundles, of(128))).toBe(false)
})
