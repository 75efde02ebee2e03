/** Finds what tests make networks of their own with, or brings it through apt. */
import { spawnSync } from 'node:child_process'

const works = (program: string, words: readonly string[]): boolean =>
  spawnSync(program, words, { stdio: 'ignore' }).status === 0
const missing = () => (works('ip', ['-V']) ? [] : ['ip']).concat(works('nft', ['--version']) ? [] : ['nft'])

/** Why no test can make a network here; undefined where it can. */
export function networkObstacle(): string | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'only root on Linux may make network namespaces'
  if (missing().length === 0) return undefined
  process.stderr.write('Fetching iproute2 and nftables for the tests of networks …\n')
  works('apt-get', ['update'])
  works('apt-get', ['install', '-y', '--no-install-recommends', 'iproute2', 'nftables'])
  const still = missing()
  return still.length === 0 ? undefined : `${still.join(' and ')} is missing`
}
