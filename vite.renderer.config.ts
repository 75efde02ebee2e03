import path from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

/** Languages the application speaks; the other thirty that react-aria brings stay out of the bundle. */
const libraryLocales = new Set(['en-US', 'de-DE'])

function onlyOurLocales(): Plugin {
  return {
    name: 'only-our-locales',
    enforce: 'pre',
    load(id) {
      const locale = /react-aria.*[\\/]intl[\\/].*[\\/]([a-z]{2}-[A-Z]{2})\.m?js$/.exec(id)?.[1]
      return locale && !libraryLocales.has(locale) ? 'export default {}' : undefined
    },
  }
}

/** The page holds nothing inline, so that the shells can serve it under `script-src 'self'; style-src 'self'`. */
export default defineConfig({
  root: path.join(import.meta.dirname, 'renderer'),
  publicDir: path.join(import.meta.dirname, 'assets', 'web'),
  plugins: [onlyOurLocales(), react()],
  css: { modules: { localsConvention: 'camelCaseOnly' } },
  build: {
    outDir: path.join(import.meta.dirname, 'dist', 'renderer'),
    emptyOutDir: true,
    target: 'chrome130',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: ['renderer/index.html', 'renderer/ring/index.html'] },
    reportCompressedSize: false,
    // Loaded from this computer, not over a network: one chunk is read and parsed faster than many.
    chunkSizeWarningLimit: 1500,
  },
})
