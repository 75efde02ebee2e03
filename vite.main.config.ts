/** Builds everything that runs in Node or in Electron's main process: the module tree of the sources, as JavaScript. */
import { globSync } from 'node:fs'
import path from 'node:path'
import { defineConfig } from 'vite'

const root = import.meta.dirname

/** Programs and worker threads: whatever is started by its file. */
const entries = [
  'main/index.ts',
  'main/browser/index.ts',
  'relay/index.ts',
  ...globSync('{main,relay}/**/{worker,*.worker}.ts', { cwd: root }),
]

export default defineConfig({
  root,
  publicDir: false,
  build: {
    ssr: true,
    outDir: 'dist',
    emptyOutDir: false,
    // Electron 33, which the tests can have, brings Node 20.18.
    target: 'node20.18',
    sourcemap: true,
    minify: false,
    rolldownOptions: {
      input: entries,
      external: (id) => !id.startsWith('.') && !path.isAbsolute(id),
      output: {
        format: 'es',
        preserveModules: true,
        preserveModulesRoot: root,
        entryFileNames: '[name].js',
        chunkFileNames: '[name].js',
      },
    },
  },
})
