/** Files for the relay's user alone. */
import { open, rename } from 'node:fs/promises'

/** Writes a file readable by its owner alone; it is there in whole or not at all. */
export async function writePrivateFile(file: string, text: string): Promise<void> {
  const part = `${file}.part`
  const handle = await open(part, 'w', 0o600)
  try {
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(part, file)
}

export const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT'
