/** Reads the command line and the configuration file. What the command line says wins. */
import { parseArgs } from 'node:util'
import type { RelayOptions } from '../settings.ts'
import { adminUsage } from './admin/usage.ts'
import { faultOf, readConfigFile, UsageError } from './config-file.ts'
import { programName } from './program-name.ts'

const defaultPort = 7443
const defaultData = 'relay-data'

export const usage = `Usage: ${programName} [COMMAND] [options]

Without a command it runs the relay.
  setup                  asks a few questions and writes the configuration
  doctor                 looks for what is amiss and says what to do
  migrate                brings the store from SQLite into PostgreSQL
  status                 and other words about one that runs: see the end

  --port N               port to listen on (default ${defaultPort}; 0 takes any free one)
  --host HOST            address to listen on (default 127.0.0.1; 0.0.0.0 for the network)
  --data DIR             folder of all that the relay keeps (default ${defaultData})
  --config FILE          YAML with these and further options
  --name NAME            what people see
  --public-url URL       how clients reach it, behind a proxy or under a name
  --registration WHO     open, token or closed (default: open on loopback, else token)
  --tls-cert FILE        certificate and
  --tls-key FILE         key (PEM); without them the relay signs its own beyond loopback
  --turn                 start coturn too, for calls that find no direct way
  --turn-port N          its port (default 3478)
  --trust-proxy          TLS ends in a proxy before the relay
  --log-level LEVEL      silent, error, warn, info or debug
  --help

About a relay that runs, with --data or --config as it was started, and --json for scripts:
${adminUsage}`

/** Null where the user asked for help. @throws UsageError */
export function readOptions(args: readonly string[]): RelayOptions | null {
  const given = parse(args)
  if (given.help) return null
  const file = given.config === undefined ? {} : readConfigFile(given.config)
  const tls = tlsFiles(given['tls-cert'], given['tls-key'])
  const options = {
    data: defaultData,
    port: defaultPort,
    ...file,
    ...present({
      port: given.port === undefined ? undefined : Number(given.port),
      host: given.host,
      data: given.data,
      name: given.name,
      publicUrl: given['public-url'],
      registration: given.registration,
      trustProxy: given['trust-proxy'],
      logLevel: given['log-level'],
      sqliteBinding: given['sqlite-binding'],
      tls,
      coturn: coturnOf(given),
    }),
  }
  return check(options, given.config === undefined ? 'options' : 'configuration')
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const
  try {
    return parseArgs({
      args: [...args],
      options: {
        port: text,
        host: text,
        data: text,
        config: text,
        name: text,
        'public-url': text,
        registration: text,
        'tls-cert': text,
        'tls-key': text,
        turn: { type: 'boolean' },
        'turn-port': text,
        'trust-proxy': { type: 'boolean' },
        'log-level': text,
        'sqlite-binding': text,
        help: { type: 'boolean', short: 'h' },
      },
    }).values
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

function coturnOf({ turn, 'turn-port': port }: { turn?: boolean | undefined; 'turn-port'?: string | undefined }) {
  if (turn !== true && port === undefined) return undefined
  if (turn !== true) throw new UsageError('--turn-port goes with --turn')
  return port === undefined ? {} : { port: Number(port) }
}

function tlsFiles(cert: string | undefined, key: string | undefined) {
  if (cert === undefined && key === undefined) return undefined
  if (cert === undefined || key === undefined) throw new UsageError('--tls-cert and --tls-key go together')
  return { cert, key }
}

function check(options: unknown, where: string): RelayOptions {
  const fault = faultOf(options)
  if (fault !== null) throw new UsageError(`${where}: ${fault.words}`)
  return options as RelayOptions
}

const present = (options: object): object =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined))
