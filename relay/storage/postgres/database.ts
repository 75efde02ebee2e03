/** The connections to PostgreSQL: their settings, the forms of values, and what their failures mean. Knows no table. */
import { type ClientConfig, type CustomTypesConfig, DatabaseError, Pool, types } from 'pg'
import { AppError } from '../../../shared/errors.ts'
import { Refusal } from '../../refusal.ts'

export interface PostgresOptions {
  /** `postgres://` with everything that it needs: user, password, host, database, `sslmode`. */
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
 * Settings of every connection.
 * @param durable What is answered is on the disk, whatever the server's own default is; else it may be undone by a crash.
 */
export function clientConfig({ url, schema = defaultSchema }: PostgresOptions, durable = true): ClientConfig {
  return {
    connectionString: url,
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
  const { connections = defaultConnections } = options
  const pool = new Pool({ ...clientConfig(options, durable), max: connections })
  // An idle connection that is lost; the next statement gets a new one.
  pool.on('error', onTrouble)
  return {
    async rows<Row extends object>({ name, text }: Statement, values: readonly unknown[]) {
      try {
        return (await pool.query<Row>({ name, text, values: [...values] })).rows
      } catch (error) {
        throw translated(error)
      }
    },
    close: () => pool.end(),
  }
}

/** SQLSTATE classes (PostgreSQL, appendix A) of a server that cannot serve now: connection, shutdown, failover, locks. */
const away = /^(08|57P|25006|40|53[13]|55P03|57014)/

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
