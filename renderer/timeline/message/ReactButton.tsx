/** The reactions that are a press away. */
import { Plus, SmilePlus } from 'lucide-react'
import { useState } from 'react'
import { Dialog, DialogTrigger, Popover } from 'react-aria-components'
import type { Message } from '../../../shared/contract/conversations.ts'
import { EmojiPicker, QuickEmoji } from '../../emoji/index.ts'
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
              <QuickEmoji
                label={t('message.react')}
                emoji={quickReactions}
                chosen={own}
                wordsOf={(emoji) => t(own === emoji ? 'message.react.back' : 'message.react.with', { emoji })}
                onPick={(emoji) => {
                  onReact(message, own === emoji ? null : emoji)
                  close()
                }}
              >
                <IconButton
                  label={t('message.react.more')}
                  icon={<Plus size={18} aria-hidden />}
                  tooltip="none"
                  className={styles.more}
                  onPress={() => setAll(true)}
                />
              </QuickEmoji>
            )
          }
        </Dialog>
      </Popover>
    </DialogTrigger>
  )
}
