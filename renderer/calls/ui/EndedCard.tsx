/** Why a call ended, for a moment, and a way to try again. */
import { Phone, PhoneOff, Video, X } from 'lucide-react'
import { useEffect, useEffectEvent, useState } from 'react'
import type { Call } from '../../../shared/contract/calls.ts'
import { useFormats, useT } from '../../i18n/index.ts'
import { Button, IconButton } from '../../ui/index.ts'
import { endWords, mayCallAgain } from '../words.ts'
import styles from './Card.module.css'

export interface EndedCardProps {
  readonly call: Call
  /** Null where one is in another call. */
  readonly onAgain: (() => void) | null
  readonly onClose: () => void
}

/** Milliseconds: a glance, and time to decide. */
const shownMs = { plain: 2_500, again: 9_000 }

export function EndedCard({ call, onAgain, onClose }: EndedCardProps) {
  const t = useT()
  const formats = useFormats()
  const words = endWords(call)
  const [seconds] = useState(() =>
    call.activeSince === null ? null : Math.round((Date.now() - call.activeSince) / 1000),
  )
  const offersAgain = onAgain !== null && mayCallAgain(call)
  const close = useEffectEvent(onClose)
  useEffect(() => {
    const timer = setTimeout(close, words === null ? 0 : offersAgain ? shownMs.again : shownMs.plain)
    return () => clearTimeout(timer)
  }, [words, offersAgain])

  if (words === null) return null
  return (
    <section className={styles.card} aria-label={t('calls.with', { name: call.name })}>
      <div className={styles.person}>
        <span className={styles.endedIcon}>
          <PhoneOff size={20} aria-hidden />
        </span>
        <div className={styles.words} role="status">
          <h2 className={styles.name}>{call.name}</h2>
          <p className={styles.kind}>
            {t(words)}
            {call.end === 'hung-up' && seconds !== null && <span> · {formats.clock(seconds)}</span>}
          </p>
        </div>
        <IconButton
          label={t('calls.close')}
          icon={<X size={18} aria-hidden />}
          size="small"
          tooltip="none"
          onPress={onClose}
        />
      </div>
      {offersAgain && (
        <Button
          className={styles.answer}
          icon={call.media === 'video' ? <Video size={18} aria-hidden /> : <Phone size={18} aria-hidden />}
          onPress={onAgain}
        >
          {t('calls.again')}
        </Button>
      )}
    </section>
  )
}
