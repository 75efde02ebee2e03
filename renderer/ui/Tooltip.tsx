/** Names an icon for those who see it; the name itself is the trigger's aria-label. */
import type { ReactNode } from 'react'
import { Tooltip as AriaTooltip, type Placement, TooltipTrigger } from 'react-aria-components'
import styles from './Tooltip.module.css'

export interface TooltipProps {
  readonly label: string
  readonly placement?: Placement
  /** One focusable element of react-aria. */
  readonly children: ReactNode
}

export function Tooltip({ label, placement = 'bottom', children }: TooltipProps) {
  return (
    <TooltipTrigger delay={500} closeDelay={80}>
      {children}
      <AriaTooltip className={styles.tooltip ?? ''} placement={placement} offset={6}>
        {label}
      </AriaTooltip>
    </TooltipTrigger>
  )
}
