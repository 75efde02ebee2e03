/** The packaged program: what is in it, what it can no longer be asked to do, and the way of a new user through it. */
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { listPackage } from '@electron/asar'
import { getCurrentFuseWire } from '@electron/fuses'
import { expect } from '@playwright/test'
import { installedElectron } from '../../scripts/electron.ts'
import { fuses } from '../../scripts/package/fuses.ts'
import { root } from '../fixtures/process.ts'
import { electronWindows } from './electron-window.ts'
import { PackagedProgram } from './packaged-program.ts'
import { peopleTest } from './people.ts'
import { ScreenReader } from './screen-reader.ts'

const unpacked = path.join(root, 'out/linux-unpacked')
/** Where the deb was installed; the run says so. */
const installed = process.env.MEGACHAT_INSTALLED
const programs = [path.join(unpacked, 'megachat'), ...(installed === undefined ? [] : [installed])]

const test = peopleTest.extend<{ reader: ScreenReader }>({
  openWindow: async ({}, use) => use(electronWindows(new Map())),
  reader: async ({}, use) => {
    const reader = new ScreenReader()
    await use(reader)
    reader.close()
  },
})

test.beforeAll(() => {
  test.setTimeout(300_000)
  if (existsSync(programs[0] as string)) return
  execFileSync(process.execPath, ['scripts/package/package.ts', 'dir'], { cwd: root, stdio: 'inherit' })
})

test('holds the addons of this system and no others, and nothing of the page’s sources', () => {
  const addons = globSync('resources/app.asar.unpacked/**/*', { cwd: unpacked, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)
  expect(addons.sort()).toEqual([
    '@signalapp+libsignal-client.node',
    'argon2.linux-x64-gnu.node',
    'linux-x64.node',
    'udx-native.node',
  ])
  const files = listPackage(path.join(unpacked, 'resources/app.asar'), { isPack: false })
  expect(files).toContain('/dist/main/index.js')
  expect(files).toContain('/dist/preload/ring.cjs')
  expect(
    files.filter((file) => /\.(ts|map|tsx|md|c|h)$|\/node_modules\/(react|electron|node-linux)/.test(file)),
  ).toEqual([])
  expect(files.filter((file) => file.endsWith('.node')).length).toBe(addons.length)
})

test('adds little to Electron itself: at most 40 MB compressed', () => {
  const ours = globSync('resources/**/*', { cwd: unpacked, withFileTypes: true }).filter((entry) => entry.isFile())
  const compressed = ours.map((entry) => gzipSync(readFileSync(path.join(entry.parentPath, entry.name))).length)
  expect(compressed.reduce((sum, size) => sum + size, 0)).toBeLessThan(40_000_000)
})

test('has every fuse as it is written down', async () => {
  const { version, ...wire } = await getCurrentFuseWire(programs[0] as string)
  const said = Object.entries(fuses).filter(([fuse]) => fuse in wire)
  expect(Object.keys(wire).sort()).toEqual(said.map(([fuse]) => fuse).sort())
  // The wire's own letters: "1" is on, "0" off (docs/fuses of Electron).
  const letters = Object.fromEntries(said.map(([fuse, on]) => [fuse, (on ? '1' : '0').charCodeAt(0)]))
  expect(wire).toEqual(letters)
})

test('is started again after a native crash, once it has run for a minute, and not when it ends in good order', async ({
  folder,
}) => {
  test.setTimeout(180_000)
  const [program = ''] = programs
  const profile = path.join(folder, 'profile')
  const unwell = () => {
    const file = path.join(profile, 'starts.json')
    return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { unwell: number }).unwell : null
  }
  /** Of the programs with this profile the one that was there first. */
  const running = () => {
    const { stdout } = spawnSync('pgrep', ['-of', `^${program} --profile ${profile}`], { encoding: 'utf8' })
    return stdout === '' ? null : Number(stdout)
  }
  const first = spawn(program, ['--profile', profile, '--password-store=gnome-libsecret'], { stdio: 'ignore' })
  const ended = new Promise((resolve) => first.once('exit', (_code, signal) => resolve(signal)))
  await expect.poll(unwell).toBe(1)
  await expect.poll(unwell, { timeout: 90_000, intervals: [500] }).toBe(0)
  first.kill('SIGSEGV')
  expect(await ended).toBe('SIGSEGV')
  await expect.poll(unwell, { timeout: 20_000 }).toBe(1)
  await expect.poll(running).not.toBeNull()
  // Before it is up nothing in it hears that it is to end.
  const again = running() as number
  const search = ['search', '--all', '--onlyvisible', '--pid', String(again), '--name', 'MegaChat']
  await expect.poll(() => spawnSync('xdotool', search).status, { timeout: 20_000 }).toBe(0)
  process.kill(again, 'SIGTERM')
  await expect.poll(unwell, { timeout: 20_000 }).toBe(0)
  await expect.poll(running, { timeout: 20_000 }).toBeNull()
})

