/** Says new messages of the other side to assistive technology, once each. */
import { useEffect, useRef, useState } from 'react'
import type { Message } from '../../shared/contract/conversations.ts'
import { excerptOf } from '../../shared/excerpt.ts'
import { useT } from '../i18n/index.ts'
import { VisuallyHidden } from '../ui/index.ts'

export interface AnnouncerProps {
  readonly messages: readonly Message[]
  readonly name: string
}

export function Announcer({ messages, name }: AnnouncerProps) {
  const t = useT()
  const heard = useRef<number | null>(null)
  const [words, setWords] = useState('')
  useEffect(() => {
    const newest = messages.at(-1)
    if (newest === undefined) return
    const before = heard.current
    heard.current = newest.position
    if (before === null) return
    const fresh = messages.filter((message) => message.position > before && !message.own)
    const last = fresh.at(-1)
    if (last === undefined) return
    if (fresh.length > 1) setWords(t('timeline.announce.many', { count: fresh.length, name }))
    else if (last.body.kind === 'text') setWords(`${name}: ${excerptOf(last.body)}`)
    else if (last.body.kind === 'file') setWords(t('timeline.announce.file', { name, file: last.body.name }))
  }, [messages, name, t])
  return (
    <VisuallyHidden role="status" aria-live="polite">
      {words}
    </VisuallyHidden>
  )
}
