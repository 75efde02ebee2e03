/** The calls of all conversations, the newest first, as they come and go. */
import { useCallback, useEffect, useState } from 'react'
import type { Message } from '../../../shared/contract/conversations.ts'
import { detach } from '../../../shared/errors.ts'
import { useCore } from '../../app/client.ts'
import { useConversations } from '../../app/streams.ts'

const pageSize = 50
/** What the contract gives at once. */
const mostAtOnce = 500

export interface CallHistory {
  /** Undefined before anything is known. */
  readonly calls: readonly Message[] | undefined
  readonly more: boolean
  readonly showMore: () => void
}

export function useCallHistory(): CallHistory {
  const core = useCore()
  const [limit, setLimit] = useState(pageSize)
  const [page, setPage] = useState<{ readonly messages: readonly Message[]; readonly more: boolean }>()
  // Each entry changes the list of chats: there is no other news to wait for.
  const conversations = useConversations()
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    const unwanted = new AbortController()
    detach(
      core.conversations.calls({ before: null, limit }, { signal: unwanted.signal }).then(setPage),
      // The next change looks again.
      () => {},
    )
    return () => unwanted.abort()
  }, [core, limit, conversations])
  return {
    calls: page?.messages,
    more: (page?.more ?? false) && limit < mostAtOnce,
    showMore: useCallback(() => setLimit((before) => Math.min(mostAtOnce, before + pageSize)), []),
  }
}
