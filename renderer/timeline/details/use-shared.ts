/** What was sent in a chat, of one kind, newest first; older pages as they are looked for. */
import { useCallback, useEffect, useRef, useState } from 'react'
import type { Message } from '../../../shared/contract/conversations.ts'
import { detach } from '../../../shared/errors.ts'
import type { ConversationId } from '../../../shared/ids.ts'
import { useCore } from '../../app/client.ts'
import { useReport } from '../../app/report.ts'

const pageSize = 60
/** A flood of changes is looked at once, in milliseconds. */
const settleMs = 300

export interface Shared {
  /** Undefined before the first page. */
  readonly messages: readonly Message[] | undefined
  readonly more: boolean
  readonly loadMore: () => void
}

/** `changes`: another value whenever something in the chat has changed. */
export function useShared(conversationId: ConversationId, kind: 'media' | 'files' | 'links', changes: unknown): Shared {
  const core = useCore()
  const report = useReport()
  const [page, setPage] = useState<{ messages: readonly Message[]; more: boolean }>()
  const loading = useRef(false)
  const count = useRef(pageSize)

  // biome-ignore lint/correctness/useExhaustiveDependencies: read anew with each change.
  useEffect(() => {
    let left = false
    const read = async () => {
      const now = await core.media.list({ conversationId, kind, before: null, limit: Math.min(500, count.current) })
      if (!left) setPage(now)
    }
    const timer = setTimeout(() => detach(read(), report), page === undefined ? 0 : settleMs)
    return () => {
      left = true
      clearTimeout(timer)
    }
  }, [core, report, conversationId, kind, changes])

  const loadMore = useCallback(() => {
    const last = page?.messages.at(-1)
    if (loading.current || last === undefined || !page?.more) return
    loading.current = true
    const read = core.media
      .list({ conversationId, kind, before: last.position, limit: pageSize })
      .then((next) => {
        count.current = page.messages.length + next.messages.length
        setPage({ messages: [...page.messages, ...next.messages], more: next.more })
      })
      .finally(() => {
        loading.current = false
      })
    detach(read, report)
  }, [core, report, conversationId, kind, page])

  return { messages: page?.messages, more: page?.more ?? false, loadMore }
}
