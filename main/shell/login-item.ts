/** How the program is started from outside, and that it is with the session. */
import { createHash } from 'node:crypto'
import { app } from 'electron'
import { type Autostart, AutostartFile, type Start } from './preferences/index.ts'

/** Null where the system cannot be told. `profile`: absolute path, null for the usual one. */
export function loginItem(profile: string | null): Autostart | null {
  // A Flatpak's own folders are not those that the session reads.
  if (process.env.FLATPAK_ID !== undefined) return null
  const usual = startOf(profile)
  const start = { ...usual, args: [...usual.args, '--hidden'] }
  if (process.platform === 'linux') return new AutostartFile(nameOf(profile), start)
  const settings = { path: start.program, args: [...start.args] }
  return {
    get on() {
      return app.getLoginItemSettings(settings).openAtLogin
    },
    set: (on) => app.setLoginItemSettings({ ...settings, openAtLogin: on }),
  }
}

/** What opens a profile; null for the usual one. */
export function startOf(profile: string | null): Start {
  const args = [...(app.isPackaged ? [] : [app.getAppPath()]), ...(profile === null ? [] : ['--profile', profile])]
  // An AppImage runs from a place that goes when it ends.
  return { program: process.env.APPIMAGE ?? process.execPath, args }
}

/** Each profile starts for itself. */
function nameOf(profile: string | null): string {
  if (profile === null) return 'megachat'
  return `megachat-${createHash('sha256').update(profile).digest('hex').slice(0, 8)}`
}
