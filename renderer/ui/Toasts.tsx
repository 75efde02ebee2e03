/** Short news that goes by itself: `showToast` from anywhere, `<Toasts/>` once in the frame. */
import { X } from 'lucide-react'
import {
  Button as AriaButton,
  Text,
  UNSTABLE_Toast as Toast,
  UNSTABLE_ToastContent as ToastContent,
  UNSTABLE_ToastQueue as ToastQueue,
  UNSTABLE_ToastRegion as ToastRegion,
} from 'react-aria-components'
import { useT } from '../i18n/index.ts'
import { type Tone, toneIcons } from './Banner.tsx'
import { classes } from './classes.ts'
import styles from './Toasts.module.css'

export interface ToastWords {
  readonly text: string
  readonly tone?: Tone
  readonly action?: { readonly label: string; readonly onAction: () => void }
}

/** WCAG 2.2.1 asks for time to read; react-aria pauses the clock while a toast is hovered or focused. */
const shownForMs = 6000

const queue = new ToastQueue<ToastWords>({ maxVisibleToasts: 3 })

export function showToast(words: ToastWords): void {
  queue.add(words, { timeout: shownForMs })
}

export function Toasts() {
  const t = useT()
  return (
    <ToastRegion queue={queue} className={styles.region ?? ''} aria-label={t('ui.notices')}>
      {({ toast }) => {
        const { text, tone = 'info', action } = toast.content
        const Icon = toneIcons[tone]
        return (
          <Toast toast={toast} className={styles.toast ?? ''}>
            <Icon size={18} aria-hidden className={classes(styles[tone])} />
            <ToastContent className={styles.content ?? ''}>
              <Text slot="title">{text}</Text>
            </ToastContent>
            {action && (
              <AriaButton
                className={styles.button ?? ''}
                onPress={() => {
                  action.onAction()
                  queue.close(toast.key)
                }}
              >
                {action.label}
              </AriaButton>
            )}
            <AriaButton slot="close" className={styles.button ?? ''} aria-label={t('ui.close')}>
              <X size={16} />
            </AriaButton>
          </Toast>
        )
      }}
    </ToastRegion>
  )
}
