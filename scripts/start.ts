/** `npm start`: builds what changed and opens the application, in Electron where it can be had, else in the browser. */
import { spawn } from 'node:child_process'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { buildIfStale } from './build.ts'
import { electronRuntime } from './electron.ts'

const root = path.join(import.meta.dirname, '..')
const usage = `npm start -- [options]
  --profile DIR            keeps everything of one person in DIR
  --relay URL              the relay that onboarding proposes
  --shell electron|browser which window to open
  --port N                 port of the browser shell (default: any free one)
  --no-open                browser shell: print the address instead of opening a browser
  --passphrase-file FILE   opens the profile unattended
`

function options() {
  try {
    return parseArgs({
      options: {
        profile: { type: 'string' },
        relay: { type: 'string' },
        shell: { type: 'string' },
        port: { type: 'string' },
        open: { type: 'boolean', default: true },
        'passphrase-file': { type: 'string' },
        help: { type: 'boolean', default: false },
      },
      allowNegative: true,
    }).values
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${usage}`)
    process.exit(2)
  }
}

function chooseShell(wanted: string | undefined, browserAsked: boolean): { program: string; first: string } {
  const browser = { program: process.execPath, first: path.join(root, 'dist/main/browser/index.js') }
  if (wanted !== undefined && wanted !== 'electron' && wanted !== 'browser') {
    process.stderr.write(`--shell is electron or browser, not ${wanted}\n`)
    process.exit(2)
  }
  if (wanted === 'browser' || (wanted === undefined && browserAsked)) return browser
  const runtime = electronRuntime()
  if ('executable' in runtime) return { program: runtime.executable, first: root }
  if (wanted === 'electron') {
    process.stderr.write(`Electron cannot start: ${runtime.reason}.\n`)
    process.exit(1)
  }
  process.stderr.write(`Opening in the browser, because ${runtime.reason}.\n`)
  return browser
}

const values = options()
if (values.help) {
  process.stdout.write(usage)
  process.exit(0)
}
const { program, first } = chooseShell(values.shell, !values.open || values.port !== undefined)
await buildIfStale()

const absolute = (file: string) => path.resolve(process.env.INIT_CWD ?? process.cwd(), file)
const args = [first]
if (values.profile !== undefined) args.push('--profile', absolute(values.profile))
if (values.relay !== undefined) args.push('--relay', values.relay)
if (values.port !== undefined) args.push('--port', values.port)
if (!values.open) args.push('--no-open')
if (values['passphrase-file'] !== undefined) args.push('--passphrase-file', absolute(values['passphrase-file']))

const child = spawn(program, args, { stdio: 'inherit' })
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal))
child.on('exit', (code, signal) => process.exit(signal === null ? (code ?? 1) : 1))
