/** `relay doctor`: looks at everything that a relay needs, from this computer, and says what to do. Changes nothing. */
import { existsSync } from 'node:fs'
import path from 'node:path'
import type { Writable } from 'node:stream'
import { toBase64url } from '../../encoding.ts'
import { Hosts } from '../../http/hosts.ts'
import { outwardAddress } from '../../http/outward-address.ts'
import { keysFile, openSecrets } from '../../secrets.ts'
import { isWildcard, resolveSettings, type Settings } from '../../settings.ts'
import { selfSignedTls } from '../../tls.ts'
import { UsageError } from '../config-file.ts'
import { readOptions } from '../options.ts'
import { programName } from '../program-name.ts'
import { checkChunks } from './chunks.ts'
import { checkClock, checkFolders } from './computer.ts'
import { checkPostgres } from './database.ts'
import { type Finding, warning } from './finding.ts'
import { checkReach } from './reach.ts'
import { checkTurn } from './turn.ts'

const marks = { ok: 'ok     ', warning: 'warning', fault: 'FAULT  ' } as const

/** Takes the same options as the relay. False where there is a fault. @throws UsageError */
export async function doctor(args: readonly string[], output: Writable): Promise<boolean> {
  const options = readOptions(args)
  if (options === null) throw new UsageError(`${programName} doctor [the same options as the relay]`)
  const settings = resolveSettings(options)
  const findings: Finding[] = [...(await checkFolders(settings)), ...(await checkClock())]
  if (existsSync(path.join(settings.data, keysFile))) findings.push(...(await checkRelay(settings)))
  else findings.push(warning('Relay', 'has not run yet', 'start it, then ask again'))
  for (const { what, state, words, advice } of findings) {
    output.write(`${marks[state]}  ${what}: ${words}\n${advice === undefined ? '' : `         → ${advice}\n`}`)
  }
  const count = (state: Finding['state']) => findings.filter((one) => one.state === state).length
  output.write(`\n${count('fault')} faults, ${count('warning')} warnings\n`)
  return count('fault') === 0
}

async function checkRelay(settings: Settings): Promise<Finding[]> {
  const hosts = new Hosts(settings, isWildcard(settings.host) ? await outwardAddress() : null)
  hosts.listening(settings.port)
  const { trustRoot } = await openSecrets(settings.data)
  const pin = settings.tls === 'self-signed' ? (await selfSignedTls(settings.data, hosts.certificateNames)).pin : null
  const own = { trustRoot: toBase64url(trustRoot.getPublicKey().serialize()), pin }
  return [
    ...(await checkPostgres(settings)),
    ...(await checkChunks(settings)),
    ...(await checkReach(settings, hosts.urls, own)),
    ...(await checkTurn(settings, new URL(hosts.urls[0]).hostname)),
  ]
}
