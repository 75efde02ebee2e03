/** The tables of the files room. */
import type { Migration } from '../store/index.ts'

export const filesMigrations: readonly Migration[] = [
  {
    room: 'files',
    version: 1,
    sql: `
      -- Keys, capabilities and fingerprints are gone once finished_at is set.
      CREATE TABLE transfer (
        id TEXT PRIMARY KEY,
        account TEXT NOT NULL,
        direction TEXT NOT NULL CHECK (direction IN ('outgoing', 'incoming')),
        name TEXT NOT NULL,
        size INTEGER NOT NULL,
        state TEXT NOT NULL
          CHECK (state IN ('offered', 'active', 'paused', 'done', 'declined', 'cancelled', 'failed')),
        error TEXT,
        -- Bytes that the receiver has confirmed, as far as the sender knew when it last stopped.
        confirmed INTEGER NOT NULL DEFAULT 0,
        key BLOB,
        -- A blob at the receiver's relay; its write capability for the sender, its read capability for the receiver.
        blob TEXT,
        capability BLOB,
        -- Outgoing: the source. Incoming: the final file, from just before it gets that name.
        file TEXT,
        -- Incoming: the unfinished file, until it is removed or renamed.
        part TEXT,
        -- Outgoing: the source is a copy made for this transfer, until it is removed.
        spooled INTEGER NOT NULL DEFAULT 0,
        -- Fingerprint of the source. Nanoseconds and inodes exceed the integers of JavaScript.
        modified_ns TEXT,
        inode TEXT,
        samples BLOB,
        created_at INTEGER NOT NULL,
        finished_at INTEGER
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX transfer_unfinished ON transfer (account) WHERE finished_at IS NULL;
      CREATE INDEX transfer_by_age ON transfer (created_at);

      -- Chunks of an incoming file that are on disk: one bit each, in pages, so that one more chunk writes one page.
      CREATE TABLE transfer_chunks (
        transfer TEXT NOT NULL REFERENCES transfer (id) ON DELETE CASCADE,
        page INTEGER NOT NULL,
        bits BLOB NOT NULL,
        PRIMARY KEY (transfer, page)
      ) STRICT, WITHOUT ROWID;
    `,
  },
  {
    room: 'files',
    version: 2,
    sql: `
      -- Shown in the chat: file and part are sealed and lie in the vault, and the key stays as long as the file.
      ALTER TABLE transfer ADD COLUMN vault INTEGER NOT NULL DEFAULT 0;
      -- The sender opens the blob, whether the receiver is there or not, until it turns out that it cannot.
      ALTER TABLE transfer ADD COLUMN stores INTEGER NOT NULL DEFAULT 0;
      CREATE INDEX transfer_listed ON transfer (created_at) WHERE finished_at IS NOT NULL AND vault = 0;

      CREATE TABLE transfer_media (
        transfer TEXT PRIMARY KEY REFERENCES transfer (id) ON DELETE CASCADE,
        kind TEXT NOT NULL,
        type TEXT NOT NULL,
        thumbnail BLOB,
        thumbnail_type TEXT
      ) STRICT, WITHOUT ROWID;
    `,
  },
  {
    room: 'files',
    version: 3,
    // 32 bytes that prove this transfer and this receiver on a direct connection; null where none is wanted.
    sql: 'ALTER TABLE transfer ADD COLUMN direct_secret BLOB',
  },
  {
    room: 'files',
    version: 4,
    sql: `
      -- A folder: the path of its source or target is that of a folder, its size that of all files in it.
      ALTER TABLE transfer ADD COLUMN files INTEGER;
      ALTER TABLE transfer ADD COLUMN folders INTEGER;
      -- Links and other things that the sender has left out.
      ALTER TABLE transfer ADD COLUMN left_out INTEGER;
      -- What of it is wanted, one bit for each entry of the manifest; null for all.
      ALTER TABLE transfer ADD COLUMN choice BLOB;
      -- Bytes of the chunks that are not wanted.
      ALTER TABLE transfer ADD COLUMN unwanted INTEGER NOT NULL DEFAULT 0;
      -- The manifest's own transfer names the folder's, and goes with it.
      ALTER TABLE transfer ADD COLUMN manifest_of TEXT REFERENCES transfer (id) ON DELETE CASCADE;
      -- A file that the sender stores because the receiver is away: whether all of it is stored, and whether the receiver
      -- has accepted it since.
      ALTER TABLE transfer ADD COLUMN stored INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE transfer ADD COLUMN answered INTEGER NOT NULL DEFAULT 0;
      CREATE UNIQUE INDEX transfer_manifest ON transfer (manifest_of) WHERE manifest_of IS NOT NULL;
    `,
  },
  {
    room: 'files',
    version: 5,
    sql: `
      -- SHA-256 of the sealed chunks of an outgoing file that is stored for its receiver, so that it can be shared.
      CREATE TABLE transfer_hash (
        transfer TEXT NOT NULL REFERENCES transfer (id) ON DELETE CASCADE,
        chunk INTEGER NOT NULL,
        hash BLOB NOT NULL,
        PRIMARY KEY (transfer, chunk)
      ) STRICT, WITHOUT ROWID;

      -- Where an incoming file lies already, stored for somebody else, until it turns out that it does not.
      CREATE TABLE transfer_share (
        transfer TEXT PRIMARY KEY REFERENCES transfer (id) ON DELETE CASCADE,
        relay_url TEXT NOT NULL,
        relay_pin BLOB,
        token TEXT NOT NULL,
        sealed_as BLOB NOT NULL,
        key BLOB NOT NULL,
        hashes BLOB NOT NULL
      ) STRICT, WITHOUT ROWID;

      -- An outgoing file: the transfer whose stored chunks its receiver has been offered.
      ALTER TABLE transfer ADD COLUMN shared_from TEXT;
    `,
  },
]
