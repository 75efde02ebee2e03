/** After how long the messages of a chat disappear. */
import { Timer } from 'lucide-react'
import type { Conversation } from '../../../shared/contract/conversations.ts'
import { useFormats, useT } from '../../i18n/index.ts'
import { MenuItem, Submenu } from '../../ui/index.ts'
import { askForTimer } from './asked.ts'
import { timerTimes } from './timer.ts'
import type { ChatActions } from './use-chat-actions.ts'

export interface TimerMenuProps {
  readonly chat: Conversation
  readonly actions: ChatActions
}

export function TimerMenu({ chat, actions }: TimerMenuProps) {
  const t = useT()
  const formats = useFormats()
  const { id, expiresAfter } = chat
  const other = expiresAfter !== null && !timerTimes.some((seconds) => seconds === expiresAfter)
  return (
    <Submenu label={t('chat.timer')} icon={<Timer size={16} aria-hidden />}>
      <MenuItem
        label={t('chat.timer.off')}
        chosen={expiresAfter === null}
        onAction={() => actions.setTimer(chat, null)}
      />
      {timerTimes.map((seconds) => (
        <MenuItem
          key={seconds}
          label={formats.span(seconds)}
          chosen={expiresAfter === seconds}
          onAction={() => actions.setTimer(chat, seconds)}
        />
      ))}
      <MenuItem
        label={other ? t('chat.timer.other-now', { time: formats.span(expiresAfter) }) : t('chat.timer.other')}
        chosen={other}
        onAction={() => askForTimer(id)}
      />
    </Submenu>
  )
}
