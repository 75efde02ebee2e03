/**
 * Builds everything that runs in Node or in Electron's main process: each program and worker thread in its place, what they
 * share in chunks. A start reads a dozen files instead of two thousand.
 */
import { globSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import path from 'node:path'
import { defineConfig, type Plugin, type UserConfig } from 'vite'

const root = import.meta.dirname

/** Programs and worker threads: whatever is started by its file. */
const entries = [
  'main/index.ts',
  'main/browser/index.ts',
  'relay/index.ts',
  ...globSync('{main,relay}/**/{worker,*.worker}.ts', { cwd: root }),
]

/** Packages that find their addon by where they lie themselves. */
const native = ['@napi-rs/keyring', '@node-rs/argon2', 'better-sqlite3', 'electron', 'udx-native']

/** libsignal's seventy files are part of the build; only its addon stays with the package, and is looked for there. */
const libsignal: Plugin = {
  name: 'libsignal-addon',
  transform(code, id) {
    if (!id.includes('@signalapp/libsignal-client/dist/Native.js')) return null
    const folder = "createRequire(import.meta.url).resolve('@signalapp/libsignal-client/package.json').slice(0, -12)"
    const looked = code.replace(/load\(`\$\{import\.meta\.dirname\}\/\.\.\/`\)/, `load(${folder})`)
    if (looked === code) throw new Error('libsignal loads its addon in another way than before')
    return { code: `import { createRequire } from 'node:module'\n${looked}`, map: null }
  },
}

/** @param entries Files that are started by themselves. @param outDir Folder that they are built into, each in its place. */
export const nodePrograms = (entries: readonly string[], outDir: string): UserConfig => ({
  root,
  publicDir: false,
  plugins: [libsignal],
  build: {
    ssr: true,
    outDir,
    emptyOutDir: false,
    // Electron 33, which the tests can have, brings Node 20.18.
    target: 'node20.18',
    sourcemap: true,
    minify: false,
    rolldownOptions: {
      input: Object.fromEntries(entries.map((file) => [file.replace(/\.ts$/, ''), path.join(root, file)])),
      external: (id) => isBuiltin(id) || native.some((name) => id === name || id.startsWith(`${name}/`)),
      output: {
        format: 'es',
        entryFileNames: '[name].js',
        // See worker-url.ts: a chunk of its own, so that it lies one folder deep.
        chunkFileNames: 'chunks/[name]-[hash].js',
        codeSplitting: { groups: [{ name: 'worker-url', test: /worker-url\.ts$/ }] },
      },
    },
  },
  ssr: { noExternal: true },
})

export default defineConfig(nodePrograms(entries, 'dist'))
