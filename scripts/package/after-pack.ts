/** electron-builder's hook between packing and signing. */
import { copyFileSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import type { AfterPackContext } from 'electron-builder'
import { setFuses } from './fuses.ts'

const manifest = JSON.parse(readFileSync(path.join(import.meta.dirname, '../../package.json'), 'utf8'))

export default async function afterPack({ appOutDir, packager }: AfterPackContext): Promise<void> {
  const { productFilename } = packager.appInfo
  const platform = packager.platform.nodeName
  const resources = packager.getResourcesDir(appOutDir)
  const program = {
    darwin: `${productFilename}.app`,
    win32: `${productFilename}.exe`,
    linux: packager.config.linux?.executableName ?? productFilename,
  }[platform as 'darwin' | 'win32' | 'linux']
  // A runtime brings the page that it shows without an application.
  rmSync(path.join(resources, 'default_app.asar'), { force: true })
  const { electronVersion } = packager.config
  const older = electronVersion !== undefined && electronVersion !== manifest.devDependencies.electron
  if (older) olderSqlite(resources)
  await setFuses(path.join(appOutDir, program), { older })
}

/** A runtime older than the one in package.json cannot load SQLite's own addon: MEGACHAT_SQLITE_BINDING names one that it can. */
function olderSqlite(resources: string): void {
  const binding = process.env.MEGACHAT_SQLITE_BINDING
  if (binding === undefined) return
  const prebuilds = path.join(resources, 'app.asar.unpacked/node_modules/better-sqlite3/prebuilds')
  copyFileSync(binding, path.join(prebuilds, `${process.platform}-${process.arch}.node`))
}
