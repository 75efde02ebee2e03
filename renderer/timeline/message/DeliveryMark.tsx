/** The state of an own message as an icon; the words are part of the message's accessible name. */
import { Check, CheckCheck, CircleAlert, Clock } from 'lucide-react'
import type { DeliveryState } from '../../../shared/contract/conversations.ts'
import { classes } from '../../ui/index.ts'
import styles from './message.module.css'

const icons = { waiting: Clock, sent: Check, delivered: CheckCheck, read: CheckCheck, failed: CircleAlert } as const

export function DeliveryMark({ state, words }: { readonly state: DeliveryState; readonly words: string }) {
  const Icon = icons[state]
  return (
    <span className={classes(styles.mark, styles[state])} title={words}>
      <Icon size={14} aria-hidden />
    </span>
  )
}
