/** Starts a relay inside the calling thread and wires its rooms. The only file that knows them all. */
import { mkdir } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { type DestinationStream, pino } from 'pino'
import { errorForLog } from '../shared/error-log.ts'
import { Authenticator } from './accounts/authenticator.ts'
import { accountRoutes } from './accounts/routes.ts'
import { backUp } from './admin/backup.ts'
import { serveAdmin } from './admin/serve.ts'
import { blobRoutes } from './blobs/routes.ts'
import { openBus } from './bus/open-bus.ts'
import type { RelayContext } from './context.ts'
import { makeApp } from './http/app.ts'
import { Hosts } from './http/hosts.ts'
import { operationRoutes } from './http/operations.ts'
import { outwardAddress } from './http/outward-address.ts'
import { RateLimits } from './http/rate-limit.ts'
import { statusRoutes } from './http/status-page.ts'
import { keyRoutes } from './keys/routes.ts'
import { linkOf } from './link.ts'
import { mailboxRoutes } from './mailboxes/routes.ts'
import { reconcile, startSweeping } from './maintenance.ts'
import { Metrics } from './metrics.ts'
import { servePush } from './push/routes.ts'
import { openSecrets } from './secrets.ts'
import { isWildcard, type RelayOptions, resolveSettings, type Settings } from './settings.ts'
import { openBlobStore } from './storage/open-blob-store.ts'
import { openStore } from './storage/open-store.ts'
import { serveStun } from './stun/serve.ts'
import { givenTls, selfSignedTls, type TlsIdentity } from './tls.ts'
import { startCoturn } from './turn/coturn.ts'
import type { CoturnPlace } from './turn/coturn-config.ts'
import { turnRoutes } from './turn/routes.ts'

export type { RelayOptions } from './settings.ts'

/** Milliseconds that requests under way are given when the relay stops. */
const lastRequestsMs = 5000

export interface RunningRelay {
  /** Base URL, the best one for others. */
  readonly url: string
  /** All base URLs, best first. */
  readonly urls: readonly [string, ...string[]]
  readonly port: number
  /** SHA-256 of the certificate's SubjectPublicKeyInfo, base64url; null without TLS or where an authority vouches. */
  readonly pin: string | null
  /** Null where registration needs none. */
  readonly registrationToken: string | null
  /** See `backUp` of relay/admin. */
  backUp(folder: string): Promise<void>
  /** Answers what is under way, tells sockets to come again, and closes the stores. */
  close(): Promise<void>
}

export interface Surroundings {
  /** Where log lines go; standard error else. */
  readonly logs?: DestinationStream
  /** The relay cannot go on: its store has ended. */
  readonly onFailure?: (error: Error) => void
  /** Whether it listens for the commands of whoever runs it, on a socket in its data folder. */
  readonly isAdministered?: boolean
}

/**
 * @throws Error in words for whoever runs the relay: options that contradict each other, a port that is taken
 *   (`code` EADDRINUSE), a data folder in use, damaged or of a newer version.
 */
