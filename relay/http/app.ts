/** The HTTP server bare: bodies, limits, errors, and whether a request names a host that is ours. Knows no route. */
import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify'
import { mediaTypes } from '../../shared/relay-api/index.ts'
import type { RelayContext } from '../context.ts'
import { Refusal } from '../refusal.ts'
import type { TlsIdentity } from '../tls.ts'
import { answerError } from './errors.ts'

/** Milliseconds for the head of a request. A chunk's body may take longer on a thin line. */
const headersTimeoutMs = 20_000
const requestTimeoutMs = 15 * 60_000
/** Longer than clients keep an idle connection, so that they and not we close it. */
const keepAliveMs = 75_000

const hostOfRequest = Symbol('host')

declare module 'fastify' {
  interface FastifyRequest {
    [hostOfRequest]: string
  }
}

/** The host that the request names, as the client signs it. */
export const acceptedHost = (request: FastifyRequest): string => request[hostOfRequest]

export function makeApp({ settings, hosts, metrics, log }: RelayContext, tls: TlsIdentity | null): FastifyInstance {
  const app = Fastify({
    logger: false,
    // One proxy: what stands in X-Forwarded-For before its own word came from whoever asks.
    trustProxy: settings.trustProxy && ((_, hop) => hop === 0),
    keepAliveTimeout: keepAliveMs,
    requestTimeout: requestTimeoutMs,
    http: { headersTimeout: headersTimeoutMs },
    routerOptions: { maxParamLength: 128 },
    forceCloseConnections: 'idle',
    // A path that is none.
    frameworkErrors: (error, request, reply) => answerError(error, request, reply, log),
    ...(tls === null ? {} : { https: { key: tls.key, cert: tls.cert, headersTimeout: headersTimeoutMs } }),
  })

  app.removeAllContentTypeParsers()
  app.addContentTypeParser(mediaTypes.json, { parseAs: 'string' }, app.getDefaultJsonParser('error', 'error'))
  app.addContentTypeParser(mediaTypes.protobuf, { parseAs: 'buffer' }, (_, body, done) => done(null, body))
  // Streamed by the route, which watches its length.
  app.addContentTypeParser(mediaTypes.bytes, (_, payload, done) => done(null, payload))

  app.decorateRequest(hostOfRequest, '')
  app.addHook('onRequest', async (request) => {
    if (!request.url.startsWith('/v1/')) return
    const host = hosts.accept(request.headers.host)
    if (host === null) {
      throw new Refusal('relay-address-invalid', 'this relay is not known by this name: see publicUrl and hosts')
    }
    request[hostOfRequest] = host
  })
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none'
    metrics.requests.inc({ route, status: reply.statusCode })
    metrics.seconds.observe({ route }, reply.elapsedTime / 1000)
  })
  app.setErrorHandler((error, request, reply) => answerError(error, request, reply, log))
  app.setNotFoundHandler((request, reply) =>
    answerError(new Refusal('not-found', 'no such route'), request, reply, log),
  )
  return app
}
