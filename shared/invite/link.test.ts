import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { newAccountId } from '../ids.ts'
import { crc32 } from './crc32.ts'
import { decodeInviteLink, decodeRelayLink, encodeInviteLink, encodeRelayLink, type InviteLink } from './link.ts'

const now = 1_800_000_000_000

const sample = (over: Partial<InviteLink> = {}): InviteLink => ({
  relayUrls: ['https://relay.example.org:7443', 'https://192.168.1.4:7443'],
  relayPin: new Uint8Array(32).fill(1),
  senderTrustRoot: new Uint8Array(33).fill(5),
  account: newAccountId(),
  username: 'alice',
  displayName: 'Alice Ä.',
  identityFingerprint: new Uint8Array(32).fill(2),
  requestToken: new Uint8Array(32).fill(3),
  registrationToken: 'let-me-in',
  expiresAt: now + 1000,
  ...over,
})

const codeOf = (work: () => unknown): unknown => {
  try {
    work()
    return null
  } catch (error) {
    return (error as { code?: unknown }).code
  }
}

/** The link of the same payload with another version byte and a right checksum. */
function withVersion(link: string, version: number): string {
  const bytes = Buffer.from(link.slice('megachat://invite/'.length), 'base64url')
  bytes[0] = version
  const end = bytes.length - 4
  bytes.writeUInt32BE(crc32(bytes.subarray(0, end)), end)
  return `megachat://invite/${bytes.toString('base64url')}`
}

describe('M-1 invite links', () => {
  test('carry everything there and back', () => {
    for (const invite of [sample(), sample({ relayPin: null, registrationToken: null, displayName: '' })]) {
      expect(decodeInviteLink(encodeInviteLink(invite), now)).toEqual(invite)
    }
  })

  test('lead to a relay where they name no person', () => {
    const relay = {
      relayUrls: ['https://192.168.1.4:7443'] as const,
      relayPin: new Uint8Array(32),
      registrationToken: 't',
    }
    const link = encodeRelayLink(relay)
    expect(decodeRelayLink(`use ${link}`, now)).toEqual({ relay, invite: null })
    expect(codeOf(() => decodeInviteLink(link, now))).toBe('invite-invalid')
    const invite = sample()
    expect(decodeRelayLink(encodeInviteLink(invite), now)).toMatchObject({
      relay: { relayUrls: invite.relayUrls },
      invite,
    })
  })

  test('name people as relays do, in one line', () => {
    for (const username of ['', 'Alice', 'bob@elsewhere.example', 'a\u202eb'])
      expect(codeOf(() => decodeInviteLink(encodeInviteLink(sample({ username })), now))).toBe('invite-invalid')
    const link = encodeInviteLink(sample({ displayName: ` A\u202elice\n${'x'.repeat(9999)}` }))
    expect(decodeInviteLink(link, now).displayName).toBe(`A lice ${'x'.repeat(57)}`)
  })

  test('are found inside surrounding text', () => {
    const invite = sample()
    const link = encodeInviteLink(invite)
    expect(decodeInviteLink(`Hi! Join me: <${link}>.\nSee you`, now)).toEqual(invite)
    expect(decodeInviteLink(`"${link.replace('megachat://invite', 'MegaChat://Invite')}"`, now)).toEqual(invite)
  })

  test('say precisely what is wrong', () => {
    const link = encodeInviteLink(sample())
    expect(codeOf(() => decodeInviteLink(link, now + 1000))).toBe('invite-expired')
    expect(codeOf(() => decodeInviteLink(withVersion(link, 2), now))).toBe('invite-newer-version')
    expect(codeOf(() => decodeInviteLink(withVersion(link, 0), now))).toBe('invite-invalid')
    expect(codeOf(() => decodeInviteLink(link.slice(0, -3), now))).toBe('invite-invalid')
    expect(codeOf(() => decodeInviteLink('megachat://invite/', now))).toBe('invite-invalid')
    expect(codeOf(() => decodeInviteLink('megachat://elsewhere/abc', now))).toBe('invite-invalid')
    expect(codeOf(() => decodeInviteLink(encodeInviteLink(sample({ requestToken: new Uint8Array(5) })), now))).toBe(
      'invite-invalid',
    )
    expect(codeOf(() => decodeInviteLink(encodeInviteLink(sample({ relayUrls: ['http://example.org'] })), now))).toBe(
      'invite-invalid',
    )
  })

  test('raise only errors that the user interface has words for, whatever comes in', () => {
    const link = encodeInviteLink(sample())
    const start = 'megachat://invite/'.length
    fc.assert(
      fc.property(fc.nat(link.length - start - 1), fc.constantFrom(...'abcXYZ019_-'), (at, character) => {
        const changed = link.slice(0, start + at) + character + link.slice(start + at + 1)
        const code = codeOf(() => decodeInviteLink(changed, now))
        // A change of the last character's unused bits alone may decode to the same bytes.
        expect(code === null ? at >= link.length - start - 1 || changed === link : code).not.toBe('internal')
        if (changed !== link && at < link.length - start - 1) expect(code).toBe('invite-invalid')
      }),
    )
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (payload) => {
        const bytes = Buffer.concat([Buffer.from([1]), payload, Buffer.alloc(4)])
        bytes.writeUInt32BE(crc32(bytes.subarray(0, -4)), bytes.length - 4)
        expect(codeOf(() => decodeInviteLink(`megachat://invite/${bytes.toString('base64url')}`, now))).toBe(
          'invite-invalid',
        )
      }),
    )
  })

  test('use the standard checksum', () => {
    expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926)
  })
})
