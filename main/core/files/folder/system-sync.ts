/**
 * Brings everything that was written to a file system to its disk (syncfs of Linux), by a small program that stays for as
 * long as it is needed: a new one for each time would make every page of this process's memory a fault once more.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

/** Answers each line that it is given when the disk has everything. */
const script = 'while read -r line; do if sync -f "$1"; then echo done; else echo failed; fi; done'

export class SystemSync {
  readonly #program: ChildProcess
  readonly #waiting: ((done: boolean) => void)[] = []
  #ended = false

  private constructor(root: string) {
    this.#program = spawn('sh', ['-c', script, 'sh', root], { stdio: ['pipe', 'pipe', 'ignore'] })
    const end = () => {
      this.#ended = true
      for (const answer of this.#waiting.splice(0)) answer(false)
    }
    this.#program.on('error', end).on('exit', end)
    // Writing to one that has ended fails; its end says so already.
    this.#program.stdin?.on('error', () => {})
    if (this.#program.stdout !== null)
      createInterface(this.#program.stdout).on('line', (line) => this.#waiting.shift()?.(line === 'done'))
  }

  /** Null where the system has no such way. @param root absolute path. */
  static async open(root: string): Promise<SystemSync | null> {
    if (process.platform !== 'linux') return null
    const sync = new SystemSync(root)
    if (await sync.sync()) return sync
    sync.close()
    return null
  }

  /** Gives whether everything that was written before is on the disk. */
  sync(): Promise<boolean> {
    if (this.#ended) return Promise.resolve(false)
    return new Promise((resolve) => {
      this.#waiting.push(resolve)
      this.#program.stdin?.write('\n')
    })
  }

  close(): void {
    this.#program.stdin?.end()
  }
}
