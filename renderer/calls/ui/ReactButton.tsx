/** A word without words to the other side: one emoji, for a moment. */
import { SmilePlus } from 'lucide-react'
import { Dialog, DialogTrigger, Popover } from 'react-aria-components'
import { QuickEmoji } from '../../emoji/index.ts'
import { useT } from '../../i18n/index.ts'
import { IconButton } from '../../ui/index.ts'
import controls from './Controls.module.css'
import styles from './ReactButton.module.css'

/** What one says without interrupting. */
const offered = ['👍', '👏', '❤️', '😂', '😮', '🎉'] as const

export function ReactButton({ onReact }: { readonly onReact: (emoji: string) => void }) {
  const t = useT()
  return (
    <DialogTrigger>
      <IconButton
        label={t('calls.react')}
        icon={<SmilePlus size={22} aria-hidden />}
        size="large"
        tooltip="top"
        className={controls.control}
      />
      <Popover className={styles.popover ?? ''} placement="top" offset={8}>
        <Dialog className={styles.dialog ?? ''} aria-label={t('calls.react')}>
          <QuickEmoji
            label={t('calls.react')}
            emoji={offered}
            wordsOf={(emoji) => t('calls.react.with', { emoji })}
            onPick={onReact}
          />
        </Dialog>
      </Popover>
    </DialogTrigger>
  )
}
