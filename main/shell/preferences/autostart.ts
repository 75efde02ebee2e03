/** Starting with the session: by the system's own list, on Linux by a file in the user's autostart folder. */
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import path from 'node:path'

/** How the program is started from outside. */
export interface Start {
  readonly program: string
  readonly args: readonly string[]
}

export interface Autostart {
  readonly on: boolean
  set(on: boolean): void
}

/** Desktop Application Autostart Specification 0.5: a desktop file in `$XDG_CONFIG_HOME/autostart`. `name`: without its ending. */
export class AutostartFile implements Autostart {
  readonly #file: string
  readonly #start: Start

  constructor(name: string, start: Start, env: Readonly<Record<string, string | undefined>> = process.env) {
    const config = env.XDG_CONFIG_HOME
    const folder = config !== undefined && path.isAbsolute(config) ? config : path.join(homedir(), '.config')
    this.#file = path.join(folder, 'autostart', `${name}.desktop`)
    this.#start = start
  }

  get on(): boolean {
    return existsSync(this.#file)
  }

  set(on: boolean): void {
    if (!on) {
      rmSync(this.#file, { force: true })
      return
    }
    const { program, args } = this.#start
    mkdirSync(path.dirname(this.#file), { recursive: true })
    const lines = ['[Desktop Entry]', 'Type=Application', 'Name=MegaChat', 'Icon=megachat', 'Terminal=false']
    writeFileSync(this.#file, `${[...lines, `Exec=${[program, ...args].map(quoted).join(' ')}`].join('\n')}\n`)
  }
}

/** Desktop Entry Specification 1.5, "The Exec key": quotes, then the backslashes of a string value, then percent signs. */
function quoted(word: string): string {
  if (/^[\w@+=:,./-]+$/.test(word)) return word
  return `"${word.replaceAll(/[\\"`$]/g, '\\$&')}"`.replaceAll('\\', '\\\\').replaceAll('%', '%%')
}
