/** A real Ceph with its S3 gateway in a folder of its own, on loopback: one monitor, one store in memory. */
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { AwsClient } from 'aws4fetch'
import { freePort } from './free-port.ts'

const programs = ['ceph-mon', 'ceph-osd', 'radosgw', 'ceph'] as const
const startMs = 60_000
const credentials = { accessKeyId: 'relay', secretAccessKey: 'only for tests' }
const bucket = 'chunks'

export const isCephHere = (): boolean =>
  programs.every((program) => spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0)

export interface TestCeph {
  /** An empty bucket. */
  readonly s3: { endpoint: string; bucket: string; accessKeyId: string; secretAccessKey: string }
  /** The gateway alone. */
  kill(): Promise<void>
  start(): Promise<void>
  dispose(): Promise<void>
}

export async function startCeph(): Promise<TestCeph> {
  const folder = mkdtempSync(path.join(tmpdir(), 'relay-ceph-'))
  const within = (name: string) => path.join(folder, name)
  const [monitor, gateway] = [await freePort(), await freePort()]
  const [cluster, store] = [randomUUID(), randomUUID()]
  for (const name of ['mon', 'osd', 'rgw']) mkdirSync(within(name))
  writeFileSync(within('ceph.conf'), configuration(folder, cluster, monitor, gateway))
  const call = (program: string, ...args: string[]): string =>
    execFileSync(program, args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  const ceph = (program: string, ...args: string[]): string => call(program, '-c', within('ceph.conf'), ...args)
  const words = openSync(within('words'), 'a')
  const run = (program: string, ...args: string[]): ChildProcess =>
    spawn(program, ['-c', within('ceph.conf'), ...args, '-f'], { cwd: folder, stdio: ['ignore', words, words] })

  const keyring = within('keyring')
  call('ceph-authtool', '--create-keyring', keyring, '--gen-key', '-n', 'mon.', '--cap', 'mon', 'allow *')
  for (const name of ['client.admin', 'osd.0'])
    call('ceph-authtool', keyring, '--gen-key', '-n', name, '--cap', 'mon', 'allow *', '--cap', 'osd', 'allow *')
  const key = call('ceph-authtool', keyring, '-n', 'osd.0', '--print-key')
  call('ceph-authtool', '--create-keyring', within('osd/keyring'), '-n', 'osd.0', '--add-key', key)
  call('monmaptool', '--create', '--fsid', cluster, '--addv', 'a', `[v2:127.0.0.1:${monitor}]`, within('monmap'))
  ceph('ceph-mon', '-i', 'a', '--mkfs', '--monmap', within('monmap'), '--keyring', keyring)
  const running = [run('ceph-mon', '-i', 'a')]
  ceph('ceph', 'osd', 'new', store)
  ceph('ceph-osd', '-i', '0', '--mkfs', '--osd-uuid', store)
  running.push(run('ceph-osd', '-i', '0'))
  const { accessKeyId, secretAccessKey } = credentials
  const user = ['--uid=relay', '--display-name=relay', `--access-key=${accessKeyId}`, `--secret=${secretAccessKey}`]
  ceph('radosgw-admin', 'user', 'create', ...user)

  const endpoint = `http://127.0.0.1:${gateway}`
  let serving: ChildProcess | null = null
  async function start(): Promise<void> {
    serving = run('radosgw', '-n', 'client.admin')
    const client = new AwsClient({ ...credentials, service: 's3', region: 'us-east-1', retries: 0 })
    for (const deadline = performance.now() + startMs; ; await delay(100)) {
      const made = await client.fetch(`${endpoint}/${bucket}`, { method: 'PUT' }).catch(() => null)
      if (made?.ok) return
      if (performance.now() > deadline) throw new Error('the S3 gateway does not answer')
    }
  }
  async function dispose(): Promise<void> {
    for (const each of [serving, ...running.reverse()]) await end(each)
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    await start()
  } catch (error) {
    await dispose()
    throw error
  }
  return { s3: { endpoint, bucket, ...credentials }, kill: () => end(serving), start, dispose }
}

async function end(child: ChildProcess | null): Promise<void> {
  if (child === null || child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGKILL')
  await ended
}

const configuration = (folder: string, cluster: string, monitor: number, gateway: number): string => `
[global]
fsid = ${cluster}
mon host = [v2:127.0.0.1:${monitor}]
public addr = 127.0.0.1
cluster addr = 127.0.0.1
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 1
osd pool default pgp num = 1
osd pool default pg autoscale mode = off
osd crush chooseleaf type = 0
mon allow pool size one = true
mon max pg per osd = 1000
osd objectstore = memstore
memstore device bytes = 1073741824
mon data = ${folder}/mon
osd data = ${folder}/osd
rgw data = ${folder}/rgw
rgw frontends = beast endpoint=127.0.0.1:${gateway}
run dir = ${folder}
admin socket = ${folder}/$name.$pid.asok
log file = ${folder}/$name.log
[client]
keyring = ${folder}/keyring
`
