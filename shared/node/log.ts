/** Where a program says what went wrong: on standard error, and in the profile's own log, which its user can read. */
import { appendFileSync, closeSync, fstatSync, mkdirSync, openSync, readSync, renameSync, statSync } from 'node:fs'
import path from 'node:path'
import { type Logger, multistream, pino } from 'pino'

/** Bytes after which a start begins a new file, and that one thread writes at most: a fault that repeats fills no disk. */
const startsAnewAt = 1024 * 1024
const writesAtMost = 2 * 1024 * 1024

/** Bytes of the end that are read: as much as can be copied at once. */
const readAtMost = 60 * 1024

const fileIn = (profileFolder: string) => path.join(profileFolder, 'logs', 'megachat.log')
const earlierIn = (profileFolder: string) => path.join(profileFolder, 'logs', 'earlier.log')

/** Names neither the computer nor the process. `profileFolder`: absolute path; made if it is not there. */
export function openLog(name: string, profileFolder: string): Logger {
  // Standard output carries what the program says to other programs.
  const error = pino.destination({ dest: 2, sync: true })
  return pino(
    { name, level: 'info', base: {} },
    multistream([{ stream: error }, { stream: fileStream(profileFolder) }]),
  )
}

/** Keeps the log of the last runs beside the new one. Call it once at a start, before `openLog`. */
export function beginLog(profileFolder: string): void {
  const file = fileIn(profileFolder)
  if (size(file) > startsAnewAt) renameSync(file, earlierIn(profileFolder))
}

/** The end of the log, oldest line first; empty where there is none. */
export function readLog(profileFolder: string): string {
  const last = tail(fileIn(profileFolder), readAtMost)
  const before = last.length < readAtMost ? tail(earlierIn(profileFolder), readAtMost - last.length) : ''
  return before + last
}

function fileStream(profileFolder: string) {
  const file = fileIn(profileFolder)
  let left = writesAtMost
  return {
    write(line: string): void {
      left -= Buffer.byteLength(line)
      if (left < 0) return
      try {
        mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 })
        appendFileSync(file, line, { mode: 0o600 })
      } catch {
        // A full disk: it was said on standard error.
      }
    },
  }
}

function size(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0
}

/** Whole lines of the last `bytes`. */
function tail(file: string, bytes: number): string {
  if (size(file) === 0) return ''
  const descriptor = openSync(file, 'r')
  try {
    const total = fstatSync(descriptor).size
    const from = Math.max(0, total - bytes)
    const buffer = Buffer.alloc(total - from)
    readSync(descriptor, buffer, 0, buffer.length, from)
    const text = buffer.toString('utf8')
    return from === 0 ? text : text.slice(text.indexOf('\n') + 1)
  } finally {
    closeSync(descriptor)
  }
}
