/** Finds PostgreSQL and NATS for the tests of relays that are several, or brings them through apt. */
import { spawnSync } from 'node:child_process'
import { isNatsHere } from '../relay/testing/nats.ts'
import { postgresPrograms } from '../relay/testing/postgres.ts'

const areHere = () => postgresPrograms() !== undefined && isNatsHere()
const obstacle = 'PostgreSQL or NATS is missing (Debian: postgresql, nats-server)'

/** Why they are not here; undefined where they are. */
export function postgresObstacle(): string | undefined {
  if (areHere()) return undefined
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return obstacle
  process.stderr.write('Fetching PostgreSQL and NATS for the tests of relays …\n')
  spawnSync('apt-get', ['update'], { stdio: 'ignore' })
  // Its package would start a server of its own.
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' }
  const words = ['install', '-y', '--no-install-recommends', 'postgresql', 'postgresql-contrib', 'nats-server']
  spawnSync('apt-get', words, { stdio: 'ignore', env: environment })
  return areHere() ? undefined : obstacle
}
