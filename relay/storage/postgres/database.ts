/** The connections to PostgreSQL: their settings, the forms of values, and what their failures mean. Knows no table. */
import { type ClientConfig, type CustomTypesConfig, DatabaseError, Pool, types } from 'pg'
import { AppError } from '../../../shared/errors.ts'
import { Refusal } from '../../refusal.ts'
import { primaryOf, serversOf } from './servers.ts'

export interface PostgresOptions {
  /** `postgres://` with everything that it needs: user, password, host (several where one is the primary), database, `sslmode`. */
  readonly url: string
  /** Connections of this relay. */
  readonly connections?: number | undefined
  /** Holds the tables. */
  readonly schema?: string | undefined
}

export const defaultSchema = 'megachat_relay'
const defaultConnections = 10

/** Milliseconds for a connection, and for the longest statement: there, and here where the network is cut and nobody answers. */
const connectMs = 5000
const statementMs = 10_000
const answerMs = 12_000
/** When a client may try again after the database was away. */
const retryAfterMs = 1000

export interface Statement {
  readonly name: string
  readonly text: string
}

export interface Database {
  /**
   * Runs one statement, which is prepared once for each connection and commits by itself.
   * @throws Refusal `relay-busy` where the database cannot be reached; whether the statement was done is not known then.
   */
  rows<Row extends object>(statement: Statement, values: readonly unknown[]): Promise<Row[]>
  close(): Promise<void>
}

/** Times and counts are 64 bits wide there and stay far below 2^53. Bytes come in hexadecimal, after `\x`. */
const valueTypes: CustomTypesConfig = {
  getTypeParser(id, format) {
    if (id === types.builtins.INT8) return (value: string) => Number(value)
    if (id === types.builtins.BYTEA) return (value: string) => new Uint8Array(Buffer.from(value.slice(2), 'hex'))
    return types.getTypeParser(id, format)
  },
}

/**
 * Settings of every connection, to the server that takes writes now.
 * @throws Error where several are given, and none does.
 * @param durable What is answered is on the disk, whatever the server's own default is; else it may be undone by a crash.
 */
export async function clientConfig(
  { url, schema = defaultSchema }: PostgresOptions,
  durable = true,
): Promise<ClientConfig> {
  return {
    connectionString: await primaryOf(url),
    application_name: 'megachat-relay',
    types: valueTypes,
    connectionTimeoutMillis: connectMs,
    statement_timeout: statementMs,
    query_timeout: answerMs,
    keepAlive: true,
    options: `-c search_path=${schema} -c synchronous_commit=${durable ? 'on' : 'off'} -c jit=off`,
  }
}

export function openDatabase(options: PostgresOptions, onTrouble: (error: Error) => void, durable?: boolean): Database {
  const primary = new PrimaryPool(options, onTrouble, durable)
  return {
    async rows<Row extends object>({ name, text }: Statement, values: readonly unknown[]) {
      let pool: Pool | null = null
      try {
        pool = await primary.current()
        return (await pool.query<Row>({ name, text, values: [...values] })).rows
      } catch (error) {
        // It may be another one by now.
        if (pool !== null && isGone(error)) primary.doubt(pool)
        throw translated(error)
      }
    },
    close: () => primary.close(),
  }
}

/** Connections to the server that takes writes; where it has failed, to the one that does so then. */
class PrimaryPool {
  readonly #options: PostgresOptions
  readonly #onTrouble: (error: Error) => void
  readonly #durable: boolean | undefined
  #current: Promise<Pool> | null = null
  /** Of several that fail together, or late, each is given up once, and none that came after it. */
  readonly #doubted = new WeakSet<Pool>()

  constructor(options: PostgresOptions, onTrouble: (error: Error) => void, durable?: boolean) {
    this.#options = options
    this.#onTrouble = onTrouble
    this.#durable = durable
  }

  current(): Promise<Pool> {
    if (this.#current === null) {
      const opening = this.#open()
      this.#current = opening
      opening.catch(() => {
        if (this.#current === opening) this.#current = null
      })
    }
    return this.#current
  }

  /** Something that was asked of this one failed. Of a single server the pool makes new connections by itself. */
  doubt(pool: Pool): void {
    if (this.#doubted.has(pool) || serversOf(this.#options.url).length === 1) return
    this.#doubted.add(pool)
    this.#current = null
    // Whatever is under way ends by itself.
    pool.end().catch(this.#onTrouble)
  }

  async close(): Promise<void> {
    const pool = await this.#current?.catch(() => null)
    await pool?.end()
  }

  async #open(): Promise<Pool> {
    const { connections = defaultConnections } = this.#options
    const pool = new Pool({ ...(await clientConfig(this.#options, this.#durable)), max: connections })
    // An idle connection that is lost; the next statement gets a new one.
    pool.on('error', this.#onTrouble)
    return pool
  }
}

/** SQLSTATE classes (PostgreSQL, appendix A) of a server that cannot serve now: connection, shutdown, failover, locks. */
const away = /^(08|57P|25006|40|53[13]|55P03|57014)/

/** A server that has ended, or takes no writes: not one that is only busy. */
const isGone = (error: unknown): boolean =>
  !(error instanceof DatabaseError) || /^(08|57P|25006)/.test(error.code ?? '')

export function translated(error: unknown): unknown {
  if (!(error instanceof DatabaseError)) return new Refusal('relay-busy', reason(error), { retryAfterMs })
  if (error.code === '53100') return new AppError('disk-full', error.message)
  return away.test(error.code ?? '') ? new Refusal('relay-busy', error.message, { retryAfterMs }) : error
}

/** A refused connection to several addresses carries its reasons inside. */
const reason = (error: unknown): string => {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(reason).join('; ')
  return error instanceof Error ? error.message : String(error)
}

/** Of a value in the statement, or of one of its rows; not of the server. */
export const isOfOneRow = (error: unknown): boolean => error instanceof DatabaseError
