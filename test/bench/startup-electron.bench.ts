/**
 * From the start of the program to a window one can use, with 100,000 messages in the profile, and what all its processes
 * hold at rest; beside it an Electron that shows one page with one button. Needs a desktop with a keychain.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { _electron, type ElectronApplication } from '@playwright/test'
import type { Database } from 'better-sqlite3'
import { migrations } from '../../main/core/migrations.ts'
import { openStore } from '../../main/core/store/index.ts'
import { readKeySlots } from '../../main/core/store/profile/key-slots.ts'
import { openRecoverySlot } from '../../main/core/store/profile/slot-kinds.ts'
import { electronObstacle, installedElectron } from '../../scripts/electron.ts'
import { AccountId, conversationWith } from '../../shared/ids.ts'
import { electronWindows } from '../e2e/electron-window.ts'
import { Person } from '../e2e/person.ts'
import { messageWriter } from '../fixtures/filled-profile.ts'
import { temporaryFolder } from '../fixtures/folder.ts'
import { root } from '../fixtures/process.ts'
import { startRelay } from '../fixtures/relay.ts'
import { corpus } from './corpus.ts'
import { type BenchOptions, type BenchResult, benchResult, percentile } from './result.ts'

const { dependencies } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'))

/** What a program that has just started does besides is over, in milliseconds. */
const restAfter = 5000

interface Sample {
  readonly ms: number
  readonly megabytes: number
}

export async function run({ size = 100_000, rounds = 5 }: BenchOptions): Promise<BenchResult> {
  const executablePath = installedElectron()
  const obstacle = electronObstacle()
  if (executablePath === undefined || obstacle !== undefined) throw new Error(`Electron cannot start here: ${obstacle}`)
  const folder = temporaryFolder('bench-startup-electron')
  const relay = await startRelay(path.join(folder.path, 'relay'))
  const profile = await filled(folder.path, relay.ready.url, size)
  const bare = bareProgram(folder.path)
  const addons = Object.keys(dependencies).map((name) => path.join(root, 'node_modules', name))
  const everything = [path.dirname(executablePath), path.join(root, 'dist'), ...addons, folder.path]

  const samples: Record<'own' | 'bare', Record<'cold' | 'warm', Sample[]>> = {
    own: { cold: [], warm: [] },
    bare: { cold: [], warm: [] },
  }
  const ownArgs = [root, '--profile', profile, '--lang=en-GB', '--password-store=gnome-libsecret']
  const bareArgs = [bare, `--user-data-dir=${path.join(folder.path, 'bare-data')}`]
  for (let n = 0; n < rounds; n++) {
    for (const kind of ['cold', 'warm'] as const) {
      if (kind === 'cold') forget(everything)
      samples.bare[kind].push(await started(executablePath, bareArgs, 'Start'))
      if (kind === 'cold') forget(everything)
      samples.own[kind].push(await started(executablePath, ownArgs, 'New chat'))
    }
  }
  await relay.stop()
  folder.remove()

  const ms = (who: 'own' | 'bare', kind: 'cold' | 'warm') =>
    percentile(
      samples[who][kind].map((one) => one.ms),
      0.5,
    )
  const memory = (who: 'own' | 'bare') =>
    percentile(
      samples[who].warm.map((one) => one.megabytes),
      0.5,
    )
  return benchResult(
    'startup-electron',
    {
      messages: size,
      coldP50Ms: ms('own', 'cold'),
      warmP50Ms: ms('own', 'warm'),
      coldRatioToBare: ms('own', 'cold') / ms('bare', 'cold'),
      warmRatioToBare: ms('own', 'warm') / ms('bare', 'warm'),
      atRestMegabytes: memory('own'),
      atRestMegabytesOverBare: memory('own') - memory('bare'),
    },
    [
      { figure: 'coldRatioToBare', atMost: 1.6 },
      { figure: 'warmRatioToBare', atMost: 1.6 },
      { figure: 'atRestMegabytesOverBare', atMost: 120 },
    ],
    { bareColdP50Ms: ms('bare', 'cold'), bareWarmP50Ms: ms('bare', 'warm'), bareAtRestMegabytes: memory('bare') },
  )
}

