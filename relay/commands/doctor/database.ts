/** PostgreSQL, where several relays are one. */
import { Client } from 'pg'
import type { Settings } from '../../settings.ts'
import { isStandby, primaryOf, serversOf } from '../../storage/postgres/servers.ts'
import { type Finding, fault, ok, warning, wordsOf } from './finding.ts'

const oldest = 150_000
/** Milliseconds. */
const connectMs = 5000
const clockMs = 2000

/** Settings without which an answer does not mean that something is on the disk. */
const needed = ['fsync', 'full_page_writes'] as const

export async function checkPostgres({ postgres }: Pick<Settings, 'postgres'>): Promise<Finding[]> {
  if (postgres === undefined) return []
  const what = 'PostgreSQL'
  const servers = serversOf(postgres.url)
  const found = servers.length === 1 ? [] : await Promise.all(servers.map((server) => look(server)))
  let client: Client | null = null
  try {
    client = new Client({ connectionString: await primaryOf(postgres.url), connectionTimeoutMillis: connectMs })
    await client.connect()
    const { rows: replicas } = await client.query(
      `SELECT FROM pg_stat_replication WHERE sync_state IN ('sync', 'quorum')`,
    )
    if (servers.length > 1 && replicas.length === 0)
      found.push(
        warning(
          what,
          'has no synchronous standby: what was accepted last is lost with the primary',
          'set synchronous_mode in Patroni, or synchronous_standby_names',
        ),
      )
    const asking = client
    const setting = async (name: string) => String((await asking.query(`SHOW ${name}`)).rows[0]?.[name])
    const version = Number(await setting('server_version_num'))
    if (version < oldest) return [fault(what, `is of version ${await setting('server_version')}`, 'take 15 or newer')]
    const findings = [...found, ok(what, `version ${await setting('server_version')} answers`)]
    for (const name of needed) {
      if ((await setting(name)) !== 'on') {
        findings.push(fault(what, `${name} is off: a power cut loses messages that were accepted`, `${name} = on`))
      }
    }
    const { rows } = await client.query<{ away: number; used: number }>(
      'SELECT extract(epoch FROM clock_timestamp()) * 1000 AS away, (SELECT count(*)::int FROM pg_stat_activity) AS used',
    )
    const away = Math.abs(Number(rows[0]?.away) - Date.now())
    if (away > clockMs)
      findings.push(
        warning(what, `its clock is ${Math.round(away / 1000)} s away from this one`, 'set both by the network (NTP)'),
      )
    const room = Number(await setting('max_connections')) - (rows[0]?.used ?? 0)
    const wanted = (postgres.connections ?? 10) + 5
    if (room < wanted)
      findings.push(
        warning(what, `has room for ${room} connections, this relay takes ${wanted}`, 'raise max_connections'),
      )
    return findings
  } catch (error) {
    return [...found, fault(what, wordsOf(error), 'see that it runs, and that postgres.url is right')]
  } finally {
    await client?.end().catch(() => {})
  }
}

/** One of several servers. */
async function look(server: string): Promise<Finding> {
  const { host } = new URL(server)
  try {
    return ok(`PostgreSQL at ${host}`, (await isStandby(server)) ? 'is a standby' : 'takes writes')
  } catch (error) {
    return warning(`PostgreSQL at ${host}`, wordsOf(error), 'see that it runs, and comes back as a standby')
  }
}
