/**
 * `npm run package:relay`: the relay alone as a package for npm, in `out/relay`, and its archive beside it. Everything is
 * built into it but the two packages with addons.
 */
import { execFileSync } from 'node:child_process'
import { cpSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { build } from 'vite'
import { nodePrograms } from '../../vite.main.config.ts'
import { Licences } from '../licences.ts'

const root = path.join(import.meta.dirname, '../..')
const folder = path.join(root, 'out/relay')
const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'))
const native = ['@signalapp/libsignal-client', 'better-sqlite3']
const dependencies = Object.fromEntries(native.map((name) => [name, manifest.dependencies[name]]))

rmSync(folder, { recursive: true, force: true })
const licences = new Licences()
licences.addInstalled(native)
await build({
  ...nodePrograms(['relay/index.ts', 'relay/storage/sqlite/worker.ts'], folder),
  configFile: false,
  logLevel: 'warn',
  plugins: [...(nodePrograms([], folder).plugins ?? []), licences.plugin()],
})
for (const map of globSync('**/*.map', { cwd: folder })) rmSync(path.join(folder, map))

mkdirSync(path.join(folder, 'bin'))
/** An older Node ends in the middle, and npm only warns of it. */
const oldestNode = 22
const program = `#!/usr/bin/env node
const { node } = process.versions
if (Number.parseInt(node, 10) < ${oldestNode}) {
  process.stderr.write(\`megachat-relay needs Node ${oldestNode} or newer, and this is \${node}.\\n\`)
  process.exit(1)
}
await import('../relay/index.js')
`
writeFileSync(path.join(folder, 'bin/megachat-relay.js'), program, { mode: 0o755 })
const { version, license, author } = manifest
const own = {
  ...{ name: 'megachat-relay', version, license, author, type: 'module' },
  description: 'A relay for MegaChat: carries messages, calls and files for a group, and sees none of it',
  bin: { 'megachat-relay': 'bin/megachat-relay.js' },
  engines: { node: `>=${oldestNode}` },
  dependencies,
}
writeFileSync(path.join(folder, 'package.json'), `${JSON.stringify(own, null, 2)}\n`)
const texts = licences.list().map(({ name, version, licence, text }) => `${name} ${version} (${licence})\n\n${text}\n`)
writeFileSync(path.join(folder, 'LICENCES-OF-OTHERS'), texts.join(`\n${'-'.repeat(80)}\n`))
for (const file of ['LICENSE', 'docs/relay.md', 'docs/relay.yaml', 'docs/turn.md', 'docs/grafana.json']) {
  cpSync(path.join(root, file), path.join(folder, file === 'docs/relay.md' ? 'README.md' : path.basename(file)))
}
cpSync(path.join(root, 'assets/relay/megachat-relay.service'), path.join(folder, 'megachat-relay.service'))
execFileSync('npm', ['pack', '--silent', '--pack-destination', path.dirname(folder)], { cwd: folder, stdio: 'inherit' })
