/** The reactions that are a press away. */
import { SmilePlus } from 'lucide-react'
import { Button as AriaButton, Dialog, DialogTrigger, Popover, Toolbar } from 'react-aria-components'
import type { Message } from '../../../shared/contract/conversations.ts'
import { useT } from '../../i18n/index.ts'
import { classes, IconButton } from '../../ui/index.ts'
import { ownReaction, quickReactions } from '../model/reactions.ts'
import styles from './ReactButton.module.css'

export interface ReactButtonProps {
  readonly message: Message
  readonly onReact: (message: Message, emoji: string | null) => void
  readonly onOpenChange: (open: boolean) => void
}

export function ReactButton({ message, onReact, onOpenChange }: ReactButtonProps) {
  const t = useT()
  const own = ownReaction(message)
  return (
    <DialogTrigger onOpenChange={onOpenChange}>
      <IconButton label={t('message.react')} icon={<SmilePlus size={18} aria-hidden />} size="small" tooltip="top" />
      <Popover className={styles.popover ?? ''} placement="top" offset={4}>
        <Dialog className={styles.dialog ?? ''} aria-label={t('message.react')}>
          {({ close }) => (
            <Toolbar className={styles.row ?? ''} aria-label={t('message.react')}>
              {quickReactions.map((emoji, index) => (
                <AriaButton
                  key={emoji}
                  autoFocus={index === 0}
                  className={classes(styles.emoji, own === emoji && styles.own)}
                  aria-label={t(own === emoji ? 'message.react.back' : 'message.react.with', { emoji })}
                  onPress={() => {
                    onReact(message, own === emoji ? null : emoji)
                    close()
                  }}
                >
                  {emoji}
                </AriaButton>
              ))}
            </Toolbar>
          )}
        </Dialog>
      </Popover>
    </DialogTrigger>
  )
}
