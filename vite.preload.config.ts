/** Builds the preload scripts: each one CommonJS file, because a sandboxed preload can load nothing else. */
import { defineConfig } from 'vite'

export default defineConfig({
  root: import.meta.dirname,
  publicDir: false,
  build: {
    outDir: 'dist/preload',
    emptyOutDir: true,
    target: 'chrome130',
    sourcemap: false,
    minify: false,
    lib: {
      entry: { index: 'preload/index.ts', ring: 'preload/ring.ts' },
      formats: ['cjs'],
      fileName: (_format, name) => `${name}.cjs`,
    },
    rolldownOptions: { external: ['electron'] },
  },
})
