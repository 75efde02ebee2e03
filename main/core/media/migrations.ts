/** What lets the messages with media, files and links of a conversation be found among all of it. */
import type { Migration } from '../store/index.ts'
import { holdsFile, holdsLink } from './list.ts'

export const mediaMigrations: readonly Migration[] = [
  {
    room: 'media',
    version: 1,
    sql: `
      CREATE INDEX message_with_file ON message (conversation, position) WHERE ${holdsFile};
      CREATE INDEX message_with_link ON message (conversation, position) WHERE ${holdsLink};
    `,
  },
]
