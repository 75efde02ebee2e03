/** Search: an index over the messages of all conversations, and the answers from it. */
export { searchRouter } from './handlers.ts'
export { Indexer } from './indexer.ts'
export { searchMending, searchMigrations } from './migrations.ts'
