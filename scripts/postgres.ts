/** Finds PostgreSQL for the tests of relays that are several, or brings it through apt. */
import { spawnSync } from 'node:child_process'
import { postgresPrograms } from '../relay/testing/postgres.ts'

/** Why there is no PostgreSQL here; undefined where there is one. */
export function postgresObstacle(): string | undefined {
  if (postgresPrograms() !== undefined) return undefined
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'PostgreSQL is missing (Debian: postgresql)'
  process.stderr.write('Fetching PostgreSQL for the tests of relays …\n')
  spawnSync('apt-get', ['update'], { stdio: 'ignore' })
  // Its package would start a server of its own.
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' }
  const words = ['install', '-y', '--no-install-recommends', 'postgresql', 'postgresql-contrib']
  spawnSync('apt-get', words, { stdio: 'ignore', env: environment })
  return postgresPrograms() === undefined ? 'PostgreSQL is missing (Debian: postgresql)' : undefined
}
