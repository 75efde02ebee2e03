/** A part of a text that is hidden until one asks for it. */
import { type ReactNode, useState } from 'react'
import { useT } from '../../i18n/index.ts'
import styles from './text.module.css'

export interface SpoilerProps {
  /** Whether the tab key stops here. */
  readonly reached: boolean
  readonly children: ReactNode
}

export function Spoiler({ reached, children }: SpoilerProps) {
  const t = useT()
  const [shown, setShown] = useState(false)
  if (shown) return <span className={styles.revealed}>{children}</span>
  return (
    // biome-ignore lint/a11y/useSemanticElements: a button element would not break across lines as the text does
    <span
      role="button"
      tabIndex={reached ? 0 : -1}
      aria-label={t('message.spoiler')}
      className={styles.spoiler}
      data-hidden
      onClick={() => setShown(true)}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return
        event.preventDefault()
        setShown(true)
      }}
    >
      <span aria-hidden inert>
        {children}
      </span>
    </span>
  )
}
