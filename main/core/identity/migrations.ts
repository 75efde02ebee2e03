/** The table of the identity room. */
import type { Migration } from '../store/index.ts'

export const identityMigrations: readonly Migration[] = [
  {
    room: 'identity',
    version: 1,
    sql: `
      -- One row: who this profile belongs to. Made before the relay hears of it, so that a crash while registering
      -- leaves an identity to register again with.
      CREATE TABLE account (
        only INTEGER PRIMARY KEY CHECK (only = 1),
        id TEXT NOT NULL,
        device INTEGER NOT NULL,
        registration_id INTEGER NOT NULL,
        username TEXT NOT NULL,
        display_name TEXT NOT NULL,
        relay_url TEXT NOT NULL,
        relay_host TEXT NOT NULL,
        relay_pin BLOB,
        sender_trust_root BLOB NOT NULL,
        own_relay INTEGER NOT NULL,
        registered_at INTEGER,
        identity_key_pair BLOB NOT NULL,
        device_key BLOB NOT NULL,
        delivery_token BLOB NOT NULL,
        recovery_phrase TEXT NOT NULL
      ) STRICT;
    `,
  },
  {
    room: 'identity',
    version: 2,
    sql: `
      -- Relays that the account has left; what comes in there is still fetched. until: null for one of this computer.
      CREATE TABLE former_home (
        sender_trust_root BLOB PRIMARY KEY,
        relay_url TEXT NOT NULL,
        relay_host TEXT NOT NULL,
        relay_pin BLOB,
        own_relay INTEGER NOT NULL,
        username TEXT NOT NULL,
        until INTEGER,
        left_at INTEGER NOT NULL
      ) STRICT;
    `,
  },
]
