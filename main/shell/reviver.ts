/**
 * Starts the program again when it is ended by a fault that nothing in it can catch: a native crash, or a system short of
 * memory. A shell of the system waits at the end of a pipe for that; it takes a megabyte, and does nothing else. Windows
 * has none that waits as small.
 */
import { type ChildProcess, spawn } from 'node:child_process'

/** One word a line. The first: it has run well, so that it does not only crash again. Another: it ends in good order. */
const script = 'read -r well || exit 0; [ "$well" = well ] || exit 0; read -r bye && exit 0; exec "$@"'

export interface Program {
  readonly program: string
  readonly args: readonly string[]
}

export class Reviver {
  readonly #shell: ChildProcess

  constructor({ program, args }: Program) {
    this.#shell = spawn('/bin/sh', ['-c', script, 'sh', program, ...args], {
      stdio: ['pipe', 'ignore', 'ignore'],
      // It must outlive us.
      detached: true,
    })
    // Without one there is no second life, and that is all.
    this.#shell.on('error', () => {})
    this.#shell.stdin?.on('error', () => {})
    this.#shell.unref()
  }

  static get isPossible(): boolean {
    return process.platform !== 'win32'
  }

  /** From now on an end without {@link letGo} is a crash to start again from. */
  runsWell(): void {
    this.#shell.stdin?.write('well\n')
  }

  /** It ends because somebody wants it to. */
  letGo(): void {
    this.#shell.stdin?.end('bye\nbye\n')
  }
}
