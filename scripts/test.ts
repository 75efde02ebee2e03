/** `npm test` and its parts: runs vitest and Playwright, says what was left out, and ends with one line of counts. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { findChromium } from './browser.ts'
import { buildAll } from './build.ts'
import { electronObstacle } from './electron.ts'
import { networkObstacle } from './network-tools.ts'
import { screenReaderObstacle } from './screen-reader.ts'
import { serversObstacle } from './servers.ts'

const root = path.join(import.meta.dirname, '..')
const bin = (name: string) => path.join(root, 'node_modules/.bin', name)
const reports = mkdtempSync(path.join(os.tmpdir(), 'megachat-test-'))

type Part = 'unit' | 'integration' | 'fault' | 'e2e' | 'electron' | 'package'

const suites: Record<string, readonly Part[]> = {
  default: ['unit', 'integration', 'e2e', 'electron'],
  full: ['unit', 'integration', 'e2e', 'electron', 'package', 'fault'],
  unit: ['unit'],
  integration: ['integration'],
  fault: ['fault'],
  e2e: ['e2e'],
  electron: ['electron'],
  package: ['package'],
}

interface Counts {
  passed: number
  /** By name, so that the end of a long run says what to look for. */
  failed: readonly string[]
  skipped: number
}

function run(program: string, args: string[], environment: NodeJS.ProcessEnv = {}): number {
  const { status } = spawnSync(program, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...environment },
    shell: process.platform === 'win32',
  })
  return status ?? 1
}

interface VitestReport {
  numPassedTests: number
  numPendingTests: number
  testResults: {
    name: string
    status: string
    message: string
    assertionResults: { fullName: string; status: string }[]
  }[]
}

interface PlaywrightReport {
  stats: { expected: number; skipped: number }
  suites: PlaywrightSuite[]
}

interface PlaywrightSuite {
  file: string
  specs: { title: string; tests: { status: 'expected' | 'unexpected' | 'flaky' | 'skipped' }[] }[]
  suites?: PlaywrightSuite[]
}

/** One that passes at its second try has failed. */
function failedSpecs(suite: PlaywrightSuite): string[] {
  const failed = suite.specs.filter(({ tests }) =>
    tests.some(({ status }) => status === 'unexpected' || status === 'flaky'),
  )
  return [...failed.map(({ title }) => `${suite.file}: ${title}`), ...(suite.suites ?? []).flatMap(failedSpecs)]
}

/** A run that wrote no report has failed, whatever it says. */
function counted(status: number, report: string, read: (json: unknown) => Counts): Counts {
  if (!existsSync(report)) return { passed: 0, failed: ['a run that wrote no report'], skipped: 0 }
  const counts = read(JSON.parse(readFileSync(report, 'utf8')))
  if (status === 0 || counts.failed.length > 0) return counts
  return { ...counts, failed: [`something outside the tests (exit code ${status})`] }
}

function vitest(projects: readonly string[], filters: readonly string[]): Counts {
  const report = path.join(reports, `vitest-${projects.join('-')}.json`)
  const status = run(bin('vitest'), [
    'run',
    ...projects.map((project) => `--project=${project}`),
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...filters,
  ])
  return counted(status, report, (json) => {
    const result = json as VitestReport
    const failed = result.testResults.flatMap((file) => {
      const name = path.relative(root, file.name)
      const tests = file.assertionResults.filter((test) => test.status === 'failed')
      if (tests.length === 0 && file.status === 'failed') return [`${name}: ${file.message.split('\n')[0]}`]
      return tests.map((test) => `${name}: ${test.fullName}`)
    })
    return { passed: result.numPassedTests, failed, skipped: result.numPendingTests }
  })
}

function playwright(project: string, filters: readonly string[], environment: NodeJS.ProcessEnv): Counts {
  const report = path.join(reports, `playwright-${project}.json`)
  const status = run(bin('playwright'), ['test', `--project=${project}`, '--reporter=list,json', ...filters], {
    ...environment,
    PLAYWRIGHT_JSON_OUTPUT_NAME: report,
  })
  return counted(status, report, (json) => {
    const { stats, suites } = json as PlaywrightReport
    return { passed: stats.expected, failed: suites.flatMap(failedSpecs), skipped: stats.skipped }
  })
}

const [suite = 'default', ...filters] = process.argv.slice(2)
const parts = suites[suite]
if (parts === undefined) {
  process.stderr.write(`test: ${suite} is none of ${Object.keys(suites).join(', ')}\n`)
  process.exit(2)
}

/** Tests of full disks mount small ones, which only root may. */
const mayMount = process.platform === 'linux' && process.getuid?.() === 0

const total = { passed: 0, skipped: 0 }
const failed: string[] = []
const leftOut: string[] = []
const add = (counts: Counts) => {
  total.passed += counts.passed
  failed.push(...counts.failed)
  total.skipped += counts.skipped
}

// A build that someone else made for another user is taken as it is.
if (process.env.MEGACHAT_BUILT !== '1') await buildAll()

if (parts.includes('unit')) add(vitest(['unit', 'renderer'], filters))
if (parts.includes('integration')) {
  const obstacle = networkObstacle()
  if (obstacle !== undefined) leftOut.push(`tests of networks: ${obstacle}`)
  const noServers = serversObstacle()
  if (noServers !== undefined) leftOut.push(`tests of relays that are several: ${noServers}`)
  const projects = ['integration', ...(mayMount ? ['root'] : []), ...(obstacle === undefined ? ['network'] : [])]
  add(vitest([...projects, ...(noServers === undefined ? ['servers'] : [])], filters))
}
if (parts.includes('e2e')) {
  const scope = suite === 'default' ? ['--grep', '@journey'] : mayMount ? [] : ['--grep-invert', '@root']
  add(playwright('chromium', [...scope, ...filters], { MEGACHAT_CHROMIUM: findChromium() }))
  if (suite === 'default') leftOut.push('end-to-end tests besides the journeys: npm run test:full runs them')
}
for (const [part, name] of [
  ['electron', 'the tests in Electron'],
  ['package', 'the tests of the packaged program'],
] as const) {
  if (!parts.includes(part)) continue
  const obstacle = electronObstacle() ?? (part === 'package' ? screenReaderObstacle() : undefined)
  if (obstacle === undefined) add(playwright(part, filters, {}))
  else if (suite === part) {
    process.stderr.write(`${name} cannot run: ${obstacle}.\n`)
    failed.push(name)
  } else leftOut.push(`${name}: ${obstacle}`)
}
if (!mayMount && (parts.includes('integration') || parts.includes('e2e'))) {
  leftOut.push('tests of full disks: only root on Linux may mount a small one')
}
if (parts.includes('fault')) add(vitest(['fault'], filters))
else if (suite === 'default') {
  leftOut.push('fault tests: npm run test:full runs them')
  leftOut.push('tests of the packaged program: npm run test:package runs them')
}

rmSync(reports, { recursive: true, force: true })
for (const part of leftOut) process.stdout.write(`Left out: ${part}\n`)
for (const name of failed) process.stdout.write(`Failed: ${name}\n`)
process.stdout.write(`\n${total.passed} passed, ${failed.length} failed, ${total.skipped} skipped\n`)
process.exit(failed.length === 0 && total.passed > 0 ? 0 : 1)
