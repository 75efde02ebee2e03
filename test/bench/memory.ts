/** How much memory a process holds, as Linux counts it. */
import { readFileSync, writeFileSync } from 'node:fs'

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
