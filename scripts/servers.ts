/** Finds PostgreSQL, NATS and Ceph for the tests of relays that are several, or brings them through apt. */
import { spawnSync } from 'node:child_process'
import { isCephHere } from '../relay/testing/ceph.ts'
import { isNatsHere } from '../relay/testing/nats.ts'
import { postgresPrograms } from '../relay/testing/postgres.ts'

const packages = ['postgresql', 'postgresql-contrib', 'nats-server', 'ceph-mon', 'ceph-osd', 'radosgw', 'ceph-common']
const areHere = () => postgresPrograms() !== undefined && isNatsHere() && isCephHere()
const obstacle = `PostgreSQL, NATS or Ceph is missing (Debian: ${packages.join(', ')})`

/** Why they are not here; undefined where they are. */
export function serversObstacle(): string | undefined {
  if (areHere()) return undefined
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return obstacle
  process.stderr.write('Fetching PostgreSQL, NATS and Ceph for the tests of relays …\n')
  spawnSync('apt-get', ['update'], { stdio: 'ignore' })
  // Its package would start a server of its own.
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' }
  spawnSync('apt-get', ['install', '-y', '--no-install-recommends', ...packages], { stdio: 'ignore', env: environment })
  return areHere() ? undefined : obstacle
}
