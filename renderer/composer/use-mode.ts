/** What the next text of a conversation is; an answer that was begun before the last start comes back. */
import { useEffect } from 'react'
import { useStore } from 'zustand'
import type { Conversation } from '../../shared/contract/conversations.ts'
import { detach } from '../../shared/errors.ts'
import { quoteOf } from '../../shared/excerpt.ts'
import { useCore } from '../app/client.ts'
import type { Mode } from './model/modes.ts'
import { useComposerSession } from './session.ts'

export function useMode({ id, draftReplyTo }: Conversation): Mode | null {
  const core = useCore()
  const { modes } = useComposerSession()
  const mode = useStore(modes.store, (all) => all[id])
  const unknown = mode === undefined
  useEffect(() => {
    if (!unknown || draftReplyTo === null) return
    let left = false
    const restore = async () => {
      const { messages } = await core.conversations.around({ messageId: draftReplyTo, limit: 1 })
      const answered = messages.find((message) => message.id === draftReplyTo)
      const quote = answered && quoteOf(answered)
      if (!left && quote) modes.restore(id, quote)
    }
    // What was to be answered is gone: what is said is said all the same.
    detach(restore(), () => {})
    return () => {
      left = true
    }
  }, [unknown, draftReplyTo, id, core, modes])
  return mode ?? null
}
