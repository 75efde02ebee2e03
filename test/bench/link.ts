/** Two computers (network namespaces, for root) and one link between them, with delay, loss and a rate. */
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { NetworkNamespace } from '../fixtures/network-namespace.ts'

const execute = promisify(execFile)

export interface LinkOptions {
  /** One way, in milliseconds. */
  readonly delayMs: number
  readonly lossPercent?: number
  readonly mbitPerSecond: number
}

export class Link {
  readonly near = new NetworkNamespace('near')
  readonly far = new NetworkNamespace('far')
  readonly nearAddress = '10.99.0.1'
  readonly farAddress = '10.99.0.2'
  #emulator: ChildProcess | undefined

  /**
   * By the program `linkem NS_A IP_A NS_B IP_B --delay MS --loss PERCENT --rate MBIT` that MEGACHAT_LINKEM names. With
   * cubic at both ends, which most systems have.
   */
  async open({ delayMs, lossPercent = 0, mbitPerSecond }: LinkOptions): Promise<void> {
    const program = process.env.MEGACHAT_LINKEM
    if (program === undefined) throw new Error('MEGACHAT_LINKEM names no program that emulates a link')
    const shape = ['--delay', `${delayMs}`, '--loss', `${lossPercent}`, '--rate', `${mbitPerSecond}`]
    const ends = [this.near.name, this.nearAddress, this.far.name, this.farAddress]
    this.#emulator = spawn(program, [...ends, ...shape], { stdio: ['ignore', 'pipe', 'inherit'] })
    if (this.#emulator.stdout === null) throw new Error('the link says nothing')
    await once(this.#emulator.stdout, 'data')
    // A network of its own may choose only what the machine allows to everybody.
    const allowed = '/proc/sys/net/ipv4/tcp_allowed_congestion_control'
    if (!readFileSync(allowed, 'utf8').includes('cubic')) writeFileSync(allowed, 'reno bbr cubic')
    for (const end of [this.near, this.far]) end.set('net.ipv4.tcp_congestion_control', 'cubic')
  }

  /** From now on nothing gets through. */
  cut(): void {
    this.#emulator?.kill('SIGUSR1')
  }

  heal(): void {
    this.#emulator?.kill('SIGUSR2')
  }

  /** From now on each end sends at most so many kbit/s; what is more is dropped after a tenth of a second's worth. */
  limit(kbitPerSecond: number): void {
    const [rate, burst] = [Math.round(kbitPerSecond / 8), Math.max(3, Math.round(kbitPerSecond / 80))]
    for (const end of [this.near, this.far]) {
      end.filter(`
        table inet rate {}
        delete table inet rate
        table inet rate {
          chain out {
            type filter hook output priority filter
            oifname "link0" limit rate over ${rate} kbytes/second burst ${burst} kbytes drop
          }
        }`)
    }
  }

  /** What TCP alone carries from near to far in `seconds` by iperf3, in Mbit/s. */
  async tcp(streams: number, seconds: number): Promise<number> {
    const [server = '', ...serverWords] = [...this.far.within, 'iperf3', '--server', '--one-off', '--forceflush']
    const serving = spawn(server, serverWords, { stdio: ['ignore', 'pipe', 'ignore'] })
    try {
      if (serving.stdout === null) throw new Error('iperf3 says nothing')
      await once(serving.stdout, 'data')
      serving.stdout.resume()
      const words = [
        'iperf3',
        '--json',
        '--client',
        this.farAddress,
        '--parallel',
        `${streams}`,
        '--time',
        `${seconds}`,
      ]
      const [client = '', ...clientWords] = [...this.near.within, ...words]
      const { stdout } = await execute(client, clientWords, { maxBuffer: 64 * 1024 * 1024 })
      const { end, error } = JSON.parse(stdout) as {
        end: { sum_received?: { bits_per_second: number } }
        error?: string
      }
      if (end.sum_received === undefined) throw new Error(`iperf3: ${error}`)
      return end.sum_received.bits_per_second / 1e6
    } finally {
      serving.kill()
    }
  }

  close(): void {
    this.#emulator?.kill()
    this.near.remove()
    this.far.remove()
  }
}
