import { expect, test } from 'vitest'
import { type CoturnConfig, coturnConfig } from './coturn-config.ts'

const config: CoturnConfig = {
  ...{ listen: null, publicHost: 'relay.example.org', port: 3478, relayPorts: [49_152, 49_200] },
  ...{ folder: '/var/lib/megachat/coturn', secret: 'f'.repeat(64) },
}
const linesOf = (change: Partial<CoturnConfig>) => coturnConfig({ ...config, ...change }).split('\n')

test('R-32 a TURN server that the world reaches leads to nothing behind it', () => {
  expect(linesOf({})).toEqual(
    expect.arrayContaining([
      'use-auth-secret',
      'denied-peer-ip=10.0.0.0-10.255.255.255',
      'denied-peer-ip=192.168.0.0-192.168.255.255',
      'no-multicast-peers',
    ]),
  )
  expect(linesOf({})).not.toContain('allow-loopback-peers')
})

test('R-32 inside a network it leads to that network, and to loopback on loopback alone', () => {
  const home = linesOf({ publicHost: '192.168.1.5', listen: '192.168.1.5' })
  expect(home.filter((line) => line.startsWith('denied-peer-ip'))).toEqual([])
  expect(home).toContain('relay-ip=192.168.1.5')
  expect(home).not.toContain('allow-loopback-peers')
  expect(linesOf({ publicHost: '127.0.0.1', listen: '127.0.0.1' })).toContain('allow-loopback-peers')
})

test('it takes TLS where there is a certificate, and says that it does not where there is none', () => {
  expect(linesOf({})).toContain('no-tls')
  const lines = linesOf({ tls: { port: 5349, cert: '/etc/relay/cert.pem', key: '/etc/relay/key.pem' } })
  expect(lines).toEqual(
    expect.arrayContaining(['tls-listening-port=5349', 'cert=/etc/relay/cert.pem', 'pkey=/etc/relay/key.pem']),
  )
  expect(lines).not.toContain('no-tls')
})

test('it keeps no log and takes no commands', () => {
  expect(linesOf({ externalIp: '203.0.113.7' })).toEqual(
    expect.arrayContaining(['external-ip=203.0.113.7', 'no-cli', 'log-file=/dev/null']),
  )
})
