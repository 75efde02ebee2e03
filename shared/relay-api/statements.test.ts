import { describe, expect, test } from 'vitest'
import { type AuthenticationStatement, authenticationStatement, registrationStatement } from './statements.ts'

const authentication: AuthenticationStatement = {
  host: 'relay.example.org:7443',
  path: '/v1/tickets',
  account: '6f2c3a0e-8f43-4d0e-9d6c-1a2b3c4d5e6f',
  device: 1,
  expiresAt: 1_800_000_000_000,
  nonce: 'bm9uY2U',
}
const registration = {
  host: 'relay.example.org',
  username: 'alice',
  account: authentication.account,
  device: 1,
  registrationId: 4711,
  authKey: new Uint8Array(32).fill(7),
}

const lengthAndText = (text: string) => {
  const bytes = Buffer.from(text)
  const length = Buffer.alloc(2)
  length.writeUInt16BE(bytes.length)
  return Buffer.concat([length, bytes])
}

describe('statements', () => {
  test('R-2 are a context and fields, each after its length', () => {
    const { host, path, account, nonce } = authentication
    const fields = ['MegaChat relay authentication', host, path, '1', account, '1', '1800000000000', nonce]
    expect(Buffer.from(authenticationStatement(authentication))).toEqual(Buffer.concat(fields.map(lengthAndText)))
  })

  test('R-2 differ when any field differs, and between kinds', () => {
    const changed = Object.entries(authentication).map(([name, value]) =>
      authenticationStatement({ ...authentication, [name]: typeof value === 'number' ? value + 1 : `${value}x` }),
    )
    const others = Object.entries(registration).map(([name, value]) => {
      const other = typeof value === 'number' ? value + 1 : typeof value === 'string' ? `${value}x` : new Uint8Array(32)
      return registrationStatement({ ...registration, [name]: other })
    })
    const all = [authenticationStatement(authentication), registrationStatement(registration), ...changed, ...others]
    expect(new Set(all.map((bytes) => Buffer.from(bytes).toString('hex'))).size).toBe(all.length)
  })

  test('R-2 moving a character from one field to the next gives other bytes', () => {
    const { host, path } = authentication
    const moved = { ...authentication, host: host.slice(0, -1), path: host.slice(-1) + path }
    expect(authenticationStatement(moved)).not.toEqual(authenticationStatement(authentication))
  })

  test('R-2 a field beyond 65535 bytes is refused', () => {
    expect(() => authenticationStatement({ ...authentication, nonce: 'x'.repeat(65_536) })).toThrow(RangeError)
  })
})
