/** The port of this computer's relay: chosen once and kept, since it is part of the addresses of its accounts. */
import { randomInt } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'

const Kept = z.object({ port: z.int().min(1).max(65_535) })

/**
 * Below the ports that operating systems give to outgoing connections (Linux from 32768, others from 49152): another
 * program's connection must not hold ours by chance.
 */
const firstPort = 20_000
const endPort = 30_000

const fileOf = (folder: string) => path.join(folder, 'own-relay.json')

/** Null where none has been chosen yet. */
export async function keptPort(folder: string): Promise<number | null> {
  try {
    return Kept.parse(JSON.parse(await readFile(fileOf(folder), 'utf8'))).port
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

export const somePort = (): number => randomInt(firstPort, endPort)

export async function keepPort(folder: string, port: number): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const part = `${fileOf(folder)}.part`
  await writeFile(part, `${JSON.stringify(Kept.parse({ port }))}\n`, { mode: 0o600 })
  await rename(part, fileOf(folder))
}
