/** Somebody calls: who, how, and the answers. */
import { Phone, PhoneOff, Video } from 'lucide-react'
import { useEffect, useId, useRef } from 'react'
import type { Call, CallMedia } from '../../../shared/contract/calls.ts'
import { AccountId } from '../../../shared/ids.ts'
import { useT } from '../../i18n/index.ts'
import { PersonAvatar } from '../../people/index.ts'
import { Button } from '../../ui/index.ts'
import styles from './Card.module.css'

export interface IncomingCardProps {
  readonly call: Call
  /** Whom one talks to while it rings, or null. */
  readonly meanwhile: string | null
  /** Puts the other call on hold. */
  readonly onAccept: (media: CallMedia) => void
  readonly onEndAndAccept: () => void
  readonly onDecline: () => void
}

/** A key pressed just when the card takes the focus was meant for the message one was writing; milliseconds. */
const keysIgnoredMs = 800

export function IncomingCard({ call, meanwhile, onAccept, onEndAndAccept, onDecline }: IncomingCardProps) {
  const t = useT()
  const title = useId()
  const kind = useId()
  const buttons = useRef<HTMLDivElement>(null)
  const shownAt = useRef(performance.now())

  useEffect(() => {
    const before = document.activeElement
    buttons.current?.querySelector<HTMLElement>('[data-accept]')?.focus()
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus()
    }
  }, [])

  const unlessTyping = (act: () => void) => (event: { readonly pointerType: string }) => {
    if (event.pointerType === 'keyboard' && performance.now() - shownAt.current < keysIgnoredMs) return
    act()
  }
  return (
    <section className={styles.card} role="alertdialog" aria-labelledby={title} aria-describedby={kind}>
      <div className={styles.person}>
        <span className={styles.pulse}>
          <PersonAvatar id={AccountId.parse(call.conversationId)} name={call.name} size={64} />
        </span>
        <div className={styles.words}>
          <h2 id={title} className={styles.name}>
            {t('calls.incoming.from', { name: call.name })}
          </h2>
          <p id={kind} className={styles.kind}>
            {call.media === 'video' ? <Video size={16} aria-hidden /> : <Phone size={16} aria-hidden />}
            {t(`calls.incoming.${call.media}`)}
          </p>
        </div>
      </div>
      <div ref={buttons} className={styles.answers}>
        <Button
          variant="danger"
          icon={<PhoneOff size={18} aria-hidden />}
          className={styles.answer}
          onPress={unlessTyping(onDecline)}
        >
          {t('calls.decline')}
        </Button>
        <Button
          data-accept
          icon={call.media === 'video' ? <Video size={18} aria-hidden /> : <Phone size={18} aria-hidden />}
          className={`${styles.answer} ${styles.accept}`}
          onPress={unlessTyping(() => onAccept(call.media))}
        >
          {t('calls.accept')}
        </Button>
      </div>
      {meanwhile !== null && (
        <div className={styles.meanwhile}>
          <p className={styles.hint}>{t('calls.accept.holds', { name: meanwhile })}</p>
          <Button variant="quiet" size="small" onPress={unlessTyping(onEndAndAccept)}>
            {t('calls.accept.ends', { name: meanwhile })}
          </Button>
        </div>
      )}
      {call.media === 'video' && meanwhile === null && (
        <Button variant="quiet" size="small" onPress={unlessTyping(() => onAccept('voice'))}>
          {t('calls.accept-voice')}
        </Button>
      )}
    </section>
  )
}
