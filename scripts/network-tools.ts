/** Finds what tests make networks of their own with, or brings it through apt. */
import { spawnSync } from 'node:child_process'

const works = (program: string, words: readonly string[]): boolean =>
  spawnSync(program, words, { stdio: 'ignore' }).status === 0
const programs: Readonly<Record<string, readonly string[]>> = {
  ip: ['-V'],
  nft: ['--version'],
  miniupnpd: ['--version'],
  turnserver: ['--version'],
}
const missing = () => Object.entries(programs).flatMap(([name, words]) => (works(name, words) ? [] : [name]))

/** Why no test can make a network here; undefined where it can. */
export function networkObstacle(): string | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'only root on Linux may make network namespaces'
  if (missing().length === 0) return undefined
  process.stderr.write('Fetching iproute2, nftables, miniupnpd and coturn for the tests of networks …\n')
  works('apt-get', ['update'])
  works('apt-get', ['install', '-y', '--no-install-recommends', 'iproute2', 'nftables', 'miniupnpd-nftables', 'coturn'])
  const still = missing()
  return still.length === 0 ? undefined : `${still.join(' and ')} is missing`
}
