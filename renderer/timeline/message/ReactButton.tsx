/** The reactions that are a press away. */
import { Plus, SmilePlus } from 'lucide-react'
import { useState } from 'react'
import { Button as AriaButton, Dialog, DialogTrigger, Popover, Toolbar } from 'react-aria-components'
import type { Message } from '../../../shared/contract/conversations.ts'
import { EmojiPicker } from '../../emoji/index.ts'
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
  const [all, setAll] = useState(false)
  return (
    <DialogTrigger
      onOpenChange={(open) => {
        setAll(false)
        onOpenChange(open)
      }}
    >
      <IconButton label={t('message.react')} icon={<SmilePlus size={18} aria-hidden />} size="small" tooltip="top" />
      <Popover className={classes(styles.popover, all && styles.all)} placement="top" offset={4}>
        <Dialog className={styles.dialog ?? ''} aria-label={t('message.react')}>
          {({ close }) =>
            all ? (
              <EmojiPicker
                onPick={(emoji) => {
                  onReact(message, emoji)
                  close()
                }}
              />
            ) : (
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
                <IconButton
                  label={t('message.react.more')}
                  icon={<Plus size={18} aria-hidden />}
                  tooltip="none"
                  className={styles.more}
                  onPress={() => setAll(true)}
                />
              </Toolbar>
            )
          }
        </Dialog>
      </Popover>
    </DialogTrigger>
  )
}
