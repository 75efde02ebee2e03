/** `npm run bench -- NAME`: runs one benchmark of `test/bench` and prints its figures as JSON on stdout. */
import { globSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import type { Bench } from '../test/bench/result.ts'
import { buildIfStale } from './build.ts'

const folder = path.join(import.meta.dirname, '../test/bench')
const names = globSync('*.bench.ts', { cwd: folder }).map((file) => file.replace('.bench.ts', ''))

const { values, positionals } = parseArgs({
  allowPositionals: true,
  // JSON is what is printed anyway; the flag says that a script reads it.
  options: { json: { type: 'boolean' }, size: { type: 'string' }, rounds: { type: 'string' } },
})
const [name] = positionals
if (name === undefined || !names.includes(name)) {
  process.stderr.write(`npm run bench -- NAME [--size BYTES] [--rounds N], where NAME is one of: ${names.join(', ')}\n`)
  process.exit(2)
}
await buildIfStale()
const bench = (await import(path.join(folder, `${name}.bench.ts`))) as Bench
const result = await bench.run({
  ...(values.size === undefined ? {} : { size: Number(values.size) }),
  ...(values.rounds === undefined ? {} : { rounds: Number(values.rounds) }),
})
process.stdout.write(`${JSON.stringify(result, null, 2)}\n`)
process.exit(0)
