/** The messages of one conversation, live, with pages on demand in both directions and jumps into the middle. */
import { useCallback, useEffect, useRef, useState } from 'react'
import type { TimelineEvent } from '../../shared/contract/conversations.ts'
import { detach } from '../../shared/errors.ts'
import type { ConversationId, MessageId } from '../../shared/ids.ts'
import { useCore } from '../app/client.ts'
import { follow } from '../app/follow.ts'
import {
  type Asked,
  afterEvent,
  atLiveEnd,
  emptyHistory,
  type History,
  holds,
  type Range,
  restOf,
  trimmed,
  untold,
  withAround,
  withNewer,
  withOlder,
  withRefreshed,
} from './model/history.ts'

/** Messages of one page. */
const pageSize = 250
/** The most messages that the core gives at once. */
const largestPage = 500
/** Conversations whose newest messages are kept for a change back and forth. */
const remembered = 8

const memory = new Map<ConversationId, History>()

function remember(conversationId: ConversationId, history: History): void {
  memory.delete(conversationId)
  memory.set(conversationId, restOf(history))
  const [oldest] = memory.keys()
  if (memory.size > remembered && oldest !== undefined) memory.delete(oldest)
}

/** The message that a jump led to. */
export interface Target {
  readonly id: MessageId
  /** Another one for each jump, also to the same message. */
  readonly jump: number
  /** Whether the keyboard goes there too. */
  readonly focus: boolean
}

export interface LiveHistory extends History {
  readonly loadingOlder: boolean
  readonly loadingNewer: boolean
  readonly loadOlder: () => void
  readonly loadNewer: () => void
  /** Back to the newest messages. */
  readonly toLive: () => void
  /** Drops what is more than memory shall hold, at the side that is far from the view. */
  readonly trim: (from: 'start' | 'end') => void
  readonly target: Target | null
  /** Shows a message, wherever it stands. Raises `not-found` where it is not there any more. */
  readonly jumpTo: (id: MessageId, focus: boolean) => Promise<void>
}

/** `unread`: with unread messages the history begins with the core's snapshot, so that they can be counted back from its end. */
export function useHistory(conversationId: ConversationId, unread: number): LiveHistory {
  const core = useCore()
  const [history, setHistory] = useState<History>(() =>
    unread > 0 ? emptyHistory : (memory.get(conversationId) ?? emptyHistory),
  )
  const latest = useRef(history)
  const update = useCallback((change: (history: History) => History) => {
    latest.current = change(latest.current)
    setHistory(latest.current)
  }, [])
  useEffect(() => () => remember(conversationId, latest.current), [conversationId])

  // What comes while a page is on its way, for each of them.
  const underWay = useRef(new Set<TimelineEvent[]>())
  const asking = useCallback(async (ask: (since: readonly TimelineEvent[]) => Promise<void>): Promise<void> => {
    const since: TimelineEvent[] = []
    underWay.current.add(since)
    await ask(since).finally(() => underWay.current.delete(since))
  }, [])

  const refresh = useCallback(
    (range: Range) =>
      asking(async (since) => {
        for (let { from } = range; from <= range.to; ) {
          const page = await core.conversations.newer({ conversationId, after: from - 1, limit: largestPage })
          const to = page.more ? Math.min(range.to, page.messages.at(-1)?.position ?? range.to) : range.to
          const inside = page.messages.filter(({ position }) => position <= to)
          update((before) => withRefreshed(before, { from, to }, inside, since))
          from = to + 1
        }
      }),
    [core, conversationId, update, asking],
  )

  useEffect(() => {
    const controller = new AbortController()
    void follow({
      open: (signal) => core.conversations.timeline({ conversationId }, { signal }),
      onValue: (event) => {
        for (const since of underWay.current) since.push(event)
        update((before) => afterEvent(before, event))
        const range = event.type === 'snapshot' ? untold(latest.current, event.messages) : null
        // Where the core cannot be asked the stream ends too, and its next snapshot leads here again.
        if (range !== null) detach(refresh(range), () => {})
      },
      signal: controller.signal,
    })
    return () => controller.abort()
  }, [core, conversationId, update, refresh])

  const { loading: loadingOlder, load: loadOlder } = useLoading(
    useCallback(async () => {
      const [first] = latest.current.messages
      if (!latest.current.more) return
      await asking(async (since) => {
        const before = first?.position ?? Number.MAX_SAFE_INTEGER
        const page = await core.conversations.older({ conversationId, before, limit: pageSize })
        const asked: Asked = { edge: first?.id, since }
        update((history) => withOlder(history, page, asked))
      })
    }, [core, conversationId, update, asking]),
  )
  const { loading: loadingNewer, load: loadNewer } = useLoading(
    useCallback(async () => {
      const last = latest.current.messages.at(-1)
      if (latest.current.live === null || last === undefined) return
      await asking(async (since) => {
        const page = await core.conversations.newer({ conversationId, after: last.position, limit: pageSize })
        const asked: Asked = { edge: last.id, since }
        update((history) => withNewer(history, page, asked))
      })
    }, [core, conversationId, update, asking]),
  )

  const trim = useCallback((from: 'start' | 'end') => update((now) => trimmed(now, from)), [update])
  const [target, setTarget] = useState<Target | null>(null)
  const toLive = useCallback(() => {
    setTarget(null)
    update(atLiveEnd)
  }, [update])
  const jumps = useRef(0)
  const jumpTo = useCallback(
    async (id: MessageId, focus: boolean): Promise<void> => {
      jumps.current += 1
      const jump = jumps.current
      if (holds(latest.current, id)) return setTarget({ id, jump, focus })
      await asking(async (since) => {
        const around = await core.conversations.around({ messageId: id, limit: pageSize })
        // Another jump was asked for later.
        if (jump !== jumps.current) return
        update((before) => withAround(before, around, since))
        setTarget({ id, jump, focus })
      })
    },
    [core, update, asking],
  )
  return { ...history, loadingOlder, loadingNewer, loadOlder, loadNewer, toLive, trim, target, jumpTo }
}

/** Most pages come sooner than this, in milliseconds, and nobody needs to see that they were asked for. */
const shownAfterMs = 200

/** One load at a time; one that fails is asked for again by the next scroll. */
function useLoading(work: () => Promise<void>) {
  const busy = useRef(false)
  const [loading, setLoading] = useState(false)
  const load = useCallback(() => {
    if (busy.current) return
    busy.current = true
    const slow = setTimeout(() => setLoading(true), shownAfterMs)
    const done = () => {
      busy.current = false
      clearTimeout(slow)
      setLoading(false)
    }
    work().then(done, done)
  }, [work])
  return { loading, load }
}
