/** Finds a runtime of Electron, fetching the pinned one where the network allows, or says why there is none. */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'

export type ElectronRuntime = { executable: string } | { reason: string }

const packageFolder = path.dirname(createRequire(import.meta.url).resolve('electron/package.json'))

function executableIn(folder: string): string | undefined {
  const pathFile = path.join(packageFolder, 'path.txt')
  const names = [existsSync(pathFile) ? readFileSync(pathFile, 'utf8') : '', 'electron', 'electron.exe']
  return names
    .filter((name) => name !== '')
    .map((name) => path.join(folder, name))
    .find((file) => existsSync(file))
}

/** What forbids a window here, whatever the runtime. */
function obstacle(): string | undefined {
  if (process.platform !== 'linux') return undefined
  if (!process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return 'there is no screen (DISPLAY is not set)'
  if (process.getuid?.() === 0) return "Electron's sandbox does not run as root"
  return undefined
}

/** An Electron that is already on this machine. */
export function installedElectron(): string | undefined {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH
  return executableIn(override ?? path.join(packageFolder, 'dist'))
}

/** Why a window cannot be opened here with what is on this machine; undefined where it can. */
export function electronObstacle(): string | undefined {
  if (installedElectron() === undefined) return 'no Electron runtime is here (npm start fetches one)'
  return obstacle()
}

/** An Electron to start the application with; fetched on first use. */
export function electronRuntime(): ElectronRuntime {
  const reason = obstacle()
  if (reason !== undefined) return { reason }
  const installed = installedElectron()
  if (installed !== undefined) return { executable: installed }
  process.stderr.write('Fetching Electron (once, about 120 MB) …\n')
  const install = spawnSync(process.execPath, [path.join(packageFolder, 'install.js')], {
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: 600_000,
  })
  const executable = install.status === 0 ? installedElectron() : undefined
  return executable === undefined ? { reason: 'Electron could not be downloaded' } : { executable }
}
