/** Above the field: what is answered or worded anew, and the way out of it. */
import { Pencil, Reply, X } from 'lucide-react'
import { useT } from '../i18n/index.ts'
import { useQuoteWords } from '../media/index.ts'
import { IconButton } from '../ui/index.ts'
import styles from './ModeBar.module.css'
import type { Mode } from './model/modes.ts'

export interface ModeBarProps {
  readonly mode: Mode
  /** The other person's name. */
  readonly name: string
  readonly onEnd: () => void
}

export function ModeBar({ mode, name, onEnd }: ModeBarProps) {
  const t = useT()
  const quoteWords = useQuoteWords()
  const reply = mode.kind === 'reply'
  const Icon = reply ? Reply : Pencil
  return (
    <section className={styles.bar} aria-label={t(reply ? 'composer.replying' : 'composer.editing')}>
      <Icon size={18} aria-hidden className={styles.icon} />
      <div className={styles.words}>
        <span className={styles.title}>
          {reply ? t('composer.replying-to', { own: String(mode.quote.own), name }) : t('composer.editing')}
        </span>
        <span className={styles.said} dir="auto">
          {reply ? quoteWords(mode.quote) : mode.before}
        </span>
      </div>
      <IconButton
        label={t(reply ? 'composer.end-reply' : 'composer.end-edit')}
        icon={<X size={18} aria-hidden />}
        size="small"
        tooltip="top"
        onPress={onEnd}
      />
    </section>
  )
}
