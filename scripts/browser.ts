/** Finds a Chromium for end-to-end tests, or brings one through Playwright or apt. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { chromium } from '@playwright/test'

const root = path.join(import.meta.dirname, '..')
const known = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

function installed(): string | undefined {
  const candidates = [process.env.MEGACHAT_CHROMIUM, ...known, chromium.executablePath()]
  return candidates.find((file) => file !== undefined && file !== '' && existsSync(file))
}

function run(program: string, args: string[]): boolean {
  return spawnSync(program, args, { cwd: root, stdio: ['ignore', 'ignore', 'ignore'], timeout: 600_000 }).status === 0
}

/** The executable of a Chromium; raises an error that says what is missing. */
export function findChromium(): string {
  const present = installed()
  if (present !== undefined) return present
  process.stderr.write('Fetching a Chromium for the end-to-end tests …\n')
  run(path.join(root, 'node_modules/.bin/playwright'), ['install', 'chromium'])
  if (installed() === undefined && process.platform === 'linux' && process.getuid?.() === 0) {
    run('apt-get', ['update'])
    run('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'])
  }
  const fetched = installed()
  if (fetched === undefined) throw new Error('a Chromium is missing: install it, or name it in MEGACHAT_CHROMIUM')
  return fetched
}
