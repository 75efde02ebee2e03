/** The tables of what is thought of people: their identities, their tokens, who is blocked; and what our relay must still hear of it. */
import type { Migration } from '../store/index.ts'

export const trustMigrations: readonly Migration[] = [
  {
    room: 'trust',
    version: 1,
    sql: `
      -- Of whom there is something to say. unconfirmed: their identity is not the verified one, and nobody has looked at it.
      -- refused_token: the delivery token of theirs that their relay did not take. blocked_at: milliseconds since the epoch.
      CREATE TABLE contact_trust (
        account TEXT PRIMARY KEY,
        unconfirmed INTEGER NOT NULL,
        refused_token BLOB,
        blocked_at INTEGER
      ) STRICT, WITHOUT ROWID;

      -- Identities that were replaced. until: milliseconds since the epoch when that was noticed.
      CREATE TABLE earlier_identity (
        account TEXT NOT NULL,
        fingerprint BLOB NOT NULL,
        until INTEGER NOT NULL,
        PRIMARY KEY (account, fingerprint)
      ) STRICT, WITHOUT ROWID;

      -- A delivery token of ours that the relay does not know yet; nobody is told of it before.
      CREATE TABLE next_delivery_token (only INTEGER PRIMARY KEY CHECK (only = 1), token BLOB NOT NULL) STRICT;

      -- Request tokens (SHA-256) that the relay must forget.
      CREATE TABLE revoked_request_token (hash BLOB PRIMARY KEY) STRICT, WITHOUT ROWID;
    `,
  },
]
