import { describe, expect, it } from 'vitest'
import { firstProxyOf, proxyOfUrl } from './proxy.ts'

describe('firstProxyOf', () => {
  it('takes the first of a list', () => {
    expect(firstProxyOf('PROXY proxy.example:3128; DIRECT')).toEqual({
      kind: 'http',
      host: 'proxy.example',
      port: 3128,
    })
    expect(firstProxyOf('SOCKS5 127.0.0.1:9050')).toEqual({ kind: 'socks5', host: '127.0.0.1', port: 9050 })
    expect(firstProxyOf('SOCKS [::1]:1080;PROXY a:1')).toEqual({ kind: 'socks5', host: '::1', port: 1080 })
  })

  it('goes straight where the list says so, or says what nobody understands', () => {
    for (const list of ['DIRECT', '', 'QUIC a:443', 'PROXY a:0', 'DIRECT; PROXY a:1'])
      expect(firstProxyOf(list)).toBeNull()
  })
})

it('reads what an environment says', () => {
  expect(proxyOfUrl('http://proxy:3128/')).toEqual({ kind: 'http', host: 'proxy', port: 3128 })
  expect(proxyOfUrl('socks5h://[::1]')).toEqual({ kind: 'socks5', host: '::1', port: 1080 })
  expect(proxyOfUrl('proxy:3128')).toBeNull()
  expect(proxyOfUrl('')).toBeNull()
})
