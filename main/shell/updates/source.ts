/** Where this copy of the program gets newer ones from, and whom it believes. */
import type { KeyObject } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { app, type Session, session } from 'electron'
import { z } from 'zod'
import { setSpellCheck } from '../spell-check.ts'
import { publicKeys } from './signature.ts'

export type UpdateSource =
  | { readonly kind: 'off'; readonly by: 'system' | 'nobody' }
  | { readonly kind: 'feed'; readonly keys: readonly KeyObject[]; readonly development: false }
  | { readonly kind: 'feed'; readonly keys: readonly KeyObject[]; readonly development: true; readonly url: string }

/** What packaging has written into package.json. */
const Packaged = z.object({ updateKeys: z.array(z.string()).catch([]) })

/** The session that electron-updater makes its requests in. Each session would ask for dictionaries of its own. */
export function updateSession(): Session {
  const made = session.fromPartition('electron-updater', { cache: false })
  setSpellCheck(made, null)
  return made
}

export function updateSource(env: NodeJS.ProcessEnv = process.env): UpdateSource {
  if (!app.isPackaged) return developmentSource(env)
  if (env.FLATPAK_ID !== undefined || hasPackageManager()) return { kind: 'off', by: 'system' }
  const manifest = Packaged.parse(JSON.parse(readFileSync(path.join(app.getAppPath(), 'package.json'), 'utf8')))
  const keys = publicKeys(manifest.updateKeys)
  // Without a publisher nobody is believed, and nobody need be asked.
  if (keys.length === 0 || !existsSync(path.join(process.resourcesPath, 'app-update.yml')))
    return { kind: 'off', by: 'nobody' }
  return { kind: 'feed', keys, development: false }
}

/** A tree of sources has no publisher but the one that is named for a try. */
function developmentSource({ MEGACHAT_UPDATES, MEGACHAT_UPDATE_KEYS }: NodeJS.ProcessEnv): UpdateSource {
  if (MEGACHAT_UPDATES === undefined || MEGACHAT_UPDATE_KEYS === undefined) return { kind: 'off', by: 'nobody' }
  return { kind: 'feed', keys: publicKeys(MEGACHAT_UPDATE_KEYS.split(',')), development: true, url: MEGACHAT_UPDATES }
}

/** electron-builder names the kind of package beside those that a system's own tools install. */
function hasPackageManager(): boolean {
  const file = path.join(process.resourcesPath, 'package-type')
  return existsSync(file) && ['deb', 'rpm'].includes(readFileSync(file, 'utf8').trim())
}
