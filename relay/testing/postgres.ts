/** A real PostgreSQL in a folder of its own, on loopback. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { Client } from 'pg'
import { freePort } from './free-port.ts'

/** Debian keeps the programs of each version apart. */
const versions = '/usr/lib/postgresql'

/** Folder of `initdb` and `postgres`; undefined where there is none. */
export function postgresPrograms(): string | undefined {
  const folders = existsSync(versions)
    ? readdirSync(versions).map((version) => path.join(versions, version, 'bin'))
    : []
  return folders
    .sort()
    .reverse()
    .find((folder) => existsSync(path.join(folder, 'initdb')))
}

export interface TestPostgres {
  readonly url: string
  /** It has ended, whoever wanted that. */
  readonly ended: boolean
  /** SIGKILL to all of it: no statement ends, nothing is written any more. */
  kill(): Promise<void>
  /** Starts it again over the same data. */
  start(): Promise<void>
  /** Ends it and removes its data. */
  dispose(): Promise<void>
}

/** PostgreSQL refuses to run as root: then it runs as the user that its package made. */
export function databaseOwner(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {}
  const id = (what: string) => Number(execFileSync('id', [what, 'postgres']).toString())
  return { uid: id('-u'), gid: id('-g') }
}

const settings = `
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = 200
shared_buffers = 256MB
max_wal_size = 2GB
shared_preload_libraries = 'pg_stat_statements'
pg_stat_statements.track = all
log_min_messages = fatal
`

/** One that has ended and that nobody has asked about does not. */
function runs(pid: number): boolean {
  try {
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}

/** @param place Absolute path of an empty folder of its own, which stays; a temporary one else. */
export async function startPostgres(place?: string): Promise<TestPostgres> {
  const programs = postgresPrograms()
  if (programs === undefined) throw new Error('PostgreSQL is missing')
  const folder = place ?? mkdtempSync(path.join(tmpdir(), 'relay-postgres-'))
  const as = databaseOwner()
  if (as.uid !== undefined && as.gid !== undefined) chownSync(folder, as.uid, as.gid)
  const data = path.join(folder, 'data')
  execFileSync(
    path.join(programs, 'initdb'),
    ['-D', data, '-A', 'trust', '-U', 'postgres', '-E', 'UTF8', '--locale=C'],
    {
      ...as,
      cwd: folder,
      stdio: 'pipe',
    },
  )
  const port = await freePort()
  writeFileSync(path.join(data, 'postgresql.auto.conf'), `${settings}port = ${port}\n`)
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`
  let server: ChildProcess | undefined

  /** False where it ended because processes of the one before it still do. */
  async function started(): Promise<boolean> {
    const program = path.join(programs as string, 'postgres')
    const starting = spawn(program, ['-D', data], { ...as, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] })
    server = starting
    let words = ''
    starting.stderr.on('data', (line: Buffer) => {
      words += line.toString()
    })
    for (;;) {
      if (starting.exitCode !== null) {
        if (words.includes('still in use')) return false
        throw new Error(`PostgreSQL ended: ${words}`)
      }
      const client = new Client({ connectionString: url })
      try {
        await client.connect()
        await client.end()
        return true
      } catch {
        await client.end().catch(() => {})
        await delay(50)
      }
    }
  }

  async function start(): Promise<void> {
    while (!(await started())) await delay(100)
  }

  async function end(signal: NodeJS.Signals): Promise<void> {
    const ending = server
    if (ending === undefined || ending.exitCode !== null || ending.signalCode !== null) return
    const ended = new Promise((resolve) => ending.once('exit', resolve))
    ending.kill(signal)
    await ended
  }

  /** Its children would notice that it is gone, but end what they are about first. */
  async function kill(): Promise<void> {
    const pid = server?.pid
    if (pid === undefined || server?.exitCode !== null || server.signalCode !== null) return
    // It starts no other ones meanwhile.
    server.kill('SIGSTOP')
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number)
    for (const child of children.filter(runs)) process.kill(child, 'SIGKILL')
    await end('SIGKILL')
    while (children.some(runs)) await delay(5)
  }

  await start()
  return {
    url,
    get ended() {
      return server === undefined || server.exitCode !== null || server.signalCode !== null
    },
    kill,
    start,
    async dispose() {
      await end('SIGINT')
      if (place === undefined) rmSync(folder, { recursive: true })
    },
  }
}
