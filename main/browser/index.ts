/** Entry of the browser shell: the same program, served to an ordinary browser on this computer. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Logger } from 'pino'
import { errorForLog } from '../../shared/error-log.ts'
import { errorCodeOf } from '../../shared/errors.ts'
import { beginLog, openLog } from '../../shared/node/log.ts'
import { createOwnRelay } from '../own-relay/index.ts'
import { readPassphraseFile } from '../passphrase-file.ts'
import { rendererFiles } from '../renderer-files.ts'
import { openWithSystem } from './open.ts'
import { type BrowserOptions, browserOptions } from './options.ts'
import { askToReopen } from './reopen.ts'
import { startShell } from './shell.ts'

/** From the sources the build lies in `dist`; in the build, this file does. */
const [root, renderer] = import.meta.url.endsWith('.ts')
  ? ['../../', '../../dist/renderer/']
  : ['../../../', '../../renderer/']
const beside = (name: string) => fileURLToPath(new URL(name, import.meta.url))

function give<T>(work: () => T, complaint: (error: Error) => string): T {
  try {
    return work()
  } catch (error) {
    return fail(complaint(error as Error))
  }
}

function fail(message: string): never {
  process.stderr.write(`${message}\n`)
  process.exit(1)
}

async function run(options: BrowserOptions, log: Logger): Promise<void> {
  const { passphraseFile } = options
  const passphrase =
    passphraseFile === null
      ? null
      : give(
          () => readPassphraseFile(passphraseFile),
          () => `The passphrase file cannot be read or is empty: ${passphraseFile}`,
        )
  const files = give(
    () => rendererFiles(beside(renderer)),
    () => 'The page is not built. Run: npm run build',
  )
  const { version } = JSON.parse(readFileSync(beside(`${root}package.json`), 'utf8')) as { version: string }
  const shell = await startShell({
    ...{ profile: options.profile, port: options.port, passphrase },
    ...{ proposedRelay: options.relay, version, files, log, openPage: options.open ? openWithSystem : null },
    ownRelay: createOwnRelay({ dataFolder: path.join(options.profile, 'relay'), sqliteBinding: null, log }),
  })
  let closing = false
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (closing) return
      closing = true
      shell.close().then(
        () => process.exit(0),
        (error: unknown) => {
          log.error({ error: errorForLog(error) }, 'the shell did not close cleanly')
          process.exit(1)
        },
      )
    })
  }
  process.stdout.write(`${JSON.stringify({ event: 'ready', shell: 'browser', url: shell.url })}\n`)
}

function complaint(error: unknown, { profile, port }: BrowserOptions, log: Logger): string {
  if (errorCodeOf(error) === 'profile-in-use') return `MegaChat is already open with the profile ${profile}`
  const system = error instanceof Error && 'code' in error ? error.code : undefined
  if (system === 'EADDRINUSE') return `Port ${port} is taken by another program`
  log.error({ error: errorForLog(error) }, 'the shell did not start')
  return 'MegaChat could not start'
}

const options = give(
  () => browserOptions(process.argv.slice(2)),
  (error) => error.message,
)
const log = openLog('shell', options.profile)
beginLog(options.profile)
run(options, log).catch(async (error: unknown) => {
  const opened = options.open && errorCodeOf(error) === 'profile-in-use' && (await askToReopen(options.profile))
  if (!opened) fail(complaint(error, options, log))
  process.stderr.write('MegaChat is running already; its page opens again\n')
  process.exit(0)
})
