/** The tables of the relay room: what waits to go out, what may be asked for again, what has come in. */
import type { Migration } from '../store/index.ts'

export const relayMigrations: readonly Migration[] = [
  {
    room: 'relay',
    version: 1,
    sql: `
      -- One content for one account. content: Content without introduction and padding; null for a resend request, which
      -- exists sealed alone. sealed: DeliveryRequest with the ciphertexts, null until they are made.
      CREATE TABLE outbox (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        account TEXT NOT NULL,
        message_id TEXT NOT NULL,
        envelope_id BLOB NOT NULL,
        content BLOB,
        hint TEXT NOT NULL,
        expires_at INTEGER,
        sealed BLOB,
        sealed_until INTEGER,
        repairs INTEGER NOT NULL DEFAULT 0
      ) STRICT;
      CREATE INDEX outbox_by_account ON outbox (account, id);

      -- Contents on the relay or beyond that the other side has not confirmed, by the number a resend is asked with.
      -- resends: of the content, the same in all its rows.
      CREATE TABLE sent (
        account TEXT NOT NULL,
        reference INTEGER NOT NULL,
        message_id TEXT NOT NULL,
        content BLOB NOT NULL,
        sent_at INTEGER NOT NULL,
        resends INTEGER NOT NULL,
        PRIMARY KEY (account, reference, message_id)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX sent_by_message ON sent (account, message_id);
      CREATE INDEX sent_by_time ON sent (sent_at);

      -- The next counter of contents to an account.
      CREATE TABLE outgoing_counter (account TEXT PRIMARY KEY, next INTEGER NOT NULL) STRICT, WITHOUT ROWID;

      -- What has been taken in, so that nothing is taken in twice. Older than the relay keeps envelopes, it may go.
      CREATE TABLE inbox_envelope (envelope_id BLOB PRIMARY KEY, taken_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
      CREATE INDEX inbox_envelope_by_time ON inbox_envelope (taken_at);
      CREATE TABLE inbox_message (
        account TEXT NOT NULL,
        device INTEGER NOT NULL,
        message_id TEXT NOT NULL,
        taken_at INTEGER NOT NULL,
        PRIMARY KEY (account, device, message_id)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX inbox_message_by_time ON inbox_message (taken_at);

      -- Resend requests of ours, to keep them few.
      CREATE TABLE resend_request (account TEXT NOT NULL, asked_at INTEGER NOT NULL) STRICT;

      -- Contents that a newer version of this program understands.
      CREATE TABLE unknown_content (
        account TEXT NOT NULL,
        device INTEGER NOT NULL,
        message_id TEXT NOT NULL,
        received_at INTEGER NOT NULL,
        content BLOB NOT NULL,
        PRIMARY KEY (account, device, message_id)
      ) STRICT, WITHOUT ROWID;
    `,
  },
]
