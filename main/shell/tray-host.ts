/**
 * Whether this desktop shows tray icons at all, which Electron does not tell: a window that hides where there is none is
 * lost. GNOME and its relatives show them only through an extension, which then owns a name on the session bus; all
 * other desktops have a tray of one kind or another.
 */
import { execFileSync } from 'node:child_process'

/** StatusNotifierItem specification, "Introduction to the specification". */
const watcher = 'org.kde.StatusNotifierWatcher'

const withoutTray = new Set(['GNOME', 'Pantheon'])

export interface Desktop {
  readonly platform: NodeJS.Platform
  /** `XDG_CURRENT_DESKTOP`: names separated by colons. */
  readonly names: string
  /** Whether somebody owns the name on the session bus. */
  readonly hasOwner: (name: string) => boolean
}

const here: Desktop = { platform: process.platform, names: process.env.XDG_CURRENT_DESKTOP ?? '', hasOwner }

export function showsTrayIcons({ platform, names, hasOwner }: Desktop = here): boolean {
  if (platform !== 'linux' || !names.split(':').some((name) => withoutTray.has(name))) return true
  return hasOwner(watcher)
}

/** GLib's own tool, which is wherever GNOME is. */
function hasOwner(name: string): boolean {
  const bus = ['--dest', 'org.freedesktop.DBus', '--object-path', '/org/freedesktop/DBus']
  const call = ['call', '--session', ...bus, '--method', 'org.freedesktop.DBus.NameHasOwner', name]
  try {
    return execFileSync('gdbus', call, {
      encoding: 'utf8',
      timeout: 1000,
      stdio: ['ignore', 'pipe', 'ignore'],
    }).startsWith('(true')
  } catch {
    return false
  }
}
