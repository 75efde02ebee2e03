/** When backups are made, of what, and which of them stay. Has no knowledge of how one is written. SPEC.md S-7. */
import { mkdir, readdir, rm } from 'node:fs/promises'
import path from 'node:path'
import type { Logger } from 'pino'
import { z } from 'zod'
import { toPayload } from '../../../shared/bridge/errors.ts'
import type { BackupState, Settings } from '../../../shared/contract/index.ts'
import { errorForLog } from '../../../shared/error-log.ts'
import { AppError } from '../../../shared/errors.ts'
import { Observable } from '../../../shared/streams/index.ts'
import type { Store } from '../store/index.ts'
import { openBackup, profileMark } from './head.ts'
import type { Progress } from './progress.ts'
import { ending, partsIn, type Saved, saveBackup } from './save.ts'

/** Backups made by themselves that stay in their folder. */
export const keptBackups = 3

const dayMs = 24 * 60 * 60 * 1000
const periodMs: Readonly<Record<Settings['backupEvery'], number>> = {
  never: Number.POSITIVE_INFINITY,
  day: dayMs,
  week: 7 * dayMs,
}
/** How often it is looked whether one is due; not at once, when the start has enough to do. */
const lookMs = 60 * 1000
/** Until the next attempt after one that failed. */
const retryMs = 60 * 60 * 1000

/** The last one that was made by itself. */
const Last = z.object({ at: z.number(), name: z.string(), size: z.number() })

export interface BackupsOptions {
  readonly store: Store
  readonly profileFolder: string
  /** See `backupKeyOf`. */
  readonly backupKey: Uint8Array
  /** What goes into the head, see `ProfileFolder.portableSlots`. */
  readonly keys: () => unknown
  readonly username: string
  /** Writes a copy of the relay that this computer runs into a new folder; null where it runs none. */
  readonly backUpRelay: ((folder: string) => Promise<void>) | null
  readonly every: () => Settings['backupEvery']
  /** Absolute path of the folder that was chosen for those that are made by themselves; null where none was. */
  readonly folder: () => string | null
  /** Absolute path of the one that is used else, and made where it is missing. */
  readonly downloadFolder: () => string
  readonly last: { read(): string | null; write(value: string): void }
  /** Something goes on that it would disturb. */
  readonly busy: () => boolean
  readonly log: Logger
}

export class Backups {
  readonly state: Observable<BackupState>
  readonly #options: BackupsOptions
  readonly #ending = new AbortController()
  #timer: NodeJS.Timeout | undefined
  #failedAt: number | null = null
  #running: Promise<unknown> | null = null

