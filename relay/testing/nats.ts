/** A real NATS on loopback. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { freePort } from './free-port.ts'

const program = 'nats-server'

export const isNatsHere = (): boolean => spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0

export interface TestNats {
  readonly url: string
  kill(): Promise<void>
  /** Starts it again at the same address. */
  start(): Promise<void>
}

export async function startNats(): Promise<TestNats> {
  const port = await freePort()
  let server: ChildProcess | undefined

  async function start(): Promise<void> {
    server = spawn(program, ['--addr', '127.0.0.1', '--port', String(port)], { stdio: 'ignore' })
    for (;;) {
      const socket = connect(port, '127.0.0.1')
      const there = await Promise.race([
        once(socket, 'connect').then(() => true),
        once(socket, 'error').then(() => false),
      ]).catch(() => false)
      socket.destroy()
      if (there) return
      if (server.exitCode !== null) throw new Error('nats-server ended')
      await delay(50)
    }
  }

  await start()
  return {
    url: `nats://127.0.0.1:${port}`,
    start,
    async kill() {
      if (server === undefined || server.exitCode !== null || server.signalCode !== null) return
      const ended = once(server, 'exit')
      server.kill('SIGKILL')
      await ended
    },
  }
}
