import { defineConfig } from '@playwright/test'

/** End-to-end tests: two real people on a real relay, in Chromium (browser shell) and in Electron. */
export default defineConfig({
  testDir: 'test/e2e',
  fullyParallel: false,
  workers: 1,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  forbidOnly: true,
  outputDir: 'test-results',
  use: { trace: 'retain-on-failure' },
  projects: [
    { name: 'chromium', testMatch: '*.e2e.ts' },
    { name: 'electron', testMatch: '*.electron.ts' },
    { name: 'package', testMatch: '*.package.ts' },
  ],
})
