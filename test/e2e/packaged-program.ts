/** A program as it is installed: no test protocol reaches it, because its fuses forbid that. */
import { type ChildProcess, spawn } from 'node:child_process'

export class PackagedProgram {
  readonly #program: string
  readonly #args: readonly string[]
  #running: ChildProcess

  constructor(program: string, args: readonly string[]) {
    this.#program = program
    this.#args = args
    this.#running = this.#start()
  }

  async restart(): Promise<void> {
    await this.quit()
    this.#running = this.#start()
  }

  /** As the session does when its user logs out. */
  async quit(): Promise<void> {
    if (this.#running.exitCode !== null || this.#running.signalCode !== null) return
    const ended = new Promise((resolve) => this.#running.once('exit', resolve))
    this.#running.kill('SIGTERM')
    await ended
  }

  #start(): ChildProcess {
    // Chromium tells assistive technology of its pages only where it sees one, or is told to.
    const forTheReader = ['--force-renderer-accessibility', '--lang=en-GB', '--password-store=gnome-libsecret']
    return spawn(this.#program, [...this.#args, ...forTheReader], {
      env: { ...process.env, ACCESSIBILITY_ENABLED: '1' },
      stdio: 'ignore',
    })
  }
}
