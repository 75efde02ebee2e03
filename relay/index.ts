/** The relay as a program of its own, and the commands around it. */
import { admin, adminCommands } from './commands/admin/admin.ts'
import { UsageError } from './commands/config-file.ts'
import { doctor } from './commands/doctor/doctor.ts'
import { migrateStore } from './commands/migrate.ts'
import { usage } from './commands/options.ts'
import { serve } from './commands/serve.ts'
import { setup } from './commands/setup/setup.ts'

const streams = { input: process.stdin, output: process.stdout }
const commands: Readonly<Record<string, (args: readonly string[]) => Promise<void>>> = {
  ...Object.fromEntries(
    adminCommands.map((name) => [name, (args: readonly string[]) => admin([name, ...args], streams)]),
  ),
  setup: (args) => setup(args, streams),
  migrate: (args) => migrateStore(args, process.stdout),
  doctor: async (args) => {
    process.exitCode = (await doctor(args, process.stdout)) ? 0 : 1
  },
}

function fail(message: string, code: number): never {
  process.stderr.write(`relay: ${message}\n`)
  process.exit(code)
}

const [first = '', ...others] = process.argv.slice(2)
const command = commands[first]
const done = command === undefined ? serve(process.argv.slice(2), ({ message }) => fail(message, 1)) : command(others)
done.catch((error) => {
  if (error instanceof UsageError) fail(command === undefined ? `${error.message}\n\n${usage}` : error.message, 2)
  fail(error instanceof Error ? error.message : String(error), 1)
})
