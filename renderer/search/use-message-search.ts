/** Messages that a query finds, as it is typed: the newest question counts, its answer comes page by page. */
import { useCallback, useEffect, useRef, useState } from 'react'
import type { SearchHit } from '../../shared/contract/search.ts'
import { detach } from '../../shared/errors.ts'
import type { ConversationId } from '../../shared/ids.ts'
import { useCore } from '../app/client.ts'

/** While the past is being prepared the first page is asked for again in this time, in milliseconds. */
const againMs = 2000

export interface Found {
  /** What was asked for. */
  readonly query: string
  readonly hits: readonly SearchHit[]
  /** All hits, up to `mostCounted`. */
  readonly count: number
  readonly next: number | null
  /** 0 to 1. */
  readonly prepared: number
}

export interface MessageSearch {
  /** The newest answer; it stays while the next one is on its way. Null before any. */
  readonly found: Found | null
  readonly error: unknown
  readonly loadingMore: boolean
  readonly loadMore: () => void
}

export interface MessageSearchInput {
  readonly query: string
  readonly conversationId?: ConversationId
  readonly pageSize: number
}

export function useMessageSearch({ query, conversationId, pageSize }: MessageSearchInput): MessageSearch {
  const core = useCore()
  const [found, setFound] = useState<Found | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [loadingMore, setLoadingMore] = useState(false)
  const wanted = query.trim()
  const where = conversationId === undefined ? {} : { conversationId }
  const whereRef = useRef(where)
  whereRef.current = where

  useEffect(() => {
    setError(null)
    if (wanted === '') return setFound(null)
    const controller = new AbortController()
    const { signal } = controller
    let timer: ReturnType<typeof setTimeout> | undefined
    const ask = async (): Promise<void> => {
      const page = await core.search.messages({ query: wanted, limit: pageSize, ...whereRef.current }, { signal })
      if (signal.aborted) return
      setFound({ query: wanted, ...page })
      if (page.prepared < 1) timer = setTimeout(() => detach(ask(), fail), againMs)
    }
    const fail = (reason: unknown) => {
      if (!signal.aborted) setError(reason)
    }
    detach(ask(), fail)
    return () => {
      controller.abort()
      clearTimeout(timer)
    }
  }, [core, wanted, pageSize])

  const busy = useRef<string | null>(null)
  const loadMore = useCallback(() => {
    if (found === null || found.next === null || busy.current === found.query) return
    const { query: asked, next } = found
    busy.current = asked
    setLoadingMore(true)
    core.search
      .messages({ query: asked, limit: pageSize, cursor: next, ...whereRef.current })
      .then((page) =>
        setFound((now) =>
          now?.query === asked && now.next === next
            ? { ...now, hits: [...now.hits, ...page.hits], next: page.next }
            : now,
        ),
      )
      // The next scroll asks again.
      .catch(() => {})
      .finally(() => {
        busy.current = null
        setLoadingMore(false)
      })
  }, [core, found, pageSize])
  return { found, error, loadingMore, loadMore }
}
