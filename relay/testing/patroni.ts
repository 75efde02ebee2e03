/** Two real PostgreSQL servers under Patroni with a synchronous standby, and the etcd that they agree by; all on loopback. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { Client } from 'pg'
import { freePort } from './free-port.ts'
import { databaseOwner, postgresPrograms } from './postgres.ts'

const patroni = '/usr/bin/patroni'
const etcd = '/usr/bin/etcd'
/** Milliseconds for a cluster to be whole again. */
const wholeMs = 120_000
/** Milliseconds; more than two rounds of Patroni. */
const steadyMs = 5000

export const patroniPrograms = (): boolean => postgresPrograms() !== undefined && [patroni, etcd].every(existsSync)

interface Member {
  readonly name: string
  readonly folder: string
  readonly port: number
  readonly restPort: number
  process: ChildProcess | null
}

export interface TestPatroni {
  /** Names both servers. */
  readonly url: string
  /**
   * SIGKILL to the primary: Patroni and PostgreSQL, as if its machine had lost power. Resolves when the other one has taken
   * over; it comes back by {@link mend}.
   */
  killPrimary(): Promise<void>
  /** SIGKILL to the primary's PostgreSQL alone; its Patroni sees to it. */
  killPostgres(): Promise<void>
  /** Starts what was killed; resolves when there is a primary with a synchronous standby. */
  mend(): Promise<void>
  dispose(): Promise<void>
}

