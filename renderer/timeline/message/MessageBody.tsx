/** What is inside a message's bubble, by kind. */
import { Ban, Forward } from 'lucide-react'
import type { Message } from '../../../shared/contract/conversations.ts'
import { useT } from '../../i18n/index.ts'
import { isMedia, MediaContent } from '../../media/index.ts'
import { FileMessage } from '../../transfers/index.ts'
import { emojiAlone } from '../model/text.ts'
import type { MessageActions } from './actions.ts'
import { Bubble } from './Bubble.tsx'
import { ContactCard } from './ContactCard.tsx'
import { MessageText } from './MessageText.tsx'
import styles from './message.module.css'
import { QuoteBlock } from './QuoteBlock.tsx'

export interface MessageBodyProps {
  readonly message: Message
  readonly first: boolean
  readonly last: boolean
  /** The other person's name. */
  readonly name: string
  readonly reached: boolean
  readonly actions: MessageActions
}

export function MessageBody({ message, first, last, name, reached, actions }: MessageBodyProps) {
  const t = useT()
  const { body } = message
  const text = (words: string, ranges: Parameters<typeof MessageText>[0]['ranges']) => (
    <MessageText text={words} ranges={ranges} onLink={actions.openLink} reached={reached} />
  )
  const frame = { message, first, last, reached, onVersions: () => actions.ask('versions', message) }
  switch (body.kind) {
    case 'text': {
      const bare = body.ranges.length === 0 && body.quote === null && !body.forwarded && emojiAlone(body.text) > 0
      return (
        <Bubble {...frame} bare={bare}>
          {body.forwarded && <Forwarded />}
          {body.quote && <QuoteBlock quote={body.quote} name={name} reached={reached} onJump={actions.jump} />}
          {text(body.text, body.ranges)}
        </Bubble>
      )
    }
    case 'file':
      return (
        <Bubble {...frame} block>
          {body.forwarded && <Forwarded />}
          {body.quote && <QuoteBlock quote={body.quote} name={name} reached={reached} onJump={actions.jump} />}
          {isMedia(message) ? (
            <MediaContent message={message} name={name} onOpen={actions.openMedia} />
          ) : (
            <FileMessage transferId={body.transferId} name={body.name} size={body.size} />
          )}
          {body.caption !== '' && text(body.caption, body.ranges)}
        </Bubble>
      )
    case 'contact':
      return (
        <Bubble {...frame} block>
          <ContactCard message={message} card={body} reached={reached} />
        </Bubble>
      )
    case 'deleted':
      return (
        <Bubble {...frame}>
          <span className={styles.deleted}>
            <Ban size={16} aria-hidden />
            {t('timeline.deleted')}
          </span>
        </Bubble>
      )
    default:
      return null
  }
}

function Forwarded() {
  const t = useT()
  return (
    <span className={styles.forwarded}>
      <Forward size={14} aria-hidden />
      {t('message.forwarded')}
    </span>
  )
}
