/** The computer: its disk, the data folder and its clock. */
import { execFile } from 'node:child_process'
import { access, constants, stat, statfs } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { isMissing } from '../../private-file.ts'
import type { Settings } from '../../settings.ts'
import { type Finding, fault, ok, warning } from './finding.ts'

/** Bytes of the disk below which it is said. Chunks of files leave 64 MiB free; messages need little. */
const littleBytes = 2 * 1024 ** 3
const gib = 1024 ** 3

export async function checkFolders({ data, blobs }: Settings): Promise<Finding[]> {
  const folders = [['Data folder', data] as const, ...(blobs === undefined ? [] : [['Chunk folder', blobs] as const])]
  return (await Promise.all(folders.map(([what, folder]) => checkFolder(what, folder)))).flat()
}

async function checkFolder(what: string, folder: string): Promise<Finding[]> {
  const there = await existing(folder)
  try {
    await access(there, constants.R_OK | constants.W_OK)
  } catch {
    return [
      fault(what, `${folder} cannot be written`, `give it to the user that runs the relay: chown -R USER ${folder}`),
    ]
  }
  const { mode } = await stat(there)
  const open = there === folder && process.platform !== 'win32' && (mode & 0o077) !== 0
  const findings = [
    open
      ? warning(what, `others on this computer may look into ${folder}`, `chmod 700 ${folder}`)
      : ok(what, there === folder ? folder : `${folder} will be made`),
  ]
  const { bavail, bsize, blocks } = await statfs(there)
  const free = bavail * bsize
  const words = `${(free / gib).toFixed(1)} GiB free of ${((blocks * bsize) / gib).toFixed(1)}`
  const disk = `Disk of the ${what.toLowerCase()}`
  findings.push(
    free >= littleBytes ? ok(disk, words) : warning(disk, words, 'make room: files are refused first, messages last'),
  )
  return findings
}

/** The folder, or the nearest one around it that is there. */
async function existing(folder: string): Promise<string> {
  try {
    await stat(folder)
    return folder
  } catch (error) {
    const around = path.dirname(path.resolve(folder))
    if (isMissing(error) && around !== folder) return existing(around)
    throw error
  }
}

export async function checkClock(): Promise<Finding[]> {
  const what = 'Clock'
  if (process.platform !== 'linux') return []
  try {
    const run = promisify(execFile)
    const { stdout } = await run('timedatectl', ['show', '--property=NTPSynchronized', '--value'])
    if (stdout.trim() === 'yes') return [ok(what, 'set by the network')]
    return [warning(what, 'not set by the network', 'timedatectl set-ntp true: certificates and expiry depend on it')]
  } catch {
    return [
      warning(
        what,
        'cannot tell whether it is set by the network',
        'see that NTP runs: certificates and expiry depend on it',
      ),
    ]
  }
}
