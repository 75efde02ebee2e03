import { defineConfig } from 'vitest/config'

/** Unit tests lie beside their code; `test/` holds what spans rooms. End-to-end tests are Playwright's. */
export default defineConfig({
  test: {
    // Most of the time is waiting: for a disk, a relay, another process.
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: 'unit',
          include: ['main/**/*.test.ts', 'relay/**/*.test.ts', 'shared/**/*.test.ts', 'scripts/**/*.test.ts'],
          exclude: ['**/*.{postgres,ceph}.test.ts'],
          pool: 'forks',
          testTimeout: 20_000,
        },
      },
      {
        test: {
          // PostgreSQL, NATS, Ceph: real ones, started by the tests.
          name: 'servers',
          include: ['{relay,test/integration}/**/*.{postgres,ceph}.test.ts'],
          pool: 'forks',
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'renderer',
          include: ['renderer/**/*.test.ts', 'renderer/**/*.test.tsx'],
          // tokens.test.ts reads the style sheet.
          css: { include: [/tokens\.css/] },
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          exclude: ['**/*.root.test.ts', '**/*.network.test.ts', '**/*.postgres.test.ts'],
          pool: 'forks',
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'root',
          include: ['test/integration/**/*.root.test.ts'],
          pool: 'forks',
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'network',
          include: ['test/{integration,e2e}/**/*.network.test.ts'],
          pool: 'forks',
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'fault',
          include: ['test/fault/**/*.test.ts'],
          pool: 'forks',
          fileParallelism: false,
          testTimeout: 900_000,
        },
      },
    ],
  },
})
