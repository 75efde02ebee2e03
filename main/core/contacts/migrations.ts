/** The tables of the contacts room. */
import type { Migration } from '../store/index.ts'

export const contactsMigrations: readonly Migration[] = [
  {
    room: 'contacts',
    version: 1,
    sql: `
      -- state: 'request' (a stranger wrote first), 'pending' (we wrote first), 'accepted'.
      -- certificate: of a stranger whose relay we have not asked yet; trust_root is null as long.
      -- introduce: what we send carries our Introduction; introduced: such a content has reached their relay.
      CREATE TABLE contact (
        account TEXT PRIMARY KEY,
        state TEXT NOT NULL,
        username TEXT NOT NULL,
        display_name TEXT NOT NULL,
        relay_url TEXT NOT NULL,
        relay_pin BLOB,
        trust_root BLOB,
        certificate BLOB,
        identity_fingerprint BLOB,
        delivery_token BLOB,
        request_token BLOB,
        verified INTEGER NOT NULL,
        introduce INTEGER NOT NULL,
        introduced INTEGER NOT NULL,
        created_at INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;

      -- Invite links of ours that are good. token: 32 bytes; the relay knows its SHA-256.
      CREATE TABLE invite (
        id TEXT PRIMARY KEY,
        token BLOB NOT NULL,
        created_at INTEGER NOT NULL,
        expires_at INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;
    `,
  },
  {
    room: 'contacts',
    version: 2,
    // The sender's counter of the content whose Introduction was taken over last.
    sql: 'ALTER TABLE contact ADD COLUMN introduction_counter INTEGER NOT NULL DEFAULT 0',
  },
]
