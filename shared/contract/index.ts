/** The contract between renderer and main: every call and every event stream, with its schema. See ARCHITECTURE.md. */
import { backup } from './backup.ts'
import { calls } from './calls.ts'
import { connection } from './connection.ts'
import { contacts } from './contacts.ts'
import { conversations } from './conversations.ts'
import { chatExport } from './export.ts'
import { media } from './media-calls.ts'
import { profile } from './profile.ts'
import { search } from './search.ts'
import { settings } from './settings.ts'
import { shell } from './shell.ts'
import { transfers } from './transfers.ts'

/** Answered in the core. */
export const coreContract = {
  profile,
  connection,
  contacts,
  conversations,
  transfers,
  media,
  calls,
  search,
  settings,
  chatExport,
  backup,
}
export type CoreContract = typeof coreContract

/** Answered in the main process. */
export const shellContract = { shell }
export type ShellContract = typeof shellContract

export * from './backup.ts'
export * from './calls.ts'
export * from './connection.ts'
export * from './contacts.ts'
export * from './conversations.ts'
export * from './error.ts'
export * from './export.ts'
export * from './media.ts'
export * from './media-calls.ts'
export * from './person.ts'
export * from './preferences.ts'
export * from './profile.ts'
export * from './search.ts'
export * from './settings.ts'
export * from './shell.ts'
export * from './transfers.ts'
export * from './updates.ts'
