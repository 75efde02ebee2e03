/** Buttons: with words, and with an icon alone. */
import type { ReactNode } from 'react'
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components'
import styles from './Button.module.css'
import { classes } from './classes.ts'
import { Spinner } from './Spinner.tsx'
import { Tooltip, type TooltipProps } from './Tooltip.tsx'

type Variant = 'primary' | 'secondary' | 'quiet' | 'danger'

export interface ButtonProps extends Omit<AriaButtonProps, 'className' | 'style' | 'children' | 'isPending'> {
  readonly children: ReactNode
  /** One primary button per view; `secondary` is the ordinary one. */
  readonly variant?: Variant
  readonly size?: 'medium' | 'small'
  /** A lucide icon before the words. */
  readonly icon?: ReactNode
  /** Shows that it works, and takes no further press; a form's `onSubmit` looks after itself. */
  readonly isPending?: boolean
  readonly className?: string | undefined
}

export function Button({
  variant = 'secondary',
  size = 'medium',
  icon,
  isPending = false,
  children,
  className,
  onPress,
  ...props
}: ButtonProps) {
  return (
    <AriaButton
      {...props}
      {...(onPress && !isPending ? { onPress } : {})}
      className={classes(styles.button, styles[variant], styles[size], isPending && styles.pending, className)}
    >
      {isPending ? <Spinner size={16} /> : icon}
      <span>{children}</span>
    </AriaButton>
  )
}

export interface IconButtonProps extends Omit<AriaButtonProps, 'className' | 'style' | 'children' | 'aria-label'> {
  /** The accessible name, also shown as tooltip. */
  readonly label: string
  readonly icon: ReactNode
  readonly variant?: Variant
  readonly size?: 'medium' | 'small' | 'large'
  readonly tooltip?: TooltipProps['placement'] | 'none'
  readonly className?: string | undefined
}

export function IconButton({
  label,
  icon,
  variant = 'quiet',
  size = 'medium',
  tooltip = 'bottom',
  className,
  ...props
}: IconButtonProps) {
  const button = (
    <AriaButton
      {...props}
      aria-label={label}
      className={classes(styles.button, styles.icon, styles[variant], styles[size], className)}
    >
      {icon}
    </AriaButton>
  )
  if (tooltip === 'none') return button
  return (
    <Tooltip label={label} placement={tooltip}>
      {button}
    </Tooltip>
  )
}
