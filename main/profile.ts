/** Where a person's data lies when nothing else is said. Both shells open the same profile. Has no knowledge of what is in it. */
import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import path from 'node:path'

export interface Surroundings {
  readonly platform: NodeJS.Platform
  readonly home: string
  readonly env: Readonly<Record<string, string | undefined>>
}

const here = (): Surroundings => ({ platform: process.platform, home: homedir(), env: process.env })

/** The profile's folder without `--profile`. */
export function defaultProfileFolder({ platform, home, env }: Surroundings = here()): string {
  if (platform === 'darwin') return path.join(home, 'Library', 'Application Support', 'MegaChat')
  if (platform === 'win32') return path.join(env.APPDATA ?? path.join(home, 'AppData', 'Roaming'), 'MegaChat')
  return path.join(absolute(env.XDG_DATA_HOME) ?? path.join(home, '.local', 'share'), 'megachat')
}

/** The user's own folder for downloads. */
export function systemDownloads({ platform, home, env }: Surroundings = here()): string {
  const usual = path.join(home, 'Downloads')
  if (platform === 'darwin' || platform === 'win32') return usual
  const settings = path.join(absolute(env.XDG_CONFIG_HOME) ?? path.join(home, '.config'), 'user-dirs.dirs')
  return userDirectory(settings, home) ?? usual
}

/** XDG says that a relative path counts as none. */
function absolute(folder: string | undefined): string | undefined {
  return folder !== undefined && path.isAbsolute(folder) ? folder : undefined
}

/** https://www.freedesktop.org/wiki/Software/xdg-user-dirs/ */
function userDirectory(settings: string, home: string): string | undefined {
  try {
    const line = /^XDG_DOWNLOAD_DIR="(\$HOME)?\/(.*)"$/m.exec(readFileSync(settings, 'utf8'))
    if (!line) return undefined
    return path.join(line[1] === undefined ? '/' : home, line[2] ?? '')
  } catch {
    return undefined
  }
}
