/** The tables of the conversations room. */
import type { Migration } from '../store/index.ts'

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
]
