/**
 * A database on several servers, of which one takes writes: its primary, whoever that is by now. Has no knowledge of who
 * decides it (Patroni, for example).
 */
import { Client } from 'pg'

/** Milliseconds for a server to say whether it is the primary. */
const askMs = 3000

/** `postgres://user@one:5432,two/database?…` (libpq, "Specifying Multiple Hosts") as one URL for each server. */
export function serversOf(url: string): string[] {
  const [, before = '', hosts = '', after = ''] = /^(postgres(?:ql)?:\/\/(?:[^/?#]*@)?)([^/?#]*)(.*)$/.exec(url) ?? []
  return hosts.split(',').map((host) => before + host + after)
}

/**
 * The one that takes writes, of several; asked anew each time. A single one is not asked.
 * @throws Error where none says so.
 */
export async function primaryOf(url: string): Promise<string> {
  const servers = serversOf(url)
  const [only] = servers
  if (only !== undefined && servers.length === 1) return only
  try {
    return await Promise.any(servers.map(asked))
  } catch (error) {
    const reasons = error instanceof AggregateError ? error.errors.map(String).join('; ') : String(error)
    throw new Error(`none of the PostgreSQL servers takes writes (${reasons})`)
  }
}

async function asked(server: string): Promise<string> {
  if (await isStandby(server)) throw new Error('a standby')
  return server
}

/** @throws Error where it does not answer. */
export async function isStandby(server: string): Promise<boolean> {
  const client = new Client({ connectionString: server, connectionTimeoutMillis: askMs, query_timeout: askMs })
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query<{ standby: boolean }>('SELECT pg_is_in_recovery() AS standby')
    return rows[0]?.standby !== false
  } finally {
    await client.end().catch(() => {})
  }
}
