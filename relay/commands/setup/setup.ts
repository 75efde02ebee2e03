/** `relay setup`: asks, writes the configuration, starts the relay once to see that it works, and shows the link. */
import { spawnSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { pino } from 'pino'
import { renderUnicodeCompact } from 'uqr'
import { linkOf } from '../../link.ts'
import { startRelay } from '../../start.ts'
import { readConfigFile, UsageError } from '../config-file.ts'
import { programName } from '../program-name.ts'
import { configText } from './answers.ts'
import { askAll, Questions } from './questions.ts'

interface Streams {
  readonly input: NodeJS.ReadableStream & import('node:stream').Readable
  readonly output: import('node:stream').Writable
}

const defaultFile = 'relay.yaml'

/** @throws UsageError, or Error where the relay does not start as it was described. */
export async function setup(args: readonly string[], { input, output }: Streams): Promise<void> {
  const file = path.resolve(fileOf(args))
  if (existsSync(file)) throw new UsageError(`${file} is there already; move it away, or name another with --config`)
  const questions = new Questions(input, output)
  try {
    const hasCoturn = spawnSync('turnserver', ['--version'], { stdio: 'ignore' }).status !== null
    const answers = await askAll(questions, hasCoturn)
    writeFileSync(file, configText(answers), { mode: 0o600, flag: 'wx' })
    questions.say(`\nWritten: ${file}\nStarting the relay once, to see that it works …`)
    const relay = await startRelay(
      { data: answers.data, ...readConfigFile(file) },
      { logs: pino.destination('/dev/null') },
    )
    const link = linkOf(relay)
    await relay.close()
    questions.say(`It works.\n\nThis link leads the first people to it; they invite the others:\n\n${link}\n`)
    questions.say(renderUnicodeCompact(link, { border: 2 }))
    questions.say(next(file))
  } finally {
    questions.close()
  }
}

function fileOf(args: readonly string[]): string {
  try {
    const { values } = parseArgs({ args: [...args], options: { config: { type: 'string' } } })
    return values.config ?? defaultFile
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

const next = (file: string): string => `
Now:
  ${programName} --config ${file}           runs it
  ${programName} doctor --config ${file}    sees whether others can reach it, and what else is amiss
`