export async function startPatroni(): Promise<TestPatroni> {
  const programs = postgresPrograms()
  if (programs === undefined || !patroniPrograms()) throw new Error('Patroni, etcd or PostgreSQL is missing')
  const folder = mkdtempSync(path.join(tmpdir(), 'relay-patroni-'))
  const owner = databaseOwner()
  if (owner.uid !== undefined) execFileSync('chown', [`${owner.uid}:${owner.gid}`, folder])
  const run = (program: string, args: readonly string[], env: Record<string, string> = {}): ChildProcess =>
    spawn(program, args, {
      ...owner,
      cwd: folder,
      stdio: ['ignore', openSync(path.join(folder, 'log'), 'a'), openSync(path.join(folder, 'log'), 'a')],
      env: { PATH: process.env.PATH ?? '', ...env },
    })

  const [client, peer] = [await freePort(), await freePort()]
  const etcdUrl = `http://127.0.0.1:${client}`
  const agreeing = run(etcd, [
    ...['--data-dir', path.join(folder, 'etcd'), '--name', 'one', '--initial-cluster', `one=http://127.0.0.1:${peer}`],
    ...['--listen-client-urls', etcdUrl, '--advertise-client-urls', etcdUrl],
    ...['--listen-peer-urls', `http://127.0.0.1:${peer}`, '--initial-advertise-peer-urls', `http://127.0.0.1:${peer}`],
  ])
  await until(async () => (await fetch(`${etcdUrl}/health`)).ok)

  const members: Member[] = []
  for (const name of ['alpha', 'beta']) {
    const member: Member = {
      name,
      folder: path.join(folder, name),
      port: await freePort(),
      restPort: await freePort(),
      process: null,
    }
    mkdirSync(member.folder, { mode: 0o700 })
    if (owner.uid !== undefined) execFileSync('chown', [`${owner.uid}:${owner.gid}`, member.folder])
    writeFileSync(configurationOf(member), JSON.stringify(configuration(member, client, programs)))
    members.push(member)
  }
  const start = (member: Member) => {
    member.process = run(patroni, [configurationOf(member)])
  }
  /** The one that takes writes; with a standby that has each of them, or not. */
  const primary = async ({ withStandby }: { readonly withStandby: boolean }): Promise<Member> => {
    for (const member of members) {
      const state = await stateOf(member).catch(() => null)
      if (state?.primary && (state.standby || !withStandby)) return member
    }
    throw new Error('there is no primary')
  }
  /** PostgreSQL says so, and Patroni, which lets nobody else take over, and needs a few rounds to know it. */
  const whole = async () => {
    for (const since = performance.now(); performance.now() - since < steadyMs; await delay(500)) {
      const leading = await primary({ withStandby: true })
      const other = members.find((member) => member !== leading)
      const answer = await fetch(`http://127.0.0.1:${other?.restPort}/synchronous`)
      if (!answer.ok) return false
    }
    return true
  }

  async function dispose(): Promise<void> {
    // Patroni stops its PostgreSQL itself.
    await Promise.all(members.map(({ process: running }) => end(running, 'SIGTERM')))
    await end(agreeing, 'SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  }

  for (const member of members) start(member)
  try {
    await until(whole)
  } catch (error) {
    await dispose()
    throw error
  }
  return {
    url: `postgres://postgres@${members.map(({ port }) => `127.0.0.1:${port}`).join(',')}/postgres`,
    async killPrimary() {
      const member = await primary({ withStandby: false })
      const pid = postmaster(member)
      await end(member.process, 'SIGKILL')
      killTree(pid)
      await until(async () => (await primary({ withStandby: false })) !== member)
    },
    killPostgres: async () => killTree(postmaster(await primary({ withStandby: false }))),
    async mend() {
      for (const member of members) if (member.process === null || hasEnded(member.process)) start(member)
      await until(whole)
    },
    dispose,
  }
}

async function stateOf({ port }: Member): Promise<{ primary: boolean; standby: boolean } | null> {
  const client = new Client({ host: '127.0.0.1', port, user: 'postgres', database: 'postgres', query_timeout: 2000 })
  client.on('error', () => {})
  try {
    await client.connect()
    const sql = `SELECT NOT pg_is_in_recovery() AS primary,
      EXISTS (SELECT FROM pg_stat_replication WHERE sync_state = 'sync') AS standby`
    return (await client.query<{ primary: boolean; standby: boolean }>(sql)).rows[0] ?? null
  } finally {
    await client.end().catch(() => {})
  }
}

const configurationOf = ({ folder }: Member): string => `${folder}.json`
const dataOf = ({ folder }: Member): string => path.join(folder, 'data')

function configuration(member: Member, etcdPort: number, programs: string): object {
  const { name, port, restPort } = member
  const local = { username: 'postgres', password: 'postgres' }
  return {
    scope: 'relay',
    name,
    restapi: { listen: `127.0.0.1:${restPort}`, connect_address: `127.0.0.1:${restPort}` },
    etcd3: { host: `127.0.0.1:${etcdPort}` },
    bootstrap: {
      // The shortest times that Patroni takes.
      dcs: {
        ...{ ttl: 20, loop_wait: 2, retry_timeout: 3, primary_start_timeout: 5 },
        ...{ synchronous_mode: true, maximum_lag_on_failover: 1_048_576 },
        postgresql: { use_pg_rewind: true, parameters: { max_connections: 200, wal_keep_size: '256MB' } },
      },
      initdb: [{ encoding: 'UTF8' }, { locale: 'C' }, 'data-checksums'],
    },
    postgresql: {
      ...{
        listen: `127.0.0.1:${port}`,
        connect_address: `127.0.0.1:${port}`,
        data_dir: dataOf(member),
        bin_dir: programs,
      },
      authentication: { superuser: local, replication: local, rewind: local },
      pg_hba: ['local all all trust', 'host all all 127.0.0.1/32 trust', 'host replication all 127.0.0.1/32 trust'],
      parameters: { unix_socket_directories: '' },
      remove_data_directory_on_diverged_timelines: true,
    },
  }
}

function postmaster(member: Member): number {
  return Number(readFileSync(path.join(dataOf(member), 'postmaster.pid'), 'utf8').split('\n')[0])
}

/** With its children, which would end their statements first. */
function killTree(pid: number): void {
  process.kill(pid, 'SIGSTOP')
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number)
  for (const each of [...children, pid]) process.kill(each, 'SIGKILL')
}

const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null

async function end(child: ChildProcess | null, signal: NodeJS.Signals): Promise<void> {
  if (child === null || hasEnded(child)) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill(signal)
  await ended
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + wholeMs
  while (!(await condition().catch(() => false))) {
    if (performance.now() > deadline) throw new Error('the database cluster is not whole')
    await delay(100)
  }
}
