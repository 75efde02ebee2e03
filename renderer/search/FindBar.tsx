/** Searches in the open chat: goes from one message that fits to the next, the newest first. */
import { ChevronDown, ChevronUp, Search, X } from 'lucide-react'
import { type KeyboardEvent, useEffect, useRef } from 'react'
import { Input, SearchField } from 'react-aria-components'
import { mostCounted } from '../../shared/contract/search.ts'
import type { ConversationId, MessageId } from '../../shared/ids.ts'
import { longestQuery } from '../../shared/search/index.ts'
import { useErrorText, useFormats, useT } from '../i18n/index.ts'
import { IconButton } from '../ui/index.ts'
import styles from './search.module.css'
import { useSearch } from './state.ts'
import { useFind } from './use-find.ts'

export interface FindBarProps {
  readonly conversationId: ConversationId
  readonly name: string
  readonly query: string
  readonly onQuery: (query: string) => void
  readonly onJump: (message: MessageId) => void
  readonly onClose: () => void
}

export function FindBar({ conversationId, name, query, onQuery, onJump, onClose }: FindBarProps) {
  const t = useT()
  const formats = useFormats()
  const errorText = useErrorText()
  const { found, index, older, newer, error } = useFind({ conversationId, query, onJump })
  const input = useRef<HTMLInputElement>(null)
  const wished = useSearch((state) => state.findWished)
  // Whoever leaves the chat or the bar finds the focus where it was.
  useEffect(() => {
    const before = document.activeElement
    return () => {
      useSearch.getState().endFind()
      if (before instanceof HTMLElement) before.focus({ preventScroll: true })
    }
  }, [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: each wish moves the focus
  useEffect(() => {
    input.current?.focus()
    input.current?.select()
  }, [wished])

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onClose()
    else if (event.key === 'Enter' ? !event.shiftKey : event.key === 'ArrowUp') older()
    else if (event.key === 'Enter' || event.key === 'ArrowDown') newer()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  const searching = query.trim() !== ''
  const state = error
    ? errorText(error)
    : !searching || found === null
      ? ''
      : found.count === 0
        ? t(found.prepared < 1 ? 'search.preparing' : 'search.find-none', { share: formats.percent(found.prepared) })
        : t('search.find-state', { at: index + 1, count: found.count, most: mostCounted })
  return (
    <search className={styles.bar} aria-label={t('search.in-chat', { name })}>
      <SearchField
        className={styles.barField ?? ''}
        aria-label={t('search.in-chat', { name })}
        value={query}
        onChange={onQuery}
        maxLength={longestQuery}
      >
        <Search size={16} aria-hidden className={styles.icon} />
        <Input
          ref={input}
          className={styles.input ?? ''}
          placeholder={t('search.in-this-chat')}
          autoComplete="off"
          spellCheck="false"
          onKeyDown={onKeyDown}
        />
      </SearchField>
      <span className={styles.state} role="status">
        {state}
      </span>
      <IconButton
        label={t('search.older')}
        icon={<ChevronUp size={20} aria-hidden />}
        isDisabled={found === null || index >= found.count - 1}
        onPress={older}
      />
      <IconButton
        label={t('search.newer')}
        icon={<ChevronDown size={20} aria-hidden />}
        isDisabled={found === null || index <= 0}
        onPress={newer}
      />
      <IconButton label={t('search.close')} icon={<X size={20} aria-hidden />} onPress={onClose} />
    </search>
  )
}
