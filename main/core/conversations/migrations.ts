/** The tables of the conversations room. */
import type { Mending, Migration } from '../store/index.ts'

export const conversationsMigrations: readonly Migration[] = [
  {
    room: 'conversations',
    version: 1,
    sql: `
      CREATE TABLE conversation (
        id TEXT PRIMARY KEY,
        last_activity INTEGER NOT NULL,
        read_up_to INTEGER NOT NULL DEFAULT 0,
        draft TEXT NOT NULL DEFAULT ''
      ) STRICT, WITHOUT ROWID;

      -- counter: of the sender, 0 where there is none. kind: of the body, but 'missed-call' for a missed call. body: MessageBody as JSON. error: ErrorPayload as JSON.
      CREATE TABLE message (
        id TEXT PRIMARY KEY,
        conversation TEXT NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        own INTEGER NOT NULL,
        counter INTEGER NOT NULL,
        sent_at INTEGER NOT NULL,
        kind TEXT NOT NULL,
        body TEXT NOT NULL,
        delivery TEXT,
        error TEXT
      ) STRICT;
      CREATE UNIQUE INDEX message_by_position ON message (conversation, position);
      CREATE INDEX message_by_counter ON message (conversation, counter) WHERE own = 0;
      CREATE INDEX message_unread ON message (conversation, position, own, kind)
        WHERE own = 0 AND kind IN ('text', 'file', 'missed-call');
      CREATE INDEX message_waiting ON message (conversation, position) WHERE delivery = 'waiting';
    `,
  },
  {
    room: 'conversations',
    version: 2,
    sql: `
      ALTER TABLE conversation ADD COLUMN unread INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE conversation ADD COLUMN marked_unread INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE conversation ADD COLUMN pinned INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE conversation ADD COLUMN archived INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE conversation ADD COLUMN muted_until INTEGER;
      ALTER TABLE conversation ADD COLUMN draft_reply_to TEXT;

      -- expires_after: seconds after reading. The others: milliseconds since the epoch.
      ALTER TABLE message ADD COLUMN expires_after INTEGER;
      ALTER TABLE message ADD COLUMN expires_at INTEGER;
      ALTER TABLE message ADD COLUMN edited_at INTEGER;
      ALTER TABLE message ADD COLUMN received_at INTEGER;
      ALTER TABLE message ADD COLUMN delivered_at INTEGER;
      ALTER TABLE message ADD COLUMN read_at INTEGER;
      CREATE INDEX message_expiring ON message (expires_at) WHERE expires_at IS NOT NULL;
      CREATE INDEX message_to_expire ON message (conversation, position) WHERE expires_after IS NOT NULL AND expires_at IS NULL;

      -- emoji: empty for one that was taken away. counter: of who reacted.
      CREATE TABLE reaction (
        message TEXT NOT NULL REFERENCES message (id) ON DELETE CASCADE,
        account TEXT NOT NULL,
        emoji TEXT NOT NULL,
        counter INTEGER NOT NULL,
        PRIMARY KEY (message, account)
      ) STRICT, WITHOUT ROWID;

      -- Of an edited message all versions, the first one with counter 0. ranges: TextRange[] as JSON.
      CREATE TABLE message_version (
        message TEXT NOT NULL REFERENCES message (id) ON DELETE CASCADE,
        counter INTEGER NOT NULL,
        text TEXT NOT NULL,
        ranges TEXT NOT NULL,
        at INTEGER NOT NULL,
        PRIMARY KEY (message, counter)
      ) STRICT, WITHOUT ROWID;

      -- What was said about messages of the other side that have not come yet. content: as JSON.
      CREATE TABLE early_change (
        id INTEGER PRIMARY KEY,
        conversation TEXT NOT NULL,
        message TEXT NOT NULL,
        counter INTEGER NOT NULL,
        content TEXT NOT NULL,
        at INTEGER NOT NULL
      ) STRICT;
      CREATE INDEX early_change_by_message ON early_change (conversation, message, counter);

      -- Outlives its conversation: the other side still keeps to it. change, account: who has set it last.
      CREATE TABLE conversation_timer (
        conversation TEXT PRIMARY KEY,
        seconds INTEGER,
        change INTEGER NOT NULL,
        account TEXT NOT NULL
      ) STRICT, WITHOUT ROWID;

      -- [Note: unread counts] Kept by triggers, whatever changes messages: nobody counts thousands of them for one.
      DROP INDEX message_unread;
      CREATE INDEX message_unread ON message (conversation, position)
        WHERE own = 0 AND kind IN ('text', 'file', 'contact', 'missed-call');
      UPDATE conversation SET unread = (SELECT count(*) FROM message WHERE message.conversation = conversation.id
        AND position > read_up_to AND own = 0 AND kind IN ('text', 'file', 'contact', 'missed-call'));
      CREATE TRIGGER unread_inserted AFTER INSERT ON message
        WHEN new.own = 0 AND new.kind IN ('text', 'file', 'contact', 'missed-call') BEGIN
        UPDATE conversation SET unread = unread + 1 WHERE id = new.conversation AND new.position > read_up_to;
      END;
      CREATE TRIGGER unread_deleted AFTER DELETE ON message
        WHEN old.own = 0 AND old.kind IN ('text', 'file', 'contact', 'missed-call') BEGIN
        UPDATE conversation SET unread = unread - 1 WHERE id = old.conversation AND old.position > read_up_to;
      END;
      CREATE TRIGGER unread_changed AFTER UPDATE OF kind ON message WHEN new.own = 0
        AND (new.kind IN ('text', 'file', 'contact', 'missed-call')) <> (old.kind IN ('text', 'file', 'contact', 'missed-call')) BEGIN
        UPDATE conversation SET unread = unread + iif(new.kind IN ('text', 'file', 'contact', 'missed-call'), 1, -1)
          WHERE id = new.conversation AND new.position > read_up_to;
      END;
    `,
  },
  {
    room: 'conversations',
    version: 3,
    sql: `
      ALTER TABLE reaction ADD COLUMN own INTEGER NOT NULL DEFAULT 0;
      UPDATE reaction SET own = (account <> (SELECT conversation FROM message WHERE id = reaction.message))
        WHERE message IN (SELECT id FROM message);
    `,
  },
  {
    room: 'conversations',
    version: 4,
    sql: "CREATE INDEX message_calls ON message (sent_at) WHERE kind IN ('call', 'missed-call')",
  },
]

/** A chat whose row is gone is there again with its messages, all of them read. */
export const conversationsMending: Mending = {
  sql: [
    `INSERT OR IGNORE INTO conversation (id, last_activity, read_up_to)
       SELECT conversation, max(sent_at), max(position) FROM message GROUP BY conversation`,
    `UPDATE conversation SET unread = (SELECT count(*) FROM message WHERE message.conversation = conversation.id
       AND position > read_up_to AND own = 0 AND kind IN ('text', 'file', 'contact', 'missed-call'))`,
  ],
}
