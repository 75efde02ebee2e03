import 'reflect-metadata'
import { createHash, webcrypto } from 'node:crypto'
import { once } from 'node:events'
import { createServer as createHttp, type RequestListener } from 'node:http'
import { createServer as createHttps } from 'node:https'
import type { AddressInfo } from 'node:net'
import { createServer as createTcp } from 'node:net'
import { PemConverter, X509CertificateGenerator } from '@peculiar/x509'
import { afterEach, describe, expect, test } from 'vitest'
import type { AppError } from '../../../shared/errors.ts'
import { routes } from '../../../shared/relay-api/index.ts'
import { RelayHttp } from './http.ts'
import { fetchInfo } from './lookup.ts'

const closers: (() => void | Promise<void>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

async function serve(listener: RequestListener): Promise<string> {
  const server = createHttp(listener).listen(0, '127.0.0.1')
  closers.push(() => void server.close())
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

function clientFor(url: string, pin: Uint8Array | null = null): RelayHttp {
  const http = new RelayHttp({ url, pin })
  closers.push(() => http.close())
  return http
}

/** Signed by itself, for another name, and out of date. */
async function makeCertificate(): Promise<{ cert: string; key: string; pin: Uint8Array }> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const [notBefore, notAfter] = [new Date('2020-01-01'), new Date('2020-02-01')]
  const of = { name: 'CN=elsewhere', notBefore, notAfter, signingAlgorithm: algorithm, keys }
  const certificate = await X509CertificateGenerator.createSelfSigned(of, webcrypto)
  const key = PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY')
  const pin = createHash('sha256').update(new Uint8Array(certificate.publicKey.rawData)).digest()
  return { cert: certificate.toString('pem'), key, pin }
}

describe('answers', () => {
  test.each([
    ['another form', 200, '{"nonce":5}', 'relay-refused'],
    ['no JSON', 200, 'hello', 'relay-refused'],
    [
      'an error of the relay',
      429,
      '{"code":"rate-limited","message":"slow","data":{"retryAfterMs":7}}',
      'rate-limited',
    ],
    [
      'a word that is not for a relay to say',
      400,
      '{"code":"profile-damaged","message":"","data":{}}',
      'relay-refused',
    ],
    ['a code that nobody knows', 400, '{"code":"strange","message":"","data":{}}', 'relay-refused'],
    ['a proxy in trouble', 502, '<html>', 'relay-busy'],
    ['a page that is not there', 404, '<html>', 'relay-refused'],
  ])('%s', async (_, status, body, code) => {
    const url = await serve((_request, response) => response.writeHead(status).end(body))
    await expect(clientFor(url).call(routes.nonce)).rejects.toMatchObject({ code })
  })

  test('carry the figures of an error and a few words, whatever a relay says', async () => {
    const data = `{"missing":[2],"limit":3,"more":"${'x'.repeat(9999)}"}`
    const body = `{"code":"devices-mismatched","message":"${'x'.repeat(9999)}","data":${data}}`
    const url = await serve((_request, response) => response.writeHead(409).end(body))
    const error: unknown = await clientFor(url)
      .call(routes.nonce)
      .catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'devices-mismatched', message: 'x'.repeat(200) })
    expect((error as AppError).data).toEqual({ limit: 3 })
  })

  test('without end are given up', async () => {
    const url = await serve((_request, response) => {
      const write = () => {
        while (response.write(Buffer.alloc(65_536)));
        response.once('drain', write)
      }
      response.writeHead(200)
      write()
    })
    await expect(clientFor(url).call(routes.nonce)).rejects.toMatchObject({ code: 'relay-unreachable' })
  })

  test('that do not come, and callers that leave', async () => {
    const url = await serve(() => undefined)
    await expect(clientFor(url).call(routes.nonce, { timeoutMs: 50 })).rejects.toMatchObject({
      code: 'relay-unreachable',
    })
    const controller = new AbortController()
    const call = clientFor(url).call(routes.nonce, { signal: controller.signal })
    controller.abort()
    await expect(call).rejects.toMatchObject({ code: 'cancelled' })
  })

  test('of something else than a relay, or of another version', async () => {
    const page = await serve((_request, response) => response.end('<html>'))
    await expect(fetchInfo(clientFor(page))).rejects.toMatchObject({ code: 'not-a-relay' })
  })
})

describe('M-4 certificates', () => {
  async function serveTls(): Promise<{ url: string; pin: Uint8Array; seen: string[] }> {
    const { cert, key, pin } = await makeCertificate()
    const seen: string[] = []
    const server = createHttps({ cert, key }, (request, response) => {
      seen.push(request.url ?? '')
      response.end('{"nonce":"abc","expiresAt":1}')
    }).listen(0, '127.0.0.1')
    closers.push(() => void server.close())
    await once(server, 'listening')
    return { url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`, pin, seen }
  }

  test('are taken by their key, whatever name and date they carry', async () => {
    const { url, pin } = await serveTls()
    expect(await clientFor(url, pin).call(routes.nonce)).toEqual({ nonce: 'abc', expiresAt: 1 })
  })

  test('of another key, or that nobody vouches for, get no byte of a request', async () => {
    const { url, seen } = await serveTls()
    await expect(clientFor(url, new Uint8Array(32)).call(routes.nonce)).rejects.toMatchObject({
      code: 'relay-certificate-changed',
    })
    await expect(clientFor(url).call(routes.nonce)).rejects.toMatchObject({ code: 'relay-certificate-untrusted' })
    expect(seen).toEqual([])
  })

  test('are not awaited for ever from who speaks no TLS', async () => {
    const server = createTcp((socket) => socket.end('220 mail\r\n')).listen(0, '127.0.0.1')
    closers.push(() => void server.close())
    await once(server, 'listening')
    const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`
    await expect(clientFor(url).call(routes.nonce)).rejects.toMatchObject({ code: 'relay-unreachable' })
  })
})
