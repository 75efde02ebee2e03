/** The relay's own package for npm: what is in its archive runs with the two packages that it names, and nothing else of ours. */
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, globSync, mkdirSync, readFileSync, statSync, symlinkSync } from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { expect, test } from 'vitest'
import { TestAccount } from '../../relay/testing/client.ts'
import { temporaryFolder } from '../fixtures/folder.ts'
import { root } from '../fixtures/process.ts'

/** Bytes of the archive: somebody waits for it behind `npx`. */
const mostBytes = 2 * 1024 * 1024

test('the package of the relay starts, serves and explains itself', async () => {
  execFileSync(process.execPath, [path.join(root, 'scripts/package/relay.ts')], { cwd: root, stdio: 'pipe' })
  const [archive = ''] = globSync('out/megachat-relay-*.tgz', { cwd: root })
  expect(statSync(path.join(root, archive)).size).toBeLessThan(mostBytes)

  const folder = temporaryFolder('relay-package')
  execFileSync('tar', ['-xzf', path.join(root, archive), '-C', folder.path])
  const place = path.join(folder.path, 'package')
  const { dependencies, bin } = JSON.parse(readFileSync(path.join(place, 'package.json'), 'utf8'))
  expect(Object.keys(dependencies)).toEqual(['@signalapp/libsignal-client', 'better-sqlite3'])
  for (const name of [...Object.keys(dependencies), 'node-gyp-build']) {
    const link = path.join(place, 'node_modules', name)
    mkdirSync(path.dirname(link), { recursive: true })
    symlinkSync(path.join(root, 'node_modules', name), link)
  }
  for (const file of ['README.md', 'LICENSE', 'LICENCES-OF-OTHERS', 'relay.yaml', 'megachat-relay.service']) {
    expect(existsSync(path.join(place, file)), file).toBe(true)
  }

  const program = path.join(place, bin['megachat-relay'])
  const help = execFileSync(process.execPath, [program, '--help']).toString()
  expect(help).toContain('Usage: megachat-relay ')
  for (const command of ['setup', 'doctor', 'status']) expect(help).toContain(`\n  ${command} `)
  // As of an older Node, which npm only warns of.
  const older = 'data:text/javascript,Object.defineProperty(process.versions,"node",{value:"20.1.0"})'
  const refused = spawnSync(process.execPath, ['--import', older, program, '--help'])
  expect([refused.status, refused.stderr.toString()]).toEqual([
    1,
    'megachat-relay needs Node 22 or newer, and this is 20.1.0.\n',
  ])
  const relay = spawn(process.execPath, [program, '--port', '0', '--data', path.join(folder.path, 'data')])
  const [line] = await once(createInterface(relay.stdout), 'line')
  const alice = await TestAccount.make(JSON.parse(String(line)).url, 'alice')
  expect((await alice.deliver('hello')).status).toBe(200)
  const ended = once(relay, 'exit')
  relay.kill('SIGTERM')
  expect((await ended)[0]).toBe(0)
  folder.remove()
})
