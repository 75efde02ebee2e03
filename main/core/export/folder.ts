/** The folder of an export: made anew, filled, and taken away again where it is not finished. */
import { constants } from 'node:fs'
import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { AppError } from '../../../shared/errors.ts'
import { numberedName, safeName, targetError } from '../files/index.ts'

const mostCopies = 10_000

const isTaken = (error: unknown): boolean => (error as NodeJS.ErrnoException | null)?.code === 'EEXIST'

/** Tries names until one is free. */
async function underFreeName<T>(name: string, attempt: (name: string) => Promise<T>): Promise<string> {
  for (let copy = 1; copy <= mostCopies; copy++) {
    const free = numberedName(name, copy)
    try {
      await attempt(free)
      return free
    } catch (error) {
      if (!isTaken(error)) throw targetError(error)
    }
  }
  throw new AppError('folder-unwritable', 'every name is taken')
}

export class ExportFolder {
  readonly path: string

  private constructor(folder: string) {
    this.path = folder
  }

  /** A new folder in `parent` of about this name. Raises `disk-full`, `folder-unwritable`. */
  static async make(parent: string, name: string): Promise<ExportFolder> {
    try {
      await mkdir(parent, { recursive: true })
    } catch (error) {
      throw targetError(error)
    }
    // Nobody else on this computer need read it.
    const free = await underFreeName(safeName(name), (free) => mkdir(path.join(parent, free), { mode: 0o700 }))
    return new ExportFolder(path.join(parent, free))
  }

  get name(): string {
    return path.basename(this.path)
  }

  get files(): string {
    return path.join(this.path, 'files')
  }

  async write(name: string, text: string): Promise<void> {
    try {
      await writeFile(path.join(this.path, name), text, { flag: 'wx' })
    } catch (error) {
      throw targetError(error)
    }
  }

  /** Copies a file along and gives the name that it got. */
  async copy(source: string, name: string): Promise<string> {
    await mkdir(this.files, { recursive: true })
    return underFreeName(safeName(name), (free) =>
      copyFile(source, path.join(this.files, free), constants.COPYFILE_EXCL),
    )
  }

  async remove(): Promise<void> {
    await rm(this.path, { recursive: true, force: true })
  }
}
