import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { updateStatement } from '../../../shared/update-statement.ts'
import { isSigned, publicKeys, sha512Of } from './signature.ts'

const pair = () => generateKeyPairSync('ed25519')
const text = (key: KeyObject) =>
  (key.export({ format: 'der', type: 'spki' }) as Buffer).subarray(-32).toString('base64')
const statement = { version: '1.2.3', platform: 'linux-x64', sha512: 'aGFzaA==' }

describe('isSigned', () => {
  const [ours, next, theirs] = [pair(), pair(), pair()]
  const keys = publicKeys([text(ours.publicKey), text(next.publicKey)])
  const signature = (key: KeyObject) => sign(null, updateStatement(statement), key).toString('base64')

  it('holds for a signature by any of the keys, so that one can follow another', () => {
    expect(isSigned(statement, signature(ours.privateKey), keys)).toBe(true)
    expect(isSigned(statement, signature(next.privateKey), keys)).toBe(true)
    expect(isSigned(statement, signature(theirs.privateKey), keys)).toBe(false)
    expect(isSigned(statement, signature(ours.privateKey), [])).toBe(false)
  })

  it('holds for this version, this system and this file alone', () => {
    const given = signature(ours.privateKey)
    for (const other of [{ version: '1.2.4' }, { platform: 'linux-arm64' }, { sha512: 'b3RoZXI=' }]) {
      expect(isSigned({ ...statement, ...other }, given, keys)).toBe(false)
    }
  })

  it('does not hold for what is no signature', () => {
    for (const given of [undefined, null, 7, '', 'AAAA', [], signature(ours.privateKey).slice(4)]) {
      expect(isSigned(statement, given, keys)).toBe(false)
    }
  })

  it('takes keys for keys alone', () => {
    expect(publicKeys(['', 'AAAA', 'not base64 at all'])).toEqual([])
  })
})

it('hashes a file', async () => {
  const file = path.join(tmpdir(), `megachat-hash-${process.pid}`)
  writeFileSync(file, 'abc')
  // FIPS 180-4, the example for SHA-512.
  expect(Buffer.from(await sha512Of(file), 'base64').toString('hex')).toMatch(/^ddaf35a193617aba.*a54ca49f$/)
})
