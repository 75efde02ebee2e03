/** What a relay may be told to be, and what follows from it. Has no knowledge of where the words come from. */
import { isIP } from 'node:net'
import { Type } from 'typebox'
import { defaultLimits, Limits } from '../shared/relay-api/index.ts'

const closed = { additionalProperties: false } as const

const Rate = Type.Object(
  {
    /** So many at once… */
    burst: Type.Integer({ minimum: 1 }),
    /** …and then so many a minute. */
    perMinute: Type.Number({ exclusiveMinimum: 0 }),
  },
  closed,
)
export type Rate = Type.Static<typeof Rate>

export const Rates = Type.Object(
  {
    /** Registrations from one address. */
    registrations: Rate,
    /** Registrations from all addresses together. */
    registrationsInAll: Rate,
    /** Look-ups of names from one address. */
    names: Rate,
    /** Bundles and envelopes without a token, from one address. */
    strangersPerAddress: Rate,
    /** Bundles and envelopes without a token, for one account. */
    strangersPerMailbox: Rate,
    /** Bundles and envelopes with one request token. */
    requests: Rate,
    /** Bundles with one delivery token: no contact drains the one-time prekeys. */
    bundles: Rate,
    /** Blobs that are left with one delivery token. */
    leftBlobs: Rate,
  },
  closed,
)
export type Rates = Type.Static<typeof Rates>

const defaultRates: Rates = {
  registrations: { burst: 50, perMinute: 10 },
  registrationsInAll: { burst: 1000, perMinute: 100 },
  names: { burst: 100, perMinute: 60 },
  strangersPerAddress: { burst: 100, perMinute: 60 },
  strangersPerMailbox: { burst: 60, perMinute: 20 },
  requests: { burst: 300, perMinute: 120 },
  bundles: { burst: 300, perMinute: 60 },
  leftBlobs: { burst: 300, perMinute: 120 },
}

const Tls = Type.Union([
  Type.Literal('none'),
  Type.Literal('self-signed'),
  Type.Object({ cert: Type.String(), key: Type.String() }, closed),
])

const Registration = Type.Union([Type.Literal('open'), Type.Literal('token'), Type.Literal('closed')])

const Turn = Type.Object(
  {
    /** `turn:` and `turns:` URLs of the coturn beside the relay. */
    urls: Type.Array(Type.String({ pattern: '^turns?:' })),
    /** `stun:` URLs. */
    stun: Type.Optional(Type.Array(Type.String({ pattern: '^stuns?:' }))),
    /** coturn's `static-auth-secret`. */
    secret: Type.String({ minLength: 16 }),
    ttlSeconds: Type.Optional(Type.Integer({ minimum: 60, maximum: 86_400 })),
  },
  closed,
)

const S3 = Type.Object(
  {
    /** `https://s3.example.org`. */
    endpoint: Type.String({ pattern: '^https?://' }),
    /** Left out where it is part of the endpoint's name. */
    bucket: Type.Optional(Type.String({ pattern: '^[a-z0-9][a-z0-9.-]{1,62}$' })),
    region: Type.Optional(Type.String({ minLength: 1 })),
    /** Begins the name of each object. */
    prefix: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9/._-]*$' })),
    accessKeyId: Type.String({ minLength: 1 }),
    secretAccessKey: Type.String({ minLength: 1 }),
  },
  closed,
)

const Port = Type.Integer({ minimum: 1, maximum: 65_535 })

const Coturn = Type.Object(
  {
    port: Type.Optional(Port),
    /** The same over TLS, where the relay was given a certificate. */
    tlsPort: Type.Optional(Port),
    /** Ports of UDP that calls get, from and to. */
    relayPorts: Type.Optional(Type.Tuple([Port, Port])),
    /** The address outside, where a router translates: `203.0.113.7` or `203.0.113.7/10.0.0.5`. */
    externalIp: Type.Optional(Type.String({ pattern: '^[0-9A-Fa-f.:]+(/[0-9A-Fa-f.:]+)?$' })),
  },
  closed,
)

const Postgres = Type.Object(
  {
    /** `postgres://user:password@host/database`, and `?sslmode=verify-full` beyond this computer; several hosts with commas. */
    url: Type.String({ pattern: '^postgres(ql)?://' }),
    /** Connections of this relay. */
    connections: Type.Optional(Type.Integer({ minimum: 4, maximum: 1000 })),
    /** Holds the tables. */
    schema: Type.Optional(Type.String({ pattern: '^[a-z_][a-z0-9_]{0,62}$' })),
  },
  closed,
)

const Nats = Type.Object(
  {
    /** `nats://user:password@host:4222`, or `tls://` beyond this computer. */
    servers: Type.Array(Type.String({ pattern: '^(nats|tls)://' }), { minItems: 1 }),
    /** Stands before every subject. */
    prefix: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9_-]{1,64}$' })),
  },
  closed,
)

