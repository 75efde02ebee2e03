/** Any time after which messages disappear, in the unit of choice. */
import { type FormEvent, useState } from 'react'
import { type Conversation, maxTimerSeconds } from '../../../shared/contract/conversations.ts'
import { useFormats, useT } from '../../i18n/index.ts'
import { Button, Dialog, Select, TextField } from '../../ui/index.ts'
import styles from './menu.module.css'
import { inUnits, type TimerUnit, timerUnits } from './timer.ts'
import type { ChatActions } from './use-chat-actions.ts'

export interface TimerDialogProps {
  readonly chat: Conversation
  readonly actions: ChatActions
  readonly onClose: () => void
}

const formId = 'chat-timer'
const units: readonly TimerUnit[] = ['seconds', 'minutes', 'hours', 'days']

export function TimerDialog({ chat, actions, onClose }: TimerDialogProps) {
  const t = useT()
  const formats = useFormats()
  const [begin] = useState(() => inUnits(chat.expiresAfter ?? 3 * 24 * 3_600))
  const [count, setCount] = useState(String(begin.count))
  const [unit, setUnit] = useState<TimerUnit>(begin.unit)
  const [tried, setTried] = useState(false)
  const seconds = /^\d+$/u.test(count.trim()) ? Number(count.trim()) * timerUnits[unit] : Number.NaN
  const fits = seconds >= 1 && seconds <= maxTimerSeconds
  const set = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (!fits) return
    actions.setTimer(chat, seconds)
    onClose()
  }
  return (
    <Dialog
      title={t('chat.timer')}
      isOpen
      onClose={onClose}
      buttons={
        <>
          <Button onPress={onClose}>{t('ui.cancel')}</Button>
          <Button variant="primary" type="submit" form={formId}>
            {t('chat.timer.set')}
          </Button>
        </>
      }
    >
      <p>{t('chat.timer.words', { name: chat.name })}</p>
      <form id={formId} className={styles.timer} onSubmit={set}>
        <TextField
          label={t('chat.timer.count')}
          value={count}
          onChange={setCount}
          inputMode="numeric"
          autoFocus
          {...(tried && !fits ? { error: t('chat.timer.wrong', { most: formats.span(maxTimerSeconds) }) } : {})}
        />
        <Select
          label={t('chat.timer.unit')}
          value={unit}
          onChange={setUnit}
          options={units.map((value) => ({ value, label: t(`chat.timer.${value}`) }))}
        />
      </form>
    </Dialog>
  )
}
