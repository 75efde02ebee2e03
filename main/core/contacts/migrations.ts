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
  {
    room: 'contacts',
    version: 3,
    sql: `
      -- picture: names the one in contact_picture. profile_counter: the sender's, of the Profile that was taken over last.
      ALTER TABLE contact ADD COLUMN nickname TEXT NOT NULL DEFAULT '';
      ALTER TABLE contact ADD COLUMN about TEXT NOT NULL DEFAULT '';
      ALTER TABLE contact ADD COLUMN picture TEXT;
      ALTER TABLE contact ADD COLUMN profile_counter INTEGER NOT NULL DEFAULT 0;

      CREATE TABLE contact_picture (account TEXT PRIMARY KEY, type TEXT NOT NULL, bytes BLOB NOT NULL) STRICT;

      -- What we show to contacts; version grows with each change.
      CREATE TABLE own_profile (
        only INTEGER PRIMARY KEY CHECK (only = 1),
        version INTEGER NOT NULL,
        about TEXT NOT NULL,
        picture_type TEXT,
        picture BLOB
      ) STRICT;

      -- The version that was sent to somebody last, and the message that carries it.
      CREATE TABLE profile_told (
        account TEXT PRIMARY KEY,
        version INTEGER NOT NULL,
        message TEXT NOT NULL
      ) STRICT, WITHOUT ROWID;

      -- When contacts who show it were there last, milliseconds since the epoch.
      CREATE TABLE contact_seen (account TEXT PRIMARY KEY, seen_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    `,
  },
  {
    room: 'contacts',
    version: 4,
    sql: `
      -- Where somebody was before they moved; kept until then, milliseconds since the epoch.
      CREATE TABLE contact_former_relay (
        account TEXT NOT NULL,
        trust_root BLOB NOT NULL,
        relay_url TEXT NOT NULL,
        relay_pin BLOB,
        until INTEGER NOT NULL,
        PRIMARY KEY (account, trust_root)
      ) STRICT, WITHOUT ROWID;

      -- The user name that somebody says they have at the relay to which they moved, until that relay has been asked.
      CREATE TABLE contact_name_claim (account TEXT PRIMARY KEY, username TEXT NOT NULL) STRICT, WITHOUT ROWID;
    `,
  },
]
