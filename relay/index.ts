/** The relay as a program of its own, and the commands around it. */
import { adminCommands } from './commands/admin/usage.ts'
import { UsageError } from './commands/config-file.ts'
import { usage } from './commands/options.ts'
import { serve } from './commands/serve.ts'

const streams = { input: process.stdin, output: process.stdout }

async function admin(args: readonly string[]): Promise<void> {
  const commands = await import('./commands/admin/admin.ts')
  await commands.admin(args, streams)
}

/** Read only when they are asked for: a relay that starts needs none of them, nor what they need. */
const commands: Readonly<Record<string, (args: readonly string[]) => Promise<void>>> = {
  ...Object.fromEntries(adminCommands.map((name) => [name, (args: readonly string[]) => admin([name, ...args])])),
  setup: async (args) => (await import('./commands/setup/setup.ts')).setup(args, streams),
  migrate: async (args) => (await import('./commands/migrate.ts')).migrateStore(args, process.stdout),
  doctor: async (args) => {
    const { doctor } = await import('./commands/doctor/doctor.ts')
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
