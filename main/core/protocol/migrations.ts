/** The tables of the protocol room. */
import type { Migration } from '../store/index.ts'

export const protocolMigrations: readonly Migration[] = [
  {
    room: 'protocol',
    version: 1,
    sql: `
      CREATE TABLE session (
        account TEXT NOT NULL,
        device INTEGER NOT NULL,
        record BLOB NOT NULL,
        PRIMARY KEY (account, device)
      ) STRICT, WITHOUT ROWID;

      -- One identity key for all devices of an account.
      CREATE TABLE peer_identity (
        account TEXT PRIMARY KEY,
        identity_key BLOB NOT NULL
      ) STRICT, WITHOUT ROWID;

      -- Our own prekeys. retired_at: milliseconds since the epoch when newer ones replaced it at the relay.
      CREATE TABLE prekey (
        id INTEGER PRIMARY KEY,
        record BLOB NOT NULL,
        retired_at INTEGER
      ) STRICT;
      CREATE TABLE signed_prekey (
        id INTEGER PRIMARY KEY,
        record BLOB NOT NULL,
        created_at INTEGER NOT NULL,
        retired_at INTEGER
      ) STRICT;
      CREATE TABLE kyber_prekey (
        id INTEGER PRIMARY KEY,
        record BLOB NOT NULL,
        last_resort INTEGER NOT NULL,
        created_at INTEGER NOT NULL,
        retired_at INTEGER
      ) STRICT;

      -- Who began a session with a last-resort key; the same triple again is a replay.
      CREATE TABLE last_resort_use (
        kyber_id INTEGER NOT NULL REFERENCES kyber_prekey (id) ON DELETE CASCADE,
        signed_id INTEGER NOT NULL,
        base_key BLOB NOT NULL,
        PRIMARY KEY (kyber_id, signed_id, base_key)
      ) STRICT, WITHOUT ROWID;

      -- Prekey ids never come again, not even after all keys of a kind are gone.
      CREATE TABLE prekey_counter (
        kind TEXT PRIMARY KEY,
        next INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;
    `,
  },
]
