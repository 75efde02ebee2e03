/** What the tests of the packaged program need besides Electron: a Linux desktop with accessibility. */
import { spawnSync } from 'node:child_process'

const packages = 'gir1.2-atspi-2.0 python3-gi at-spi2-core xdotool'

/** Why a program cannot be used as a screen reader does; undefined where it can. */
export function screenReaderObstacle(): string | undefined {
  if (process.platform !== 'linux') return 'they use the accessibility of a Linux desktop'
  const ready = [
    ['python3', '-c', "import gi; gi.require_version('Atspi', '2.0')"],
    ['xdotool', '--version'],
  ].every(([program = '', ...args]) => spawnSync(program, args, { stdio: 'ignore' }).status === 0)
  return ready ? undefined : `they need ${packages}`
}
