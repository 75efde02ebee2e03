/** electron-builder.yml as this build takes it. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Configuration } from 'electron-builder'
import { parse } from 'yaml'

export const root = path.join(import.meta.dirname, '../..')

export const written = (): Configuration => parse(readFileSync(path.join(root, 'electron-builder.yml'), 'utf8'))

/** What this build says besides the file: who publishes it, and an Electron that is already at hand instead of a download. */
export function ofThisBuild(): Configuration {
  const { MEGACHAT_HOMEPAGE, MEGACHAT_MAINTAINER, MEGACHAT_UPDATES, MEGACHAT_UPDATE_KEYS } = process.env
  const electronDist = process.env.ELECTRON_OVERRIDE_DIST_PATH
  return {
    extraMetadata: {
      homepage: MEGACHAT_HOMEPAGE ?? 'https://megachat.example',
      updateKeys: MEGACHAT_UPDATE_KEYS?.split(',') ?? [],
    },
    // Without a place to look at, a package never looks.
    publish: MEGACHAT_UPDATES === undefined ? null : { provider: 'generic', url: MEGACHAT_UPDATES },
    linux: { maintainer: MEGACHAT_MAINTAINER ?? 'The MegaChat authors <packages@megachat.example>' },
    ...(electronDist === undefined
      ? {}
      : { electronDist, electronVersion: readFileSync(path.join(electronDist, 'version'), 'utf8').trim() }),
  }
}
