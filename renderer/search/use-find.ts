/** Where a search in one chat stands: which of its hits is shown. Has no knowledge of how one is shown. */
import { useCallback, useEffect, useRef, useState } from 'react'
import type { ConversationId, MessageId } from '../../shared/ids.ts'
import { type Found, useMessageSearch } from './use-message-search.ts'

/** Hits that are fetched ahead. */
const pageSize = 100
/** The view goes to a hit once typing has paused, in milliseconds. */
const typingMs = 150

export interface FindInput {
  readonly conversationId: ConversationId
  readonly query: string
  readonly onJump: (message: MessageId) => void
}

export interface Find {
  readonly found: Found | null
  /** Of the hit that is shown, from the newest. */
  readonly index: number
  readonly older: () => void
  readonly newer: () => void
  readonly error: unknown
}

export function useFind({ conversationId, query, onJump }: FindInput): Find {
  const { found, error, loadMore } = useMessageSearch({ query, conversationId, pageSize })
  const [place, setPlace] = useState({ query: '', index: 0 })
  const asked = found?.query ?? ''
  const index = place.query === asked ? place.index : 0

  const jump = useRef(onJump)
  jump.current = onJump
  const hit = found?.hits[index]?.messageId
  const shown = useRef<string | null>(null)
  useEffect(() => {
    if (hit === undefined) return
    const reason = `${asked} ${hit}`
    if (shown.current === reason) return
    // A step is at once; a hit that comes with a letter waits for the next letter.
    const stepped = shown.current?.startsWith(`${asked} `) === true
    const timer = setTimeout(
      () => {
        shown.current = reason
        jump.current(hit)
      },
      stepped ? 0 : typingMs,
    )
    return () => clearTimeout(timer)
  }, [asked, hit])

  const go = useCallback(
    (step: 1 | -1) => {
      if (found === null) return
      const next = Math.max(0, Math.min(found.hits.length - 1, index + step))
      if (next + 10 > found.hits.length) loadMore()
      setPlace({ query: found.query, index: next })
    },
    [found, index, loadMore],
  )
  return { found, index, older: useCallback(() => go(1), [go]), newer: useCallback(() => go(-1), [go]), error }
}
