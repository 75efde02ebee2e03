/** Builds main, preload and renderer into `dist`. */
import { existsSync, globSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { build } from 'vite'
import { Licences } from './licences.ts'

const root = path.join(import.meta.dirname, '..')
const configurations = ['vite.main.config.ts', 'vite.preload.config.ts', 'vite.renderer.config.ts']
/** Written last, so that a build that broke off counts as none. */
const stamp = path.join(root, 'dist/.built')
const sources = ['{main,preload,renderer,shared,relay,assets}/**/*', 'vite.*.config.ts', 'package-lock.json']

export async function buildAll(): Promise<void> {
  rmSync(path.join(root, 'dist'), { recursive: true, force: true })
  const licences = new Licences()
  licences.addInstalled(Object.keys(JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')).dependencies))
  for (const configFile of configurations) {
    await build({ configFile: path.join(root, configFile), logLevel: 'warn', plugins: [licences.plugin()] })
  }
  licences.write(path.join(root, 'dist/renderer/licences.json'))
  writeFileSync(stamp, '')
}

/** Builds unless nothing changed since the last build. */
export async function buildIfStale(): Promise<void> {
  const built = existsSync(stamp) ? statSync(stamp).mtimeMs : 0
  const stale = sources
    .flatMap((pattern) => globSync(pattern, { cwd: root }))
    .some((file) => statSync(path.join(root, file)).mtimeMs > built)
  if (stale) await buildAll()
}

if (process.argv[1] === import.meta.filename) await buildAll()
