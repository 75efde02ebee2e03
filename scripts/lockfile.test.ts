import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'

interface LockedPackage {
  version: string
  hasInstallScript?: boolean
  resolved?: string
  os?: string | string[]
  cpu?: string | string[]
  bin?: Record<string, string>
}

const root = path.join(import.meta.dirname, '..')
const read = (file: string) => JSON.parse(readFileSync(path.join(root, file), 'utf8'))
const locked = read('package-lock.json').packages as Record<string, LockedPackage>
const manifest = read('package.json') as Record<string, Record<string, string>>

/** Packages that declare an install script which nothing here needs (`.npmrc` runs none). */
const harmless = new Map([
  ['node_modules/@signalapp/libsignal-client', 'only prints how to build; its prebuilt binaries are in the package'],
  ['node_modules/better-sqlite3', 'would compile with node-gyp; its prebuilt binaries are in the package'],
  ['node_modules/electron-winstaller', 'chooses a 7-Zip for Squirrel installers, which are not built'],
])

describe('package-lock.json', () => {
  it('holds no dependency that needs an install script', () => {
    const scripted = Object.entries(locked)
      .filter(([name, entry]) => entry.hasInstallScript === true && !harmless.has(name))
      .map(([name]) => name)
    expect(scripted).toEqual([])
  })

  it('runs no install script of a dependency', () => {
    expect(readFileSync(path.join(root, '.npmrc'), 'utf8')).toContain('ignore-scripts=true')
  })

  it('names no registry', () => {
    expect(Object.values(locked).filter((entry) => entry.resolved !== undefined)).toEqual([])
  })

  it('brings Node 24 for every system', () => {
    for (const system of ['linux-x64', 'linux-arm64', 'win-x64', 'darwin-x64', 'bin-darwin-arm64']) {
      const entry = locked[`node_modules/node-${system}`]
      expect(entry?.version, system).toMatch(/^24\./)
      expect([entry?.os].flat(), system).toEqual([expect.any(String)])
      expect([entry?.cpu].flat(), system).toEqual([expect.any(String)])
      expect(entry?.bin, system).toHaveProperty('node')
    }
  })

  it('pins every direct dependency exactly', () => {
    const ranges = ['dependencies', 'devDependencies', 'optionalDependencies'].flatMap((kind) =>
      Object.entries(manifest[kind] ?? {}).filter(([, range]) => !/^(npm:.+@)?\d+\.\d+\.\d+$/.test(range)),
    )
    expect(ranges).toEqual([])
  })

  it('has all parts of oRPC at one version', () => {
    const versions = Object.entries(locked)
      .filter(([name]) => /node_modules\/@orpc\//.test(name))
      .map(([, entry]) => entry.version)
    expect(new Set(versions).size).toBe(1)
  })
})