export async function startRelay(options: RelayOptions, surroundings: Surroundings = {}): Promise<RunningRelay> {
  const settings = resolveSettings(options)
  const log = pino(
    { level: settings.logLevel ?? 'info', base: null },
    surroundings.logs ?? pino.destination({ dest: 2, sync: true }),
  )
  await mkdir(settings.data, { recursive: true, mode: 0o700 })
  const secrets = await openSecrets(settings.data)
  const hosts = new Hosts(settings, isWildcard(settings.host) ? await outwardAddress() : null)
  const tls = await tlsOf(settings, hosts)
  const draining = new AbortController()
  const stopping = new AbortController()
  let drain: () => Promise<void> = async () => {}

  // Closed in reverse order, also where the start fails half-way.
  const closers: (() => void | Promise<void>)[] = []
  const close = async () => {
    draining.abort()
    await drain()
    stopping.abort()
    for (const closer of closers.splice(0).reverse()) await closer()
  }
  try {
    const store = await openStore(settings, secrets, {
      log,
      onFailure: (error) => {
        log.fatal({ error: errorForLog(error) }, 'the store has ended')
        surroundings.onFailure?.(error)
      },
    })
    closers.push(() => store.close())
    const blobStore = await openBlobStore(settings)
    const bus = await openBus(settings, log)
    closers.push(() => bus.close())
    await reconcile({ store, blobStore })
    const context: RelayContext = {
      settings,
      secrets,
      store,
      blobStore,
      bus,
      authenticator: new Authenticator(secrets.ticketKey, store),
      hosts,
      rates: new RateLimits(settings.rates),
      metrics: new Metrics(),
      stun: { port: null },
      turn: { servers: settings.turn ?? null },
      log,
      draining: draining.signal,
      stopping: stopping.signal,
    }
    closers.push(startSweeping(context))

    const app = makeApp(context, tls)
    for (const addRoutes of [
      accountRoutes,
      keyRoutes,
      mailboxRoutes,
      blobRoutes,
      turnRoutes,
      operationRoutes,
      statusRoutes,
    ]) {
      addRoutes(app, context)
    }
    closers.push(async () => {
      const impatient = setTimeout(() => app.server.closeAllConnections(), lastRequestsMs)
      await app.close().finally(() => clearTimeout(impatient))
    })
    const push = servePush(app.server, context)
    closers.push(() => push.close())
    if (settings.drainSeconds > 0) drain = () => push.drain(settings.drainSeconds * 1000)

    await app.listen({ host: settings.host, port: settings.port })
    const { port } = app.server.address() as AddressInfo
    hosts.listening(port)
    try {
      const stun = await serveStun(settings.host, port)
      context.stun.port = port
      closers.push(() => stun.close())
    } catch (error) {
      log.warn({ error: errorForLog(error) }, 'the UDP port is taken: direct ways through routers will not be found')
    }
    if (settings.coturn !== undefined) {
      const coturn = await startCoturn({ ...placeOf(settings, hosts), data: settings.data, log })
      context.turn.servers = coturn.servers
      closers.push(() => coturn.close())
    }
    const { urls } = hosts
    const pin = settings.tls === 'self-signed' ? (tls?.pin ?? null) : null
    if (surroundings.isAdministered === true) {
      try {
        closers.push(await serveAdmin(context, (registrationToken) => linkOf({ urls, pin, registrationToken })))
      } catch (error) {
        log.warn({ error: errorForLog(error) }, 'commands cannot reach this relay: its data folder takes no socket')
      }
    }
    log.info({ port, tls: tls !== null, registration: settings.registration }, 'listening')
    closers.unshift(() => log.info('stopped'))
    return {
      url: urls[0],
      urls,
      port,
      pin,
      registrationToken: settings.registration === 'token' ? secrets.registrationToken : null,
      backUp: (folder) => backUp(context, folder),
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

/** Ports of TURN, and of TURN over TLS (RFC 8656 section 3.1), and the dynamic ports (RFC 6335) of which a call takes a few. */
const turnPort = 3478
const turnTlsPort = 5349
const turnRelayPorts = [49_152, 65_535] as const

function placeOf({ host, tls, coturn = {} }: Settings, hosts: Hosts): CoturnPlace {
  return {
    listen: isWildcard(host) ? null : host === 'localhost' ? '127.0.0.1' : host,
    publicHost: new URL(hosts.urls[0]).hostname,
    port: coturn.port ?? turnPort,
    relayPorts: coturn.relayPorts ?? turnRelayPorts,
    externalIp: coturn.externalIp,
    // One that the relay has signed itself would be refused.
    ...(typeof tls === 'object' && {
      tls: { port: coturn.tlsPort ?? turnTlsPort, cert: path.resolve(tls.cert), key: path.resolve(tls.key) },
    }),
  }
}

async function tlsOf({ data, tls }: Settings, hosts: Hosts): Promise<TlsIdentity | null> {
  if (tls === 'none') return null
  return tls === 'self-signed' ? selfSignedTls(data, hosts.certificateNames) : givenTls(tls)
}
