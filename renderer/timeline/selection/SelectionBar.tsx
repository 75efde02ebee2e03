/** In place of the field one writes in: how many messages are chosen, and what can be done with them. */
import { Copy, Forward, Trash2, X } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { Conversation, Message } from '../../../shared/contract/conversations.ts'
import { useCopy } from '../../app/copy.ts'
import { useFormats, useT } from '../../i18n/index.ts'
import { IconButton, showToast } from '../../ui/index.ts'
import { abilitiesOf } from '../model/abilities.ts'
import styles from './SelectionBar.module.css'
import type { Selecting } from './use-selection.ts'

export interface SelectionBarProps {
  readonly conversation: Conversation
  readonly selecting: Selecting
  readonly onAsk: (question: 'forward' | 'delete', messages: readonly Message[]) => void
}

/** As many as can be handed on at once. */
const mostForwarded = 100

export function SelectionBar({ conversation, selecting, onAsk }: SelectionBarProps) {
  const t = useT()
  const formats = useFormats()
  const copy = useCopy()
  const bar = useRef<HTMLDivElement>(null)
  const { chosen, all, end } = selecting
  const { name } = conversation
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (document.querySelector('[role=dialog], [role=alertdialog], [role=menu]')) return
      if (event.key === 'Escape') end()
      else if (event.key.toLowerCase() === 'a' && (event.ctrlKey || event.metaKey)) all()
      else return
      event.preventDefault()
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [all, end])
  // Where the keyboard was is gone.
  useEffect(() => bar.current?.focus(), [])

  const texts = chosen.flatMap((message) => {
    const { copy: text } = abilitiesOf(message, conversation)
    if (text === null) return []
    const who = message.own ? t('message.quote.own') : name
    return [chosen.length === 1 ? text : `[${formats.dateTime(message.sentAt)}] ${who}: ${text}`]
  })
  const forwardable = chosen.length > 0 && chosen.every((message) => abilitiesOf(message, conversation).forward)
  return (
    <div ref={bar} className={styles.bar} role="toolbar" aria-label={t('selection.title')} tabIndex={-1}>
      <IconButton label={t('selection.end')} icon={<X size={20} aria-hidden />} tooltip="top" onPress={end} />
      <span className={styles.count} role="status">
        {t('selection.count', { count: chosen.length })}
      </span>
      <IconButton
        label={t('selection.copy')}
        icon={<Copy size={20} aria-hidden />}
        tooltip="top"
        isDisabled={texts.length === 0}
        onPress={() => {
          copy(texts.join('\n'))
          showToast({ text: t('ui.copied'), tone: 'success' })
          end()
        }}
      />
      <IconButton
        label={chosen.length > mostForwarded ? t('selection.too-many', { count: mostForwarded }) : t('message.forward')}
        icon={<Forward size={20} aria-hidden />}
        tooltip="top"
        isDisabled={!forwardable || chosen.length > mostForwarded}
        onPress={() => onAsk('forward', chosen)}
      />
      <IconButton
        label={t('message.delete')}
        icon={<Trash2 size={20} aria-hidden />}
        tooltip="top"
        isDisabled={chosen.length === 0}
        onPress={() => onAsk('delete', chosen)}
      />
    </div>
  )
}
