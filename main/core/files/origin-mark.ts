/**
 * The mark by which a system knows that a file has come from elsewhere, and asks before it runs it: Zone.Identifier on
 * Windows, quarantine on macOS, `user.xdg.origin.url` on Linux (freedesktop.org, CommonExtendedAttributes).
 */
import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { promisify } from 'node:util'

type Mark =
  | { readonly by: 'stream'; readonly path: (file: string) => string; readonly content: string }
  /** Takes the files behind its words. */
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

const execute = promisify(execFile)
/** Milliseconds: a program that does not end must not keep a file from its name. */
const patienceMs = 5_000
/** Files for one call: a command line has room for as many of the longest paths. */
const filesAtOnce = 200

/** @param files absolute paths. Never raises: not every file system has room for it, and not every Linux the program. */
export async function markOrigin(files: readonly string[]): Promise<void> {
  const mark = originMark(process.platform, Math.floor(Date.now() / 1000))
  if (mark === null) return
  try {
    if (mark.by === 'stream') for (const file of files) await writeFile(mark.path(file), mark.content)
    else {
      for (let from = 0; from < files.length; from += filesAtOnce)
        await execute(mark.program, [...mark.words, ...files.slice(from, from + filesAtOnce)], { timeout: patienceMs })
    }
  } catch {
    // The file is whole and where it belongs all the same.
  }
}
