/** What an answer says of what it answers. */
import { useCallback } from 'react'
import type { Quote } from '../../../shared/contract/conversations.ts'
import { useT } from '../../i18n/index.ts'

export function useQuoteWords(): (quote: Pick<Quote, 'kind' | 'excerpt'>) => string {
  const t = useT()
  return useCallback(
    ({ kind, excerpt }) => {
      if (excerpt === '') return t('message.quote.gone')
      if (kind === 'text') return excerpt
      // A voice note has no words but the name of its file.
      return kind === 'voice' ? t('message.quote.voice') : t(`message.quote.${kind}`, { text: excerpt })
    },
    [t],
  )
}