/** Starts it, waits until its page has the button, then until it rests. */
async function started(executablePath: string, args: string[], button: string): Promise<Sample> {
  const start = performance.now()
  const app = await _electron.launch({ executablePath, args, cwd: root, chromiumSandbox: true })
  const page = await app.firstWindow()
  await page.getByRole('button', { name: button }).first().waitFor()
  const ms = performance.now() - start
  await new Promise((resolve) => setTimeout(resolve, restAfter))
  const megabytes = await held(app)
  await app.close()
  return { ms, megabytes }
}

/** What all processes have in memory together; what several share counts for each, in both programs. */
const held = (app: ElectronApplication): Promise<number> =>
  app.evaluate(({ app: electron }) => {
    const kilobytes = electron.getAppMetrics().map(({ memory }) => memory.workingSetSize)
    return kilobytes.reduce((sum, one) => sum + one, 0) / 1000
  })

/** Takes the files out of the system's memory, as after a start of the computer: without a count, dd only advises (POSIX_FADV_DONTNEED). */
function forget(folders: readonly string[]): void {
  const each = ['-type', 'f', '-exec', 'dd', 'if={}', 'iflag=nocache', 'count=0', 'status=none', ';']
  spawnSync('find', [...folders, ...each], { stdio: 'ignore' })
}

function bareProgram(folder: string): string {
  const program = path.join(folder, 'bare')
  mkdirSync(program)
  writeFileSync(path.join(program, 'package.json'), JSON.stringify({ name: 'bare', main: 'main.cjs' }))
  const page = 'data:text/html,<button>Start</button>'
  writeFileSync(
    path.join(program, 'main.cjs'),
    `const { app, BrowserWindow } = require('electron')
    app.whenReady().then(() => new BrowserWindow({ width: 1120, height: 760 }).loadURL(${JSON.stringify(page)}))`,
  )
  return program
}

/** A profile that its keychain opens, with one long chat. */
async function filled(folder: string, relay: string, size: number): Promise<string> {
  const open = electronWindows(new Map())
  const [alice, bob] = [new Person(open, folder, 'Alice'), new Person(open, folder, 'Bob')]
  await alice.open()
  await alice.onboard(relay)
  // No passphrase is given at the start, and none is asked for where there is a keychain.
  bob.typesPassphrase = true
  await bob.open()
  bob.typesPassphrase = false
  const phrase = await bob.onboard(relay)
  await bob.startChat('alice')
  await bob.send('Hello Alice')
  await bob.message(/Hello Alice.*(Sent|Delivered|Read)/).waitFor()
  await bob.close()
  await alice.close()

  const [slot] =
    readKeySlots(path.join(bob.profile, 'keys.json'))?.slots.filter(({ kind }) => kind === 'recovery') ?? []
  const key = slot?.kind === 'recovery' ? await openRecoverySlot(slot, phrase.join(' ')) : null
  if (key === null) throw new Error('the recovery phrase does not open the profile')
  const store = openStore({ file: path.join(bob.profile, 'profile.db'), key, migrations })
  write(store.db, size)
  store.close()
  return bob.profile
}

function write(db: Database, size: number): void {
  const account = db.prepare<[], { account: string }>('SELECT account FROM contact').get()?.account
  const conversation = conversationWith(AccountId.parse(account))
  const { sentence, random } = corpus(2)
  const begun = Date.now() - size * 60_000
  const put = messageWriter(db)
  db.transaction(() => {
    for (let n = 0; n < size; n++)
      put({ conversation, own: random() < 0.5, sentAt: begun + n * 60_000, text: sentence() })
  })()
  // The index is the bench `search`'s affair.
  db.exec('DELETE FROM search_change; UPDATE search_state SET upto = 0')
}
