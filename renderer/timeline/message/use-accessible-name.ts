/** What a message is called: who, what, when, and what has happened to it since. */
import type { Message } from '../../../shared/contract/conversations.ts'
import { covered } from '../../../shared/excerpt.ts'
import { callWords } from '../../calls/index.ts'
import { type Formats, type Translate, useFormats, useT } from '../../i18n/index.ts'
import { isMedia, useMediaWords, useQuoteWords } from '../../media/index.ts'
import { useFileWords } from '../../transfers/index.ts'

/** Assistive technology hears the beginning of a very long text; the text itself is there to read. */
const longestName = 400

function timerWords(seconds: number | null, own: boolean, name: string, t: Translate, formats: Formats): string {
  const time = seconds === null ? '' : formats.span(seconds)
  return t(own ? 'timeline.timer.own' : 'timeline.timer.other', { seconds: seconds ?? 0, time, name })
}

/** `name`: the other person's. */
export function useAccessibleName(message: Message, name: string): string {
  const t = useT()
  const formats = useFormats()
  const fileWords = useFileWords(message)
  const mediaWords = useMediaWords()
  const quoteWords = useQuoteWords()
  const { body, own, delivery } = message

  const said = (): string => {
    switch (body.kind) {
      case 'text':
        return covered({ text: body.text.slice(0, longestName), ranges: body.ranges })
      case 'file':
        return isMedia(message) ? mediaWords(body) : fileWords
      case 'call':
        return t(callWords(body, own))
      case 'contact':
        return t('timeline.contact', { name: body.name })
      case 'deleted':
        return t('timeline.deleted')
      case 'timer':
        return timerWords(body.seconds, own, name, t, formats)
      case 'notice':
        return t(`timeline.notice.${body.notice}`, { name })
    }
  }
  const withContext = (): string => {
    let content = said()
    if (body.kind !== 'text' && body.kind !== 'file') return content
    if (body.forwarded) content = t('message.name.forwarded', { content })
    if (body.quote !== null) {
      const id = body.quote.own ? 'message.name.quote-own' : 'message.name.quote'
      content = t(id, { name, text: quoteWords(body.quote), content })
    }
    if (message.editedAt !== null) content = t('message.name.edited', { content })
    if (message.reactions.length > 0) {
      content = t('message.name.reactions', { content, list: message.reactions.map(({ emoji }) => emoji).join(' ') })
    }
    return content
  }
  if (body.kind === 'notice' || body.kind === 'timer') return said()
  const time = formats.time(message.sentAt)
  if (!own) return t('timeline.name.other', { name, content: withContext(), time })
  if (delivery === null) return t('timeline.name.own-gone', { content: withContext(), time })
  return t('timeline.name.own', { content: withContext(), time, state: t(`timeline.state.${delivery}`) })
}