/** The configuration file, and what `startRelay` takes. */
export const RelayOptions = Type.Object(
  {
    /** Folder of all that the relay keeps. */
    data: Type.String({ minLength: 1 }),
    host: Type.Optional(Type.String({ minLength: 1 })),
    /** 0 takes any free one. */
    port: Type.Optional(Type.Integer({ minimum: 0, maximum: 65_535 })),
    name: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
    /** How clients reach the relay, where that is not `host` and `port`: behind a proxy, under a name. */
    publicUrl: Type.Optional(Type.String({ pattern: '^https?://' })),
    /** Further `host` or `host:port` that clients may reach it by. */
    hosts: Type.Optional(Type.Array(Type.String({ pattern: '^([A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+\\])(:[0-9]{1,5})?$' }))),
    tls: Type.Optional(Tls),
    /** TLS ends in a proxy before the relay, which adds to X-Forwarded-For who asks. */
    trustProxy: Type.Optional(Type.Boolean()),
    registration: Type.Optional(Registration),
    /** Who may read `/metrics`: programs on this computer, or everybody. */
    metrics: Type.Optional(Type.Union([Type.Literal('local'), Type.Literal('public')])),
    /** A page for people at `/status`. */
    statusPage: Type.Optional(Type.Boolean()),
    /** Seconds over which devices are sent elsewhere before the relay stops; meanwhile `/readyz` says no. */
    drainSeconds: Type.Optional(Type.Integer({ minimum: 0, maximum: 600 })),
    limits: Type.Optional(Type.Partial(Limits, closed)),
    rates: Type.Optional(Type.Partial(Rates, closed)),
    /** Where several relays are one: all of them keep accounts and mailboxes there, not in their data folders. */
    postgres: Type.Optional(Postgres),
    /** How many relays hear each other; a few do so through PostgreSQL. */
    nats: Type.Optional(Nats),
    /** Folder of the stored chunks, if not in the data folder; relays that are one share it. */
    blobs: Type.Optional(Type.String({ minLength: 1 })),
    /** Keeps the chunks of relays that are one, in place of a folder. */
    s3: Type.Optional(S3),
    /** A TURN server that runs already. */
    turn: Type.Optional(Turn),
    /** One that the relay starts and ends: coturn, which must be installed. */
    coturn: Type.Optional(Coturn),
    /** Path of the native part of better-sqlite3, where it is not the usual one. */
    sqliteBinding: Type.Optional(Type.String()),
    logLevel: Type.Optional(
      Type.Union([
        Type.Literal('silent'),
        Type.Literal('error'),
        Type.Literal('warn'),
        Type.Literal('info'),
        Type.Literal('debug'),
      ]),
    ),
  },
  closed,
)
export type RelayOptions = Type.Static<typeof RelayOptions>

export type Settings = Omit<RelayOptions, 'limits' | 'rates'> &
  Required<
    Pick<
      RelayOptions,
      | 'host'
      | 'port'
      | 'name'
      | 'hosts'
      | 'tls'
      | 'trustProxy'
      | 'registration'
      | 'metrics'
      | 'drainSeconds'
      | 'statusPage'
    >
  > & {
    readonly limits: Limits
    readonly rates: Rates
  }

export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || host === '[::1]' || (isIP(host) === 4 && host.startsWith('127.'))

/** All addresses of this computer. */
export const isWildcard = (host: string): boolean => host === '0.0.0.0' || host === '::'

/** @throws Error in words for whoever runs the relay. */
export function resolveSettings(options: RelayOptions): Settings {
  const host = options.host ?? '127.0.0.1'
  const publicUrl = options.publicUrl === undefined ? null : parseUrl(options.publicUrl)
  const trustProxy = options.trustProxy ?? false
  if (options.turn !== undefined && options.coturn !== undefined)
    throw new Error('"turn" names a TURN server that runs already, "coturn" starts one: only one of them can be')
  if (options.nats !== undefined && options.postgres === undefined)
    throw new Error('"nats" is for several relays that are one, which needs "postgres"')
  if (options.s3 !== undefined && options.blobs !== undefined)
    throw new Error('"blobs" names a folder for chunks, "s3" a store for them: only one of them can be')
  const local = isLoopback(host) && !trustProxy && (publicUrl === null || isLoopback(publicUrl.hostname))
  const tls = options.tls ?? (isLoopback(host) || trustProxy ? 'none' : 'self-signed')
  if (tls === 'none' && !isLoopback(host) && !trustProxy) {
    throw new Error('tls "none" beyond this computer needs a proxy with TLS before the relay ("trustProxy": true)')
  }
  return {
    ...options,
    host,
    port: options.port ?? 0,
    name: options.name ?? 'MegaChat relay',
    hosts: options.hosts ?? [],
    tls,
    trustProxy,
    // Who can reach a relay on loopback has an account on this computer anyway.
    registration: options.registration ?? (local ? 'open' : 'token'),
    metrics: options.metrics ?? 'local',
    statusPage: options.statusPage ?? false,
    drainSeconds: options.drainSeconds ?? 0,
    limits: { ...defaultLimits, ...options.limits },
    rates: { ...defaultRates, ...options.rates },
  }
}

function parseUrl(text: string): URL {
  try {
    return new URL(text)
  } catch {
    throw new Error('publicUrl is no URL')
  }
}
