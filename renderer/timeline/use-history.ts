/** The messages of one conversation, live, with older pages on demand. */
import { useCallback, useEffect, useRef, useState } from 'react'
import type { ConversationId } from '../../shared/ids.ts'
import { useCore } from '../app/client.ts'
import { follow } from '../app/follow.ts'
import { afterEvent, emptyHistory, type History, withOlder } from './model/history.ts'

/** Messages of one older page. */
const pageSize = 100
/** Conversations whose history is kept for a change back and forth. */
const remembered = 8

const memory = new Map<ConversationId, History>()

function remember(conversationId: ConversationId, history: History): void {
  memory.delete(conversationId)
  memory.set(conversationId, history)
  const [oldest] = memory.keys()
  if (memory.size > remembered && oldest !== undefined) memory.delete(oldest)
}

export interface LiveHistory extends History {
  readonly loadingOlder: boolean
  readonly loadOlder: () => void
}

/** `unread`: with unread messages the history begins with the core's snapshot, so that they can be counted back from its end. */
export function useHistory(conversationId: ConversationId, unread: number): LiveHistory {
  const core = useCore()
  const [history, setHistory] = useState<History>(() =>
    unread > 0 ? emptyHistory : (memory.get(conversationId) ?? emptyHistory),
  )
  const [loadingOlder, setLoadingOlder] = useState(false)
  const latest = useRef(history)

  const update = useCallback(
    (change: (history: History) => History) => {
      latest.current = change(latest.current)
      if (latest.current.loaded) remember(conversationId, latest.current)
      setHistory(latest.current)
    },
    [conversationId],
  )

  useEffect(() => {
    const controller = new AbortController()
    void follow({
      open: (signal) => core.conversations.timeline({ conversationId }, { signal }),
      onValue: (event) => update((before) => afterEvent(before, event)),
      signal: controller.signal,
    })
    return () => controller.abort()
  }, [core, conversationId, update])

  const busy = useRef(false)
  const loadOlder = useCallback(() => {
    const [first] = latest.current.messages
    if (busy.current || !latest.current.more || first === undefined) return
    busy.current = true
    setLoadingOlder(true)
    core.conversations
      .older({ conversationId, before: first.position, limit: pageSize })
      .then((page) => update((before) => withOlder(before, page)))
      // The next scroll asks again.
      .catch(() => {})
      .finally(() => {
        busy.current = false
        setLoadingOlder(false)
      })
  }, [core, conversationId, update])

  return { ...history, loadingOlder, loadOlder }
}
