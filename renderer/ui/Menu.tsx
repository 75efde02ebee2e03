/** A menu behind a button. */
import type { ReactElement, ReactNode } from 'react'
import { Menu as AriaMenu, MenuItem, MenuTrigger, type Placement, Popover, Separator } from 'react-aria-components'
import { classes } from './classes.ts'
import styles from './Menu.module.css'

export interface MenuAction {
  readonly id: string
  readonly label: string
  readonly icon?: ReactNode
  readonly danger?: boolean
  readonly disabled?: boolean
  /** Draws a line above. */
  readonly separated?: boolean
  readonly onAction: () => void
}

export interface MenuProps {
  readonly label: string
  /** The button that opens it. */
  readonly trigger: ReactElement
  readonly actions: readonly MenuAction[]
  readonly placement?: Placement
}

export function Menu({ label, trigger, actions, placement = 'bottom end' }: MenuProps) {
  return (
    <MenuTrigger>
      {trigger}
      <Popover className={styles.popover ?? ''} placement={placement} offset={4}>
        <AriaMenu className={styles.menu ?? ''} aria-label={label}>
          {actions.flatMap((action) => [
            ...(action.separated ? [<Separator key={`${action.id}-line`} className={styles.line ?? ''} />] : []),
            <MenuItem
              key={action.id}
              id={action.id}
              textValue={action.label}
              isDisabled={action.disabled ?? false}
              onAction={action.onAction}
              className={classes(styles.item, action.danger && styles.danger)}
            >
              {action.icon}
              <span className={styles.words}>{action.label}</span>
            </MenuItem>,
          ])}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  )
}
