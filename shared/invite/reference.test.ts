import { describe, expect, test } from 'vitest'
import { parsePerson, parseRelay } from './reference.ts'
import { formatAddress, parseRelayAddress } from './relay-address.ts'

const codeOf = (work: () => unknown): unknown => {
  try {
    work()
    return null
  } catch (error) {
    return (error as { code?: unknown }).code
  }
}

describe('M-2 addresses', () => {
  test.each([
    ['relay.example.org', 'https://relay.example.org'],
    [' Relay.Example.org:7443 ', 'https://relay.example.org:7443'],
    ['https://relay.example.org/', 'https://relay.example.org'],
    ['localhost:8080', 'http://localhost:8080'],
    ['127.0.0.1:8080', 'http://127.0.0.1:8080'],
    ['https://127.0.0.1:8080', 'https://127.0.0.1:8080'],
    ['[::1]:8080', 'http://[::1]:8080'],
    ['[2001:db8::1]:7443', 'https://[2001:db8::1]:7443'],
    ['192.168.1.4', 'https://192.168.1.4'],
  ])('%s names a relay', (text, origin) => {
    expect(parseRelayAddress(text)).toBe(origin)
  })

  test.each([
    'http://relay.example.org',
    'ftp://relay.example.org',
    'relay.example.org/path',
    'https://user:secret@relay.example.org',
    'relay example',
    'relay.example.org:99999',
    '-bad-.org',
    '',
    'https://relay.example.org?x=1',
  ])('%s is refused', (text) => {
    expect(codeOf(() => parseRelayAddress(text))).toBe('relay-address-invalid')
  })

  test('people are named by name, with the relay or without', () => {
    expect(parsePerson('Bob', 0)).toEqual({ kind: 'name', username: 'bob', relayUrl: null })
    expect(parsePerson('@bob', 0)).toEqual({ kind: 'name', username: 'bob', relayUrl: null })
    expect(parsePerson('bob@relay.example.org:7443', 0)).toEqual({
      kind: 'name',
      username: 'bob',
      relayUrl: 'https://relay.example.org:7443',
    })
    expect(codeOf(() => parsePerson('b', 0))).toBe('username-invalid')
    expect(codeOf(() => parsePerson('bob smith', 0))).toBe('username-invalid')
    expect(codeOf(() => parsePerson('bob@http://example.org', 0))).toBe('relay-address-invalid')
    expect(codeOf(() => parsePerson('megachat://invite/xyz', 0))).toBe('invite-invalid')
    expect(codeOf(() => parseRelay('see megachat:', 0))).toBe('invite-invalid')
    expect(formatAddress('bob', 'https://relay.example.org')).toBe('bob@relay.example.org')
    expect(formatAddress('bob', 'http://127.0.0.1:8080')).toBe('bob@127.0.0.1:8080')
  })
})
