/** A really started relay in a folder of its own, for the relay's tests. */
import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { keysFile } from '../secrets.ts'
import { type RelayOptions, type RunningRelay, startRelay } from '../start.ts'

export interface TestRelay {
  readonly data: string
  readonly url: string
  readonly running: RunningRelay
  /** What it has logged so far. */
  readonly logs: () => string
  /** Stops it and starts it again at the same address with the same data. */
  restart(): Promise<void>
  dispose(): Promise<void>
}

/** @param keysOf A relay whose keys this one has, too. */
export async function startTestRelay(options: Partial<RelayOptions> = {}, keysOf?: TestRelay): Promise<TestRelay> {
  const data = await mkdtemp(path.join(tmpdir(), 'relay-'))
  if (keysOf !== undefined) await copyFile(path.join(keysOf.data, keysFile), path.join(data, keysFile))
  let logs = ''
  const surroundings = {
    logs: {
      write(line: string) {
        logs += line
      },
    },
  }
  let running = await startRelay({ ...options, data }, surroundings)
  return {
    data,
    get url() {
      return running.url
    },
    get running() {
      return running
    },
    logs: () => logs,
    async restart() {
      const { port } = running
      await running.close()
      running = await startRelay({ ...options, data, port }, surroundings)
    },
    async dispose() {
      await running.close()
      await rm(data, { recursive: true })
    },
  }
}
