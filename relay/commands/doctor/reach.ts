/** Whether clients reach this relay: by TCP and TLS under the address that they are told, and by UDP. */
import { randomBytes, X509Certificate } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { lookup } from 'node:dns/promises'
import { request as plainRequest } from 'node:http'
import { request as tlsRequest } from 'node:https'
import type { PeerCertificate, TLSSocket } from 'node:tls'
import { type Info, routes } from '../../../shared/relay-api/index.ts'
import { readResponse, writeRequest } from '../../../shared/stun.ts'
import { sha256, toBase64url } from '../../encoding.ts'
import type { Settings } from '../../settings.ts'
import { type Finding, fault, ok, warning, wordsOf } from './finding.ts'

/** Milliseconds. */
const answerMs = 8000
const stunMs = 2000
const day = 24 * 60 * 60_000
/** Days before the end of a certificate when it is said. */
const soon = 14

interface Answered {
  readonly status: number
  readonly body: string
  readonly certificate: PeerCertificate | null
  /** What an authority-trusting client thinks of it; null where all is well. */
  readonly distrust: string | null
}

/** @param trustRoot Of this relay's keys, base64url. @param pin Of its own key; null without one. */
export async function checkReach(
  settings: Settings,
  urls: readonly string[],
  { trustRoot, pin }: { readonly trustRoot: string; readonly pin: string | null },
): Promise<Finding[]> {
  const [url = ''] = urls
  const { hostname } = new URL(url)
  const what = 'Reachable'
  try {
    await lookup(hostname.replace(/^\[|\]$/g, ''))
  } catch {
    return [
      fault(
        what,
        `the name ${hostname} leads nowhere`,
        'make its DNS record, or put the right publicUrl into the configuration',
      ),
    ]
  }
  let answered: Answered
  try {
    answered = await get(`${url}${routes.info.path}`)
  } catch (error) {
    return [fault(what, `${url} does not answer (${wordsOf(error)})`, adviceOf(error, settings))]
  }
  const info = parsed(answered)
  if (info === null)
    return [
      fault(
        what,
        `something else answers at ${url} (status ${answered.status})`,
        'see which program has this port, or what the proxy leads to',
      ),
    ]
  if (info.senderTrustRoot !== trustRoot) {
    return [
      fault(
        what,
        `another relay answers at ${url}`,
        'see that the data folder is the right one, and what the proxy or the DNS record leads to',
      ),
    ]
  }
  return [
    ok(what, `${url} is this relay`),
    ...checkCertificate(settings, answered, pin),
    ...(await checkUdp(hostname, info.stunPort)),
  ]
}

function adviceOf(error: unknown, { host, port }: Settings): string {
  const { code } = (error instanceof Error ? (error.cause ?? error) : {}) as { code?: string }
  if (code === 'ECONNREFUSED')
    return 'start the relay; if it runs, let the port through firewall and router, or see where the proxy leads'
  if (code === 'ETIMEDOUT') return `let port ${port} through firewall and router; the relay listens on ${host}`
  return 'see the relay’s log'
}

function parsed({ status, body }: Answered): Info | null {
  if (status !== 200) return null
  try {
    const info = JSON.parse(body) as Info
    return typeof info.senderTrustRoot === 'string' ? info : null
  } catch {
    return null
  }
}

function checkCertificate(
  { tls, trustProxy }: Settings,
  { certificate, distrust }: Answered,
  pin: string | null,
): Finding[] {
  const what = 'Certificate'
  if (certificate === null) return []
  const left = Math.floor((Date.parse(certificate.valid_to) - Date.now()) / day)
  if (tls === 'self-signed' && !trustProxy) {
    const spki = new X509Certificate(certificate.raw).publicKey.export({ type: 'spki', format: 'der' })
    return [
      toBase64url(sha256(spki)) === pin
        ? ok(what, 'the relay’s own key, as in its invitations')
        : fault(
            what,
            'another key than the one in the invitations',
            'a proxy before it? Then say trustProxy, or let it pass TLS through',
          ),
    ]
  }
  if (left < 0) return [fault(what, 'has run out', 'renew it; the relay reads it at its start')]
  if (distrust !== null)
    return [
      fault(what, `clients will not trust it (${distrust})`, 'give the whole chain (fullchain.pem), for this name'),
    ]
  if (left < soon) return [warning(what, `runs out in ${left} days`, 'renew it, and restart the relay')]
  return [ok(what, `trusted, for ${left} days more`)]
}

async function checkUdp(host: string, port: number | undefined): Promise<Finding[]> {
  const what = 'UDP'
  if (port === undefined) {
    return [
      warning(
        what,
        'its port is somebody else’s',
        'free it: computers behind routers find each other by it, and files go faster',
      ),
    ]
  }
  const seen = await stun(host, port)
  if (seen === null)
    return [
      warning(
        what,
        `port ${port} does not answer`,
        'let it through firewall and router, as for TCP: computers behind routers find each other by it',
      ),
    ]
  return [ok(what, `port ${port} answers`)]
}

/** The address that a STUN server sees; null where none answers. */
export async function stun(host: string, port: number): Promise<string | null> {
  const { address, family } = await lookup(host.replace(/^\[|\]$/g, ''))
  const socket = createSocket(family === 6 ? 'udp6' : 'udp4')
  const transaction = Uint8Array.from(randomBytes(12))
  try {
    return await new Promise((resolve) => {
      const timer = setTimeout(() => resolve(null), stunMs)
      socket.on('error', () => resolve(null))
      socket.on('message', (bytes) => {
        const seen = readResponse(bytes, transaction)
        if (seen === null) return
        clearTimeout(timer)
        resolve(seen.host)
      })
      socket.send(writeRequest(transaction), port, address)
    })
  } finally {
    socket.close()
  }
}

function get(url: string): Promise<Answered> {
  const request = url.startsWith('https:') ? tlsRequest : plainRequest
  return new Promise((resolve, reject) => {
    // The certificate is looked at, whoever signed it.
    const asked = request(url, { rejectUnauthorized: false, timeout: answerMs, agent: false }, (response) => {
      const socket = response.socket as Partial<TLSSocket>
      const certificate = socket.getPeerCertificate?.() ?? null
      const { authorizationError } = socket as { authorizationError?: unknown }
      let body = ''
      response.setEncoding('utf8').on('data', (part: string) => {
        body += part
      })
      response.on('error', reject)
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          body,
          certificate,
          distrust: authorizationError ? String(authorizationError) : null,
        }),
      )
    })
    asked.on('timeout', () => asked.destroy(Object.assign(new Error('no answer in 8 s'), { code: 'ETIMEDOUT' })))
    asked.on('error', reject)
    asked.end()
  })
}
