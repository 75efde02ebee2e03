/** Processes and the processor's time that they use (proc(5)). */
import { readdirSync, readFileSync } from 'node:fs'

/** What the system counts processor time in: `getconf CLK_TCK` is 100 on every Linux that Node runs on. */
export const ticksPerSecond = 100

/** Seconds that all descendants of this process have used until now; those that have ended are left out. */
export const descendantsSeconds = (): number =>
  treeOf(process.pid)
    .slice(1)
    .reduce((sum, pid) => sum + ticksOf(pid), 0) / ticksPerSecond

/** The fields of `/proc/PID/stat` after the name, which may hold anything (proc(5)); none where the process has ended. */
function statOf(pid: number): string[] {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return text.slice(text.lastIndexOf(')') + 2).split(' ')
  } catch {
    return []
  }
}

/** utime and stime, fields 14 and 15. */
export function ticksOf(pid: number): number {
  const fields = statOf(pid)
  return Number(fields[11] ?? 0) + Number(fields[12] ?? 0)
}

export function childrenOf(parent: number): number[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  return pids.map(Number).filter((pid) => Number(statOf(pid)[1]) === parent)
}

/** A process and all that come of it. */
export const treeOf = (pid: number): number[] => [pid, ...childrenOf(pid).flatMap(treeOf)]