  constructor(options: BackupsOptions) {
    this.#options = options
    this.state = new Observable<BackupState>({ ...this.#shown(), running: null, error: null })
  }

  start(): void {
    this.#timer = setInterval(() => this.look(), lookMs).unref()
  }

  /** The folder or the time between two has changed. */
  changed(): void {
    this.#failedAt = null
    this.#show({ error: null })
    this.look()
  }

  /** Makes one where it is due. */
  look(now = Date.now()): void {
    if (this.#running !== null || this.#options.busy() || !this.#isDue(now)) return
    this.#running = this.#makeScheduled(now).finally(() => {
      this.#running = null
    })
  }

  /** When nothing is being made. */
  async settled(): Promise<void> {
    await this.#running
  }

  async close(): Promise<void> {
    clearInterval(this.#timer)
    this.#ending.abort()
    await this.settled()
  }

  /**
   * One that is asked for, in `folder` or in the download folder. Whoever stops listening stops it. Raises `backup-running`
   * while another one is made, and what `saveBackup` raises.
   */
  async *save(folder: string | null, signal: AbortSignal | undefined): AsyncGenerator<Progress, Saved> {
    if (this.#running !== null) throw new AppError('backup-running')
    let finished = () => {}
    this.#running = new Promise<void>((resolve) => {
      finished = resolve
    })
    try {
      return yield* this.#make(folder, false, Date.now(), signal)
    } finally {
      this.#running = null
      finished()
    }
  }

  #isDue(now: number): boolean {
    const period = periodMs[this.#options.every()]
    if (this.#failedAt !== null && Math.abs(now - this.#failedAt) < retryMs) return false
    // A clock that was set back must not keep it from being made.
    const last = this.#last()
    return period !== Number.POSITIVE_INFINITY && (last === null || Math.abs(now - last.at) >= period)
  }

  async #makeScheduled(now: number): Promise<void> {
    const { folder, last, log } = this.#options
    try {
      const into = this.#shownFolder
      const steps = this.#make(folder(), true, now, undefined)
      for (let step = await steps.next(); ; step = await steps.next()) {
        if (!step.done) this.#show({ running: step.value })
        else {
          last.write(JSON.stringify({ at: now, ...step.value } satisfies z.infer<typeof Last>))
          break
        }
      }
      this.#failedAt = null
      this.#show({ running: null, error: null })
      await this.#prune(into)
    } catch (error) {
      this.#show({ running: null })
      if (this.#ending.signal.aborted) return
      this.#failedAt = now
      log.warn({ error: errorForLog(error) }, 'no backup could be made')
      this.#show({ error: toPayload(error) })
    }
  }

  async *#make(
    chosen: string | null,
    scheduled: boolean,
    now: number,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<Progress, Saved> {
    const { store, profileFolder, backupKey, keys, username, backUpRelay, downloadFolder } = this.#options
    const folder = chosen ?? downloadFolder()
    // A drive that was taken away is not made anew.
    if (chosen === null) await mkdir(folder, { recursive: true })
    const ended = signal === undefined ? this.#ending.signal : AbortSignal.any([signal, this.#ending.signal])
    const relay = path.join(profileFolder, 'relay-copy')
    await rm(relay, { recursive: true, force: true })
    await backUpRelay?.(relay)
    try {
      await store.assertSound()
      const { file, release } = store.hold()
      try {
        const parts = [
          // The first one: its log grows as long as it is held.
          { name: 'profile.db', path: file, done: release },
          ...(await partsIn(path.join(profileFolder, 'media'), 'media')),
          ...(await partsIn(relay, 'relay')),
        ]
        const name = `MegaChat ${username} ${new Date(now).toISOString().slice(0, 10)}`
        const head = { createdAt: now, scheduled, keys: keys() }
        return yield* saveBackup({ folder, name, head, backupKey, parts }, ended)
      } finally {
        release()
      }
    } finally {
      await rm(relay, { recursive: true, force: true })
    }
  }

  /** The oldest of ours that were made by themselves go. Nobody else's, and none that somebody has asked for. */
  async #prune(folder: string): Promise<void> {
    const mark = profileMark(this.#options.backupKey)
    const ours: { readonly file: string; readonly createdAt: number }[] = []
    for (const name of await readdir(folder)) {
      if (!name.endsWith(ending)) continue
      const file = path.join(folder, name)
      const head = await headOf(file)
      if (head?.profile === mark && head.scheduled) ours.push({ file, createdAt: head.createdAt })
    }
    ours.sort((a, b) => b.createdAt - a.createdAt)
    for (const { file } of ours.slice(keptBackups)) await rm(file, { force: true })
  }

  #last(): z.infer<typeof Last> | null {
    const text = this.#options.last.read()
    return text === null ? null : Last.parse(JSON.parse(text))
  }

  get #shownFolder(): string {
    return this.#options.folder() ?? this.#options.downloadFolder()
  }

  #shown(): Pick<BackupState, 'folder' | 'last'> {
    return { folder: path.basename(this.#shownFolder), last: this.#last() }
  }

  #show(change: Partial<Pick<BackupState, 'running' | 'error'>>): void {
    this.state.set({ ...this.state.value, ...this.#shown(), ...change })
  }
}

/** Null for what is none, or cannot be read. */
async function headOf(file: string) {
  try {
    const backup = await openBackup(file)
    await backup.close()
    return backup.head
  } catch {
    return null
  }
}
