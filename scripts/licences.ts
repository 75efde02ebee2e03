/** What others have written and we ship: each package of the build with its licence, as the page shows it. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Plugin } from 'vite'
import type { Licence } from '../shared/licences.ts'

const root = path.join(import.meta.dirname, '..')

interface Manifest {
  readonly name: string
  readonly version: string
  readonly license?: string
  readonly dependencies?: Readonly<Record<string, string>>
}

const manifestIn = (folder: string): Manifest => JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'))

export class Licences {
  /** Folders of packages. */
  readonly #packages = new Set<string>()

  /** Notes each package of which something is in a build. */
  readonly plugin = (): Plugin => ({
    name: 'licences',
    generateBundle: (_options, bundle) => {
      for (const part of Object.values(bundle)) {
        if (part.type === 'chunk') for (const id of part.moduleIds) this.#note(id)
      }
    },
  })

  /** Packages that are shipped as they are, with those they need. */
  addInstalled(names: readonly string[], from: string = root): void {
    for (const name of names) {
      const folder = installed(name, from)
      if (folder === undefined || this.#packages.has(folder)) continue
      this.#packages.add(folder)
      this.addInstalled(Object.keys(manifestIn(folder).dependencies ?? {}), folder)
    }
  }

  list(): Licence[] {
    const all = [...this.#packages].map((folder) => {
      const { name, version, license } = manifestIn(folder)
      return { name, version, licence: license ?? 'see its text', text: textIn(folder) }
    })
    // What is there twice in one version is said once.
    const each = new Map(all.map((one) => [`${one.name} ${one.version}`, one]))
    return [...each.values()].sort((a, b) => a.name.localeCompare(b.name, 'en'))
  }

  write(file: string): void {
    writeFileSync(file, JSON.stringify(this.list()))
  }

  #note(moduleId: string): void {
    const [, folder] =
      /^(.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+)[\\/]/.exec(moduleId.replace(/^\0/, '')) ?? []
    if (folder !== undefined && existsSync(path.join(folder, 'package.json'))) this.#packages.add(folder)
  }
}

/** As Node looks for it: in the folders above. */
function installed(name: string, from: string): string | undefined {
  for (let folder = from; ; folder = path.dirname(folder)) {
    const candidate = path.join(folder, 'node_modules', name)
    if (existsSync(path.join(candidate, 'package.json'))) return candidate
    if (folder === path.dirname(folder)) return undefined
  }
}

function textIn(folder: string): string {
  const file = readdirSync(folder).find((name) => /^(licen[cs]e|copying)/i.test(name) && !/\.(js|ts)$/.test(name))
  return file === undefined ? '' : readFileSync(path.join(folder, file), 'utf8').trim()
}
