/** What rooms know about their tables when a damaged database is repaired. */
import { conversationsMending } from './conversations/index.ts'
import { searchMending } from './search/index.ts'
import type { Mending } from './store/index.ts'

export const mending: readonly Mending[] = [conversationsMending, searchMending]
