/** How much memory a process holds, as Linux counts it; and how much of it the machine really has. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'

/** Megabytes in use now; the highest value begins anew from here. */
export function markMemory(pid: number): number {
  // 5: "reset the peak resident set size" (proc(5)).
  writeFileSync(`/proc/${pid}/clear_refs`, '5')
  return megabytes(pid, 'VmRSS')
}

/** Highest value since {@link markMemory}, in megabytes. */
export const peakMemory = (pid: number): number => megabytes(pid, 'VmHWM')

function megabytes(pid: number, field: string): number {
  const [, kib] = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return (Number(kib) * 1024) / 1e6
}

/**
 * Uses `bytes` of the system's memory for files, and frees them. A virtual machine's host takes free memory away and gives
 * it back page by page, at a fifth of the speed of memory: whoever is measured first would pay for all.
 *
 * @param file a path for them, where nothing is.
 */
export async function warmFileMemory(file: string, bytes: number): Promise<void> {
  const piece = Buffer.alloc(4 * 1024 * 1024)
  const handle = await open(file, 'wx')
  for (let written = 0; written < bytes; written += piece.length) await handle.write(piece)
  await handle.close()
  rmSync(file)
}
