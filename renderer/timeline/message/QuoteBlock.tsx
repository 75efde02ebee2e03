/** What a message answers; leads there. */
import { Button as AriaButton } from 'react-aria-components'
import type { Quote } from '../../../shared/contract/conversations.ts'
import type { MessageId } from '../../../shared/ids.ts'
import { useT } from '../../i18n/index.ts'
import { useQuoteWords } from '../../media/index.ts'
import styles from './QuoteBlock.module.css'

export interface QuoteBlockProps {
  readonly quote: Quote
  /** The other person's name. */
  readonly name: string
  readonly reached: boolean
  readonly onJump: (id: MessageId) => void
}

export function QuoteBlock({ quote, name, reached, onJump }: QuoteBlockProps) {
  const t = useT()
  const words = useQuoteWords()(quote)
  const who = quote.own ? t('message.quote.own') : name
  return (
    <AriaButton
      className={styles.quote ?? ''}
      aria-label={t('message.quote.jump', { name: who, text: words })}
      excludeFromTabOrder={!reached}
      onPress={() => onJump(quote.messageId)}
    >
      <span className={styles.who}>{who}</span>
      <span className={styles.said} dir="auto">
        {words}
      </span>
    </AriaButton>
  )
}
