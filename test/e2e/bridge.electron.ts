/** B-1 to B-8 over Electron's own ports, in its main process and through a sandboxed page. */
import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from '@playwright/test'
import { build, type LibraryFormats } from 'vite'
import { installedElectron } from '../../scripts/electron.ts'
import { temporaryFolder } from '../fixtures/folder.ts'
import { root } from '../fixtures/process.ts'

const sources = path.join(root, 'test/fixtures/electron-bridge')

async function buildInto(folder: string): Promise<void> {
  const parts = [
    ['main.ts', 'es', 'main.js'],
    ['preload.ts', 'cjs', 'preload.cjs'],
    ['page.ts', 'iife', 'page.js'],
  ] as const satisfies [string, LibraryFormats, string][]
  for (const [entry, format, file] of parts) {
    await build({
      configFile: false,
      logLevel: 'warn',
      publicDir: false,
      build: {
        outDir: folder,
        emptyOutDir: false,
        target: 'chrome130',
        lib: { entry: path.join(sources, entry), formats: [format], name: 'page', fileName: () => file },
        rolldownOptions: { external: (id) => id === 'electron' || id.startsWith('node:') },
      },
    })
  }
  writeFileSync(path.join(folder, 'index.html'), '<!doctype html><script src="page.js"></script>')
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ name: 'bridge', type: 'module', main: 'main.js' }))
}

test('the bridge conforms over Electron ports', async () => {
  const electron = installedElectron()
  if (electron === undefined) throw new Error('no Electron runtime is here')
  const folder = temporaryFolder('electron-bridge')
  await buildInto(folder.path)
  const { stdout } = await promisify(execFile)(electron, [folder.path], { timeout: 100_000 })
  const results = stdout
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line): { transport: string; name: string; error: string | null } => JSON.parse(line))
  expect(results.filter(({ error }) => error !== null)).toEqual([])
  expect(new Set(results.map(({ transport }) => transport)).size).toBe(2)
  expect(results.length).toBeGreaterThan(40)
  folder.remove()
})
