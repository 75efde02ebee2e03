import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Reviver } from './reviver.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'reviver-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** A program with a reviver does `steps` and is killed. Gives where what is started again writes its words. */
async function killed(steps: string, signal: NodeJS.Signals): Promise<string> {
  const trace = path.join(folder, `${steps} ${signal}`.replaceAll(/[^a-z ]/gi, ''))
  const again = ['-c', 'echo "$@" > "$0"', trace, '--profile', 'of mine']
  const code = `
    import { Reviver } from ${JSON.stringify(new URL('./reviver.ts', import.meta.url).href)}
    const reviver = new Reviver({ program: '/bin/sh', args: ${JSON.stringify(again)} })
    ${steps}
    process.stdout.write('ready')
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(child.stdout, 'data')
  child.kill(signal)
  await once(child, 'exit')
  return trace
}

const words = (trace: string) => (existsSync(trace) ? readFileSync(trace, 'utf8') : null)

test.runIf(Reviver.isPossible)(
  'a crash starts it again, with its words; not an end in good order, nor a crash at once',
  async () => {
    const others = [
      await killed('reviver.runsWell(); reviver.letGo()', 'SIGKILL'),
      await killed('reviver.letGo()', 'SIGKILL'),
      await killed('', 'SIGSEGV'),
    ]
    for (const signal of ['SIGSEGV', 'SIGKILL'] as const) {
      const trace = await killed('reviver.runsWell()', signal)
      await expect.poll(() => words(trace), { timeout: 10_000 }).toBe('--profile of mine\n')
    }
    expect(others.map(words)).toEqual([null, null, null])
  },
)
