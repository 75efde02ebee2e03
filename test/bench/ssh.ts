/** What people use today: scp, and tar through ssh, to a daemon of the test's own on loopback. */
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

const daemon = '/usr/sbin/sshd'

export interface Ssh {
  /** Seconds for one file. */
  scp(from: string, to: string): Promise<number>
  /** Seconds for what is in one folder, into another that is there. */
  tar(from: string, to: string): Promise<number>
  stop(): void
}

/** Null where there is no ssh. */
export async function startSsh(folder: string): Promise<Ssh | null> {
  if (!existsSync(daemon) || spawnSync('ssh', ['-V']).status !== 0) return null
  const file = (name: string) => path.join(folder, name)
  for (const name of ['host', 'user']) execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', file(name)])
  execFileSync('cp', [file('user.pub'), file('authorized')])
  execFileSync('chmod', ['600', file('authorized')])
  const port = await freePort()
  execFileSync('mkdir', ['-p', '/run/sshd'])
  writeFileSync(
    file('sshd_config'),
    `Port ${port}\nListenAddress 127.0.0.1\nHostKey ${file('host')}\nAuthorizedKeysFile ${file('authorized')}\nPidFile none\nStrictModes no\nUsePAM no\nPermitRootLogin yes\nSubsystem sftp internal-sftp\n`,
  )
  const server = spawn(daemon, ['-D', '-e', '-f', file('sshd_config')], { stdio: 'ignore' })
  await delay(300)
  const quiet = ['-o', 'StrictHostKeyChecking=no', '-o', 'UserKnownHostsFile=/dev/null']
  const options = ['-q', '-i', file('user'), '-c', 'aes128-gcm@openssh.com', ...quiet]
  return {
    scp: (from, to) => secondsOf('scp', ['-P', String(port), ...options, from, `127.0.0.1:${to}`]),
    tar: (from, to) => {
      const ssh = ['ssh', '-p', String(port), ...options, '127.0.0.1'].join(' ')
      return secondsOf('bash', ['-o', 'pipefail', '-c', `tar -C "$0" -cf - . | ${ssh} tar -C "$1" -xf -`, from, to])
    },
    stop: () => server.kill(),
  }
}

async function secondsOf(program: string, words: readonly string[]): Promise<number> {
  const start = performance.now()
  const copy = spawn(program, words, { stdio: 'ignore' })
  const status = await new Promise<number | null>((resolve) => copy.once('exit', resolve))
  if (status !== 0) throw new Error(`${program} ended with ${status}`)
  return (performance.now() - start) / 1000
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' ? (address?.port ?? 0) : 0
}
