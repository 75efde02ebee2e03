/** Every room's tables, in the order in which rooms depend on one another; numbered within each room. */
import { contactsMigrations, trustMigrations } from './contacts/index.ts'
import { conversationsMigrations } from './conversations/index.ts'
import { filesMigrations } from './files/index.ts'
import { identityMigrations } from './identity/index.ts'
import { mediaMigrations } from './media/index.ts'
import { protocolMigrations } from './protocol/index.ts'
import { relayMigrations } from './relay/index.ts'
import { searchMigrations } from './search/index.ts'
import { settingsMigrations } from './settings/index.ts'
import type { Migration } from './store/index.ts'

export const migrations: readonly Migration[] = [
  ...settingsMigrations,
  ...identityMigrations,
  ...protocolMigrations,
  ...relayMigrations,
  ...contactsMigrations,
  ...trustMigrations,
  ...conversationsMigrations,
  ...filesMigrations,
  ...searchMigrations,
  ...mediaMigrations,
]
