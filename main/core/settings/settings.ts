/** What the user has chosen, and small facts that the core keeps about itself. Has no knowledge of what follows from it. */
import { existsSync } from 'node:fs'
import path from 'node:path'
import type { Database } from 'better-sqlite3'
import {
  type Settings,
  type SettingsChange,
  SettingsChange as SettingsChangeSchema,
  View,
} from '../../../shared/contract/index.ts'
import { Observable, type Unsubscribe } from '../../../shared/streams/index.ts'
import { type Migration, prepared, type Store, type Tx } from '../store/index.ts'

export const settingsMigrations: readonly Migration[] = [
  {
    room: 'settings',
    version: 1,
    // value: JSON.
    sql: 'CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID',
  },
]

const megabyte = 1_000_000

type Chosen = Omit<Settings, 'downloadFolder'>

const defaults: Chosen = {
  language: 'system',
  theme: 'system',
  notifications: 'name-and-text',
  doNotDisturb: false,
  quietHours: null,
  closeToTray: true,
  alwaysThroughRelay: false,
  lockAfterMinutes: null,
  lockWithSystem: false,
  deliveryReceipts: true,
  readReceipts: true,
  typingIndicators: true,
  presence: false,
  skinTone: 0,
  recentEmoji: [],
  rateLimits: { up: 0, down: 0 },
  backupEvery: 'never',
  callDevices: { microphone: null, camera: null, loudspeaker: null },
  pushToTalk: false,
  noiseFilter: false,
  // Files of any kind go where the user looks at them; media stay in the profile.
  autoDownload: { picture: 25 * megabyte, video: 10 * megabyte, audio: 10 * megabyte, file: 0 },
}

/** Facts that are no choices of the user. */
type Fact =
  | 'download-folder'
  | 'registration-token'
  | 'own-relay-reach'
  | 'announced-address'
  | 'device-replacement'
  | 'backup-folder'
  | 'last-backup'
  | 'view'

export interface SettingsOptions {
  readonly store: Store
  /** Where received files go until the user chooses another folder; `name` is for display. */
  readonly downloads: { readonly name: string; readonly path: string }
}

export class ProfileSettings {
  readonly #options: SettingsOptions
  readonly #current: Observable<Settings>

  constructor(options: SettingsOptions) {
    this.#options = options
    this.#current = new Observable(this.#read())
  }

  get current(): Settings {
    return this.#current.value
  }

  /** Absolute path; the folder may not exist yet. */
  get downloadFolder(): string {
    return this.fact('download-folder') ?? this.#options.downloads.path
  }

  on(listener: (settings: Settings) => void): Unsubscribe {
    return this.#current.on(listener)
  }

  watch(signal?: AbortSignal) {
    return this.#current.watch(signal)
  }

  change(change: SettingsChange): void {
    this.#options.store.transaction((tx) => {
      for (const [name, value] of Object.entries(change)) if (value !== undefined) write(tx, name, value)
    })
    this.#current.set(this.#read())
  }

  /** `folder`: absolute path. */
  setDownloadFolder(folder: string): void {
    this.#options.store.transaction((tx) => writeFact(tx, 'download-folder', folder))
    this.#current.set(this.#read())
  }

  get view(): View | null {
    const kept = this.fact('view')
    return kept === null ? null : (View.safeParse(JSON.parse(kept)).data ?? null)
  }

  keepView(view: View): void {
    this.#options.store.transaction((tx) => writeFact(tx, 'view', JSON.stringify(view)))
  }

  forgetView(): void {
    this.#options.store.transaction((tx) => deleteFact(tx, 'view'))
  }

  fact(name: Fact): string | null {
    return readFact(this.#options.store.db, name)
  }

  #read(): Settings {
    const stored = SettingsChangeSchema.safeParse(Object.fromEntries(this.#values()))
    const folder = this.fact('download-folder')
    const downloadFolder = folder === null ? this.#options.downloads.name : path.basename(folder)
    // Also without what a version before or after this one has left in another form.
    const chosen = stored.success ? Object.entries(stored.data).filter(([, value]) => value !== undefined) : []
    return { ...defaults, ...Object.fromEntries(chosen), downloadFolder }
  }

  #values(): Map<string, unknown> {
    const rows = prepared<[], { name: string; value: string }>(
      this.#options.store.db,
      'SELECT name, value FROM setting',
    )
    return new Map(rows.all().map(({ name, value }) => [name, JSON.parse(value)]))
  }
}

/** Null where it was never set. */
export function readFact(db: Database, name: Fact): string | null {
  const row = prepared<[string], { value: string }>(db, 'SELECT value FROM setting WHERE name = ?').get(name)
  const value: unknown = row === undefined ? null : JSON.parse(row.value)
  return typeof value === 'string' ? value : null
}

export function writeFact(tx: Tx, name: Fact, value: string | null): void {
  if (value === null) deleteFact(tx, name)
  else write(tx, name, value)
}

/** At another computer: folders that it does not have are chosen anew, and nobody has been anywhere yet. */
export function forgetComputer(tx: Tx): void {
  deleteFact(tx, 'view')
  for (const name of ['download-folder', 'backup-folder'] as const) {
    const folder = readFact(tx.db, name)
    if (folder !== null && !existsSync(folder)) deleteFact(tx, name)
  }
}

function deleteFact({ db }: Tx, name: Fact): void {
  prepared(db, 'DELETE FROM setting WHERE name = ?').run(name)
}

function write({ db }: Tx, name: string, value: unknown): void {
  prepared(db, 'INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)').run(name, JSON.stringify(value))
}
