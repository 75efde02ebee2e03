/** TURN, for calls that find no direct way. */
import { spawnSync } from 'node:child_process'
import type { Settings } from '../../settings.ts'
import { type Finding, fault, ok, warning } from './finding.ts'
import { stun } from './reach.ts'

const turnPort = 3478

/** @param publicHost Where clients are told to find the coturn that the relay starts. */
export async function checkTurn({ coturn, turn }: Settings, publicHost: string): Promise<Finding[]> {
  const what = 'TURN'
  if (turn !== undefined) return Promise.all(turn.urls.map((url) => checkServer(what, url)))
  if (coturn === undefined) {
    return [
      warning(
        what,
        'none: calls between two strict routers will not come about',
        'apt install coturn, then "coturn: {}"',
      ),
    ]
  }
  if (spawnSync('turnserver', ['--version'], { stdio: 'ignore' }).error !== undefined) {
    return [fault(what, 'coturn is not installed', 'apt install coturn')]
  }
  return [await checkServer(what, `turn:${publicHost}:${coturn.port ?? turnPort}`)]
}

async function checkServer(what: string, url: string): Promise<Finding> {
  const [, host = '', port] = /^turns?:(\[[^\]]+\]|[^:?]+)(?::(\d+))?/.exec(url) ?? []
  const seen = await stun(host, Number(port ?? turnPort)).catch(() => null)
  if (seen !== null) return ok(what, `${url} answers`)
  return fault(
    what,
    `${url} does not answer by UDP`,
    'see that it runs, and let its port and the media ports through firewall and router',
  )
}
