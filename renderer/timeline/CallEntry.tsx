/** A call in the timeline: what became of it, how long it was, and a way to call back. */
import { Phone, PhoneIncoming, PhoneMissed, PhoneOutgoing, Video } from 'lucide-react'
import type { Message } from '../../shared/contract/conversations.ts'
import { type CallBody, callWords, wasMissed } from '../calls/index.ts'
import { useFormats, useT } from '../i18n/index.ts'
import { Button, classes } from '../ui/index.ts'
import styles from './entries.module.css'

export interface CallEntryProps {
  readonly message: Message
  readonly body: CallBody
  readonly onCall: (media: CallBody['media']) => void
}

export function CallEntry({ message, body, onCall }: CallEntryProps) {
  const t = useT()
  const formats = useFormats()
  const missed = wasMissed(body, message.own)
  const Icon = missed ? PhoneMissed : body.media === 'video' ? Video : message.own ? PhoneOutgoing : PhoneIncoming
  return (
    <div className={classes(styles.entry, missed && styles.missed)}>
      <span className={styles.entryIcon}>
        <Icon size={18} aria-hidden />
      </span>
      <div className={styles.entryWords}>
        <span className={styles.entryTitle}>{t(callWords(body, message.own))}</span>
        <span className={styles.entryFacts}>
          <time dateTime={new Date(message.sentAt).toISOString()} title={formats.dateTime(message.sentAt)}>
            {formats.time(message.sentAt)}
          </time>
          {body.duration > 0 && <span>{formats.clock(body.duration)}</span>}
        </span>
      </div>
      <Button
        size="small"
        variant="quiet"
        icon={body.media === 'video' ? <Video size={16} aria-hidden /> : <Phone size={16} aria-hidden />}
        onPress={() => onCall(body.media)}
      >
        {t(missed ? 'timeline.call.back' : 'timeline.call.again')}
      </Button>
    </div>
  )
}
