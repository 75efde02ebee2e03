/** Asks the operating system to open or show something. Has no knowledge of what it is. */
import { spawn } from 'node:child_process'
import path from 'node:path'

/** Opens an address or a file with the program the user has for it. */
export function openWithSystem(target: string): void {
  if (process.platform === 'darwin') run('open', [target])
  else if (process.platform === 'win32') run('explorer.exe', [target])
  else run('xdg-open', [target])
}

/** Opens the folder of `file`, with the file selected where the system can. */
export function showInFolder(file: string): void {
  if (process.platform === 'darwin') run('open', ['-R', file])
  else if (process.platform === 'win32') run('explorer.exe', [`/select,${file}`])
  else run('xdg-open', [path.dirname(file)])
}

/** Where there is no such program nothing happens, as with a desktop without one. */
function run(program: string, args: readonly string[]): void {
  const child = spawn(program, args, { detached: true, stdio: 'ignore' })
  child.on('error', () => {})
  child.unref()
}
