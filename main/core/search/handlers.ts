/** Answers the contract of search. */
import { implement } from '@orpc/server'
import { search as contract } from '../../../shared/contract/index.ts'
import type { Store } from '../store/index.ts'
import { type Indexer, isDamaged } from './indexer.ts'
import { searchMessages } from './search.ts'

export function searchRouter(store: Store, indexer: Indexer) {
  const os = implement(contract)
  return os.router({
    messages: os.messages.handler(async ({ input, signal }) => {
      try {
        return await searchMessages(store, input, signal)
      } catch (error) {
        if (!isDamaged(error)) throw error
        indexer.renew(error)
        return searchMessages(store, input, signal)
      }
    }),
  })
}