test('runs no code that the environment or the command line brings', ({ folder }) => {
  const script = path.join(folder, 'brought.cjs')
  const ran = path.join(folder, 'ran')
  writeFileSync(script, `require('node:fs').writeFileSync(${JSON.stringify(ran)}, '')`)
  const started = (program: string) =>
    spawnSync(program, [script, '--profile', path.join(folder, 'profile')], {
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: `--require=${script}` },
      stdio: 'ignore',
      timeout: 5000,
    })
  started(programs[0] as string)
  expect(existsSync(ran)).toBe(false)
  // The same asked of a runtime that was not packaged, so that the question is a real one.
  started(installedElectron() as string)
  expect(existsSync(ran)).toBe(true)
})

test('does not start with a debugger', ({ folder }) => {
  const { status, stderr } = spawnSync(programs[0] as string, ['--remote-debugging-port=0', '--profile', folder], {
    encoding: 'utf8',
    timeout: 10_000,
  })
  expect(status).toBe(1)
  expect(stderr).toContain('MegaChat does not start with a debugger.')
  expect(stderr).not.toContain('DevTools listening')
})

for (const program of programs) {
  const name = program.startsWith(root) ? 'unpacked' : 'installed'
  test(`the way of a new user, by a screen reader: ${name}`, async ({ bob, relay, folder, reader }, testInfo) => {
    // His window first: what Alice types goes to the one that opened last.
    await bob.open()
    await bob.onboard(relay.url)
    const alice = new PackagedProgram(program, ['--profile', path.join(folder, 'Alice'), '--relay', relay.url])
    const file = `${randomBytes(8).toString('hex')}.bin`
    const received = path.join(os.homedir(), 'Downloads', file)
    try {
      await test.step('an account', async () => {
        await reader.write('Your name', 'Alice')
        await reader.write('Username', 'alice')
        await reader.press('button', 'Create account')
        const words = (await reader.read('list', 'Recovery phrase')).flatMap((text) => /^[a-z]+$/.exec(text) ?? [])
        await reader.press('button', 'Continue')
        await reader.read('textbox', /^Word \d+$/)
        for (const field of await reader.names('textbox', /^Word \d+$/))
          await reader.write(field, words[Number(field.slice(5)) - 1] ?? '')
        await reader.press('button', 'Confirm')
        await reader.read('button', 'New chat')
      })

      await test.step('a chat in both directions', async () => {
        await bob.startChat('alice')
        await bob.send('Hello Alice')
        await reader.press('button', /^Bob/)
        await reader.press('button', 'Accept request')
        await reader.write('Message', 'Hello Bob')
        await reader.press('button', 'Send')
        await expect(bob.timeline.getByText('Hello Bob')).toBeVisible()
      })

      await test.step('a file, received into the folder of downloads', async () => {
        const source = path.join(folder, file)
        const bytes = randomBytes(3_000_000)
        writeFileSync(source, bytes)
        await bob.drop(source)
        await reader.press('button', 'Accept file')
        await expect.poll(() => existsSync(received) && readFileSync(received).equals(bytes)).toBe(true)
      })

      await test.step('history after a restart, opened by the keyring without a question', async () => {
        await alice.restart()
        await reader.press('button', /^Bob/)
        const messages = await reader.read('log', 'Messages')
        expect(messages.join('\n')).toContain('Hello Bob')
      })
    } finally {
      execFileSync('import', ['-window', 'root', testInfo.outputPath('screen.png')])
      await alice.quit()
      rmSync(received, { force: true })
    }
  })
}
