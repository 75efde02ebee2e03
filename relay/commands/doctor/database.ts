/** PostgreSQL, where several relays are one. */
import { Client } from 'pg'
import type { Settings } from '../../settings.ts'
import { type Finding, fault, ok, warning, wordsOf } from './finding.ts'

const oldest = 150_000
/** Milliseconds. */
const connectMs = 5000
const clockMs = 2000

/** Settings without which an answer does not mean that something is on the disk. */
const needed = ['fsync', 'full_page_writes'] as const

export async function checkPostgres({ postgres }: Settings): Promise<Finding[]> {
  if (postgres === undefined) return []
  const what = 'PostgreSQL'
  const client = new Client({ connectionString: postgres.url, connectionTimeoutMillis: connectMs })
  try {
    await client.connect()
    const setting = async (name: string) => String((await client.query(`SHOW ${name}`)).rows[0]?.[name])
    const version = Number(await setting('server_version_num'))
    if (version < oldest) return [fault(what, `is of version ${await setting('server_version')}`, 'take 15 or newer')]
    const findings = [ok(what, `version ${await setting('server_version')} answers`)]
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
    return [fault(what, wordsOf(error), 'see that it runs, and that postgres.url is right')]
  } finally {
    await client.end().catch(() => {})
  }
}
