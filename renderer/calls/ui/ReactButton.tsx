/** A word without words to the other side: one emoji, for a moment. */
import { SmilePlus } from 'lucide-react'
import { Button as AriaButton, Dialog, DialogTrigger, Popover, Toolbar } from 'react-aria-components'
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
          <Toolbar className={styles.row ?? ''} aria-label={t('calls.react')}>
            {offered.map((emoji, index) => (
              <AriaButton
                key={emoji}
                autoFocus={index === 0}
                className={styles.emoji ?? ''}
                aria-label={t('calls.react.with', { emoji })}
                onPress={() => onReact(emoji)}
              >
                {emoji}
              </AriaButton>
            ))}
          </Toolbar>
        </Dialog>
      </Popover>
    </DialogTrigger>
  )
}
