/**
 * The mark by which a system knows that a file has come from elsewhere, and asks before it runs it: Zone.Identifier on
 * Windows, quarantine on macOS, `user.xdg.origin.url` on Linux (freedesktop.org, CommonExtendedAttributes).
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'

type Mark =
  | { readonly by: 'stream'; readonly path: (file: string) => string; readonly content: string }
  /** Takes files behind its words. */
  | { readonly by: 'program'; readonly program: string; readonly words: readonly string[] }

/** How it is set; null where the system has none. Says nothing of who has sent the file. @param at seconds since the epoch. */
export function originMark(platform: NodeJS.Platform, at: number): Mark | null {
  switch (platform) {
    case 'win32':
      // Zone 3 is the internet. A stream of the file itself: it goes where the file goes.
      return {
        by: 'stream',
        path: (file) => `${file}:Zone.Identifier`,
        content: '[ZoneTransfer]\r\nZoneId=3\r\n',
      }
    case 'darwin': {
      // Flags, time in hexadecimal seconds, program, no identifier.
      const value = `0083;${at.toString(16)};MegaChat;`
      return { by: 'program', program: '/usr/bin/xattr', words: ['-w', 'com.apple.quarantine', value] }
    }
    case 'linux':
      return { by: 'program', program: 'setfattr', words: ['-n', 'user.xdg.origin.url', '-v', 'megachat:', '--'] }
    default:
      return null
  }
}

/** Milliseconds: a program that does not end must not keep a file from its name. */
const patienceMs = 30_000

/** Marks files as they come, beside other work. Never raises: not every file system has room for it, and not every system the program. */
export class OriginMarks {
  readonly #mark = originMark(process.platform, Math.floor(Date.now() / 1000))
  #program: ChildProcess | undefined
  #streams = Promise.resolve()
  #closed = false

  /** @param files absolute paths of files that nobody writes any more. */
  add(files: readonly string[]): void {
    if (this.#mark === null || files.length === 0) return
    if (this.#mark.by === 'stream') {
      const { path, content } = this.#mark
      const mark = (file: string) => (this.#closed ? undefined : writeFile(path(file), content))
      for (const file of files) this.#streams = this.#streams.then(() => mark(file)).catch(() => {})
    } else {
      this.#program ??= startOnEach(this.#mark.program, this.#mark.words)
      this.#program.stdin?.write(files.map((file) => `${file}\0`).join(''))
    }
  }

  /** Resolves when every file has its mark, or will not get one. */
  async finish(): Promise<void> {
    await this.#streams
    const program = this.#program
    if (program === undefined) return
    program.stdin?.end()
    if (program.exitCode !== null || program.signalCode !== null || program.pid === undefined) return
    const tooLong = setTimeout(() => program.kill(), patienceMs)
    await once(program, 'exit').catch(() => {})
    clearTimeout(tooLong)
  }

  /** Resolves when no file is marked any more, also where some have no mark yet. */
  async close(): Promise<void> {
    this.#closed = true
    this.#program?.kill()
    await this.finish()
  }
}

/** As {@link OriginMarks}, for some files alone. */
export async function markOrigin(files: readonly string[]): Promise<void> {
  const marks = new OriginMarks()
  marks.add(files)
  await marks.finish()
}

/** Runs a program on the files that come in by their names, on as many at once as a command line takes. */
function startOnEach(program: string, words: readonly string[]): ChildProcess {
  const started = spawn('xargs', ['-0', program, ...words], { stdio: ['pipe', 'ignore', 'ignore'] })
  // Where there is none, nothing is marked; the files are whole and where they belong all the same.
  started.on('error', () => {})
  started.stdin?.on('error', () => {})
  return started
}
