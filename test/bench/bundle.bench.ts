/** Kilobytes of JavaScript that the page reads before it can be used, compressed as a download would be, and what it loads later. */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { buildIfStale } from '../../scripts/build.ts'
import { root } from '../fixtures/process.ts'
import { type BenchResult, benchResult } from './result.ts'

const folder = path.join(root, 'dist/renderer')
const kilobytes = (file: string) => gzipSync(readFileSync(path.join(folder, 'assets', file))).length / 1000

export async function run(): Promise<BenchResult> {
  await buildIfStale()
  const page = readFileSync(path.join(folder, 'index.html'), 'utf8')
  const scripts = readdirSync(path.join(folder, 'assets')).filter((file) => file.endsWith('.js'))
  const [atStart, later] = [true, false].map((named) => scripts.filter((file) => page.includes(file) === named))
  const sum = (files: readonly string[] = []) => files.reduce((total, file) => total + kilobytes(file), 0)
  const lazy = later?.map((file) => [`later: ${file}`, kilobytes(file)] as const)
  return benchResult(
    'bundle',
    { atStartGzipKilobytes: sum(atStart), laterGzipKilobytes: sum(later), ...Object.fromEntries(lazy ?? []) },
    [{ figure: 'atStartGzipKilobytes', atMost: 450 }],
  )
}
