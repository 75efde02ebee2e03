/**
 * The tables of the search room. Triggers note which messages have changed, whoever changes them and however: nothing can
 * be forgotten, and what is removed with its conversation is noted too.
 *
 * [Note: rowids] The index knows a message by its rowid, which is smaller than another UUID and in the order of arrival.
 * SQLite keeps it for as long as nobody runs VACUUM over the database, and nobody does.
 */
import type { Mending, Migration } from '../store/index.ts'

export const searchMigrations: readonly Migration[] = [
  {
    room: 'search',
    version: 1,
    sql: `
      -- The text is folded and parted by shared/search. Contentless: what was said stands in the message alone.
      CREATE VIRTUAL TABLE search_index USING fts5 (
        text, content = '', columnsize = 0, tokenize = 'ascii', prefix = '1 2 3'
      );
      -- Words of deleted messages are taken out of the index at once, not only marked as gone.
      INSERT INTO search_index (search_index, rank) VALUES ('secure-delete', 1);

      -- Messages that the index does not know as they are. body: MessageBody that it knows; null for none.
      CREATE TABLE search_change (
        message INTEGER PRIMARY KEY,
        conversation TEXT,
        own INTEGER,
        body TEXT
      ) STRICT;

      -- upto: messages with a rowid up to this are from before the index and not in it yet. begun: what it was at first.
      CREATE TABLE search_state (id INTEGER PRIMARY KEY CHECK (id = 1), upto INTEGER NOT NULL, begun INTEGER NOT NULL) STRICT;
      INSERT INTO search_state SELECT 1, coalesce(max(rowid), 0), coalesce(max(rowid), 0) FROM message;

      -- Of several changes the first one counts: it has what the index knows.
      CREATE TRIGGER search_inserted AFTER INSERT ON message BEGIN
        INSERT INTO search_change (message)
          SELECT new.rowid WHERE NOT EXISTS (SELECT 1 FROM search_change WHERE message = new.rowid);
      END;
      CREATE TRIGGER search_updated AFTER UPDATE OF body ON message WHEN new.body IS NOT old.body BEGIN
        INSERT INTO search_change (message, conversation, own, body)
          SELECT old.rowid, old.conversation, old.own, old.body
          WHERE NOT EXISTS (SELECT 1 FROM search_change WHERE message = old.rowid);
      END;
      CREATE TRIGGER search_deleted AFTER DELETE ON message BEGIN
        INSERT INTO search_change (message, conversation, own, body)
          SELECT old.rowid, old.conversation, old.own, old.body
          WHERE NOT EXISTS (SELECT 1 FROM search_change WHERE message = old.rowid);
      END;
    `,
  },
]

/** The index is made anew from the messages. */
export const searchMending: Mending = {
  remade: ['search_change', 'search_state'],
  sql: [
    'UPDATE search_state SET (upto, begun) = (SELECT coalesce(max(rowid), 0), coalesce(max(rowid), 0) FROM message)',
  ],
}
