import { describe, expect, it } from 'vitest'
import { readRequest, readResponse, writeRequest, writeResponse } from './stun.ts'

const hex = (text: string) => Uint8Array.from(Buffer.from(text.replaceAll(/\s/g, ''), 'hex'))

/** RFC 5769 section 2.2 and 2.3. */
const transaction = hex('b7e7a701bc34d686fa87dfae')
const sampleV4 = hex(`0101003c 2112a442 b7e7a701bc34d686fa87dfae 8022000b 7465737420766563746f7220
  00200008 0001a147 e112a643`)
const sampleV6 = hex(`01010048 2112a442 b7e7a701bc34d686fa87dfae 8022000b 7465737420766563746f7220
  00200014 0002a147 0113a9faa5d3f179bc25f4b5bed2b9d9`)

describe('F-46 STUN', () => {
  it('reads the samples of RFC 5769', () => {
    expect(readResponse(sampleV4, transaction)).toEqual({ host: '192.0.2.1', port: 32853 })
    expect(readResponse(sampleV6, transaction)).toEqual({ host: '2001:db8:1234:5678:11:2233:4455:6677', port: 32853 })
  })

  it.each([
    { host: '203.0.113.7', port: 1 },
    { host: '2001:db8:0:0:0:0:0:7', port: 65535 },
  ])('tells $host and $port', (address) => {
    expect(readResponse(writeResponse(transaction, address), transaction)).toEqual(address)
  })

  it('takes short forms of IPv6 addresses', () => {
    const response = writeResponse(transaction, { host: 'fe80::1', port: 9 })
    expect(readResponse(response, transaction)?.host).toBe('fe80:0:0:0:0:0:0:1')
  })

  it('knows a request from anything else', () => {
    const request = writeRequest(transaction)
    expect(readRequest(request)).toEqual(transaction)
    expect(readRequest(request.subarray(0, 19))).toBeNull()
    expect(readRequest(sampleV4)).toBeNull()
    expect(readRequest(Buffer.from('GET / HTTP/1.1\r\n\r\nmore'))).toBeNull()
  })

  it('takes no response to another transaction, and none that is cut', () => {
    expect(readResponse(sampleV4, new Uint8Array(12))).toBeNull()
    for (let length = 0; length < sampleV4.length - 12; length++)
      expect(readResponse(sampleV4.subarray(0, length), transaction)).toBeNull()
  })
})
