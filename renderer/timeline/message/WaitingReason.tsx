/** Why a message still waits although the own relay is there; without it the banner says so for all. */
import type { Message } from '../../../shared/contract/conversations.ts'
import { useConnection } from '../../app/streams.ts'
import { useErrorText, useT } from '../../i18n/index.ts'
import styles from './message.module.css'

export function WaitingReason({ error }: { readonly error: NonNullable<Message['error']> }) {
  const t = useT()
  const errorText = useErrorText()
  if (useConnection()?.state !== 'online') return null
  const words = () => {
    switch (error.code) {
      case 'relay-unreachable':
        return t('timeline.waiting.unreachable')
      // The relay's disk; ours would have failed the message.
      case 'disk-full':
        return t('error.quota-exceeded')
      default:
        return errorText(error)
    }
  }
  return <p className={styles.waitingReason}>{words()}</p>
}
