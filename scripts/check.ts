/** `npm run check`: types, lint and format, walls between folders. Runs all and fails if one does. */
import { spawnSync } from 'node:child_process'
import path from 'node:path'

const root = path.join(import.meta.dirname, '..')
const bin = (name: string) => path.join(root, 'node_modules/.bin', name)
const compiler = path.join(root, 'node_modules/typescript7/bin/tsc')

const steps: [name: string, program: string, args: string[]][] = [
  ['types: programs and their tests', process.execPath, [compiler, '-p', '.']],
  ['types: tests with a page', process.execPath, [compiler, '-p', 'test']],
  ['types: renderer', process.execPath, [compiler, '-p', 'renderer']],
  ['types: preload', process.execPath, [compiler, '-p', 'preload']],
  ['lint and format', bin('biome'), ['ci', '--error-on-warnings', '--colors=off', '.']],
  ['walls', bin('depcruise'), ['main', 'preload', 'renderer', 'shared', 'relay']],
]

const failed = steps.filter(([name, program, args]) => {
  const { status } = spawnSync(program, args, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' })
  process.stderr.write(`${status === 0 ? 'ok    ' : 'FAILED'}  ${name}\n`)
  return status !== 0
})
process.exit(failed.length === 0 ? 0 : 1)
