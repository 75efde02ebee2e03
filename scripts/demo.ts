/** `npm run demo`: a relay and two people who are already contacts, in two windows. Everything is gone at the end. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { becomeContacts, createAccount, openCorePerson, passphrase } from '../test/fixtures/core-person.ts'
import { startRelay } from '../test/fixtures/relay.ts'
import { buildIfStale } from './build.ts'

const people = ['Ada', 'Grace'] as const
const start = path.join(import.meta.dirname, 'start.ts')

await buildIfStale()
const folder = mkdtempSync(path.join(os.tmpdir(), 'megachat-demo-'))
const profileOf = (name: string) => path.join(folder, name.toLowerCase())
const passphraseFile = path.join(folder, 'passphrase')
writeFileSync(passphraseFile, passphrase, { mode: 0o600 })

process.stderr.write('Starting a relay and making two people contacts …\n')
const relay = await startRelay(path.join(folder, 'relay'))
const [ada, grace] = [await openCorePerson(profileOf('Ada')), await openCorePerson(profileOf('Grace'))]
await createAccount(ada, relay.ready.url, 'Ada')
await createAccount(grace, relay.ready.url, 'Grace')
await becomeContacts([ada, grace], 'ada')
await Promise.all([ada.close(), grace.close()])

const windows: ChildProcess[] = people.map((name) =>
  spawn(
    process.execPath,
    [start, '--profile', profileOf(name), '--passphrase-file', passphraseFile, ...process.argv.slice(2)],
    { stdio: 'inherit' },
  ),
)
const end = () => {
  for (const window of windows) window.kill('SIGTERM')
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end)
await Promise.all(windows.map((window) => once(window, 'exit')))
await relay.stop()
rmSync(folder, { recursive: true, force: true })
