/** One message in its row: picks the content by kind, carries the accessible name, offers copy and retry. */
import { RotateCw } from 'lucide-react'
import { memo, useState } from 'react'
import type { Message } from '../../shared/contract/conversations.ts'
import { type Formats, type Translate, useErrorText, useFormats, useT } from '../i18n/index.ts'
import { isMedia, MediaContent, type MediaMessage, useMediaWords } from '../media/index.ts'
import { FileMessage, useFileWords } from '../transfers/index.ts'
import { Button, CopyButton, classes } from '../ui/index.ts'
import { Bubble } from './Bubble.tsx'
import { CallEntry } from './CallEntry.tsx'
import { MessageText } from './MessageText.tsx'
import styles from './message.module.css'
import { callWords } from './model/call.ts'
import { emojiAlone } from './model/text.ts'
import { Notice } from './Notice.tsx'
import { WaitingReason } from './WaitingReason.tsx'

/** What a row can ask for; the same object for all rows of a conversation. */
export interface MessageActions {
  readonly copy: (text: string) => void
  readonly openLink: (url: string) => void
  readonly resend: (message: Message) => void
  readonly call: (media: 'voice' | 'video') => void
  readonly showDetails: () => void
  readonly openMedia: (message: MediaMessage) => void
}

export interface MessageRowProps {
  readonly message: Message
  readonly first: boolean
  readonly last: boolean
  /** The other person's name. */
  readonly name: string
  readonly actions: MessageActions
}

/** Assistive technology hears the beginning of a very long text; the text itself is there to read. */
const longestName = 400

function useAccessibleName({ message, name }: Pick<MessageRowProps, 'message' | 'name'>): string {
  const t = useT()
  const formats = useFormats()
  const fileWords = useFileWords(message)
  const mediaWords = useMediaWords()
  const { body, own, delivery } = message
  const content =
    body.kind === 'text'
      ? body.text.slice(0, longestName)
      : body.kind === 'file'
        ? isMedia(message)
          ? mediaWords(body)
          : fileWords
        : body.kind === 'call'
          ? t(callWords(body, own))
          : body.kind === 'contact'
            ? t('timeline.contact', { name: body.name })
            : body.kind === 'deleted'
              ? t('timeline.deleted')
              : body.kind === 'timer'
                ? timerWords(body.seconds, own, name, t, formats)
                : t(`timeline.notice.${body.notice}`, { name })
  if (body.kind === 'notice' || body.kind === 'timer') return content
  const time = formats.time(message.sentAt)
  if (!own || delivery === null) return t('timeline.name.other', { name, content, time })
  return t('timeline.name.own', { content, time, state: t(`timeline.state.${delivery}`) })
}

function timerWords(seconds: number | null, own: boolean, name: string, t: Translate, formats: Formats): string {
  const time = seconds === null ? '' : formats.span(seconds)
  return t(own ? 'timeline.timer.own' : 'timeline.timer.other', { seconds: seconds ?? 0, time, name })
}

export const MessageRow = memo(function MessageRow({ message, first, last, name, actions }: MessageRowProps) {
  const t = useT()
  const errorText = useErrorText()
  const accessibleName = useAccessibleName({ message, name })
  // Buttons exist only where they can be used: a tab stop for each of thousands of messages would help nobody.
  const [reached, setReached] = useState(false)
  const { body, own } = message

  if (body.kind === 'notice') {
    return (
      <article className={styles.row} aria-label={accessibleName} tabIndex={-1} data-message>
        <Notice notice={body.notice} name={name} onDetails={actions.showDetails} />
      </article>
    )
  }
  if (body.kind === 'timer') {
    return (
      <article className={styles.row} aria-label={accessibleName} tabIndex={-1} data-message>
        <Notice notice="timer" name={name} words={accessibleName} onDetails={actions.showDetails} />
      </article>
    )
  }
  return (
    <article
      className={classes(styles.row, own && styles.ownRow, first && styles.firstRow, last && styles.lastRow)}
      aria-label={accessibleName}
      tabIndex={-1}
      data-message
      onPointerEnter={() => setReached(true)}
      onPointerLeave={(event) => setReached(event.currentTarget.contains(document.activeElement))}
      onFocus={() => setReached(true)}
      onCopy={(event) => {
        // Copying with nothing selected copies the message one is at.
        if (body.kind !== 'text' || document.getSelection()?.isCollapsed === false) return
        event.preventDefault()
        event.clipboardData.setData('text/plain', body.text)
      }}
      onBlur={(event) => setReached(event.currentTarget.contains(event.relatedTarget))}
    >
      <div className={styles.column}>
        {body.kind === 'text' && (
          <Bubble message={message} first={first} last={last} bare={emojiAlone(body.text) > 0}>
            <MessageText text={body.text} onLink={actions.openLink} reached={reached} />
          </Bubble>
        )}
        {body.kind === 'file' && (
          <Bubble message={message} first={first} last={last} block>
            {isMedia(message) ? (
              <MediaContent message={message} name={name} onOpen={actions.openMedia} />
            ) : (
              <FileMessage transferId={body.transferId} name={body.name} size={body.size} />
            )}
            {body.caption !== '' && <MessageText text={body.caption} onLink={actions.openLink} reached={reached} />}
          </Bubble>
        )}
        {(body.kind === 'contact' || body.kind === 'deleted') && (
          <Bubble message={message} first={first} last={last}>
            <MessageText
              text={body.kind === 'contact' ? `${body.name}\n${body.address}` : t('timeline.deleted')}
              onLink={actions.openLink}
              reached={reached}
            />
          </Bubble>
        )}
        {body.kind === 'call' && <CallEntry message={message} body={body} onCall={actions.call} />}
        {last && message.delivery === 'waiting' && message.error && <WaitingReason error={message.error} />}
        {message.delivery === 'failed' && (
          <div className={styles.failure}>
            <span>{message.error ? errorText(message.error) : t('timeline.failed')}</span>
            <Button
              size="small"
              variant="quiet"
              icon={<RotateCw size={16} aria-hidden />}
              onPress={() => actions.resend(message)}
            >
              {t('ui.try-again')}
            </Button>
          </div>
        )}
      </div>
      {body.kind === 'text' && reached && (
        <div className={styles.tools}>
          <CopyButton iconOnly label={t('timeline.copy')} onCopy={() => actions.copy(body.text)} />
        </div>
      )}
    </article>
  )
})
