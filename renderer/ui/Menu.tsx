/** Menus: behind a button, at the pointer, and one within another. */
import { Check, ChevronRight } from 'lucide-react'
import { type MouseEvent, type ReactNode, useState } from 'react'
import {
  Button as AriaButton,
  Menu as AriaMenu,
  MenuItem as AriaMenuItem,
  MenuTrigger,
  type Placement,
  Popover,
  Separator,
  SubmenuTrigger,
} from 'react-aria-components'
import { IconButton, type IconButtonProps } from './Button.tsx'
import { classes } from './classes.ts'
import styles from './Menu.module.css'
import popoverStyles from './popover.module.css'

/** In the window, in CSS pixels. */
export interface Point {
  readonly x: number
  readonly y: number
}

export interface MenuButtonProps extends Pick<IconButtonProps, 'label' | 'icon' | 'size' | 'tooltip' | 'className'> {
  readonly placement?: Placement
  readonly onOpenChange?: (open: boolean) => void
  /** {@link MenuItem}s, {@link Submenu}s and {@link MenuSeparator}s. */
  readonly children: ReactNode
}

/** An icon that opens a menu. */
export function MenuButton({
  label,
  placement = 'bottom end',
  onOpenChange = () => {},
  children,
  ...button
}: MenuButtonProps) {
  return (
    <MenuTrigger onOpenChange={onOpenChange}>
      <IconButton label={label} {...button} />
      <Popover className={popoverStyles.popover ?? ''} placement={placement} offset={4}>
        <AriaMenu className={popoverStyles.list ?? ''} aria-label={label}>
          {children}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  )
}

/** Where a context menu belongs: at the pointer, or at what has the keyboard. */
export function pointOf(event: MouseEvent<HTMLElement>): Point {
  // A key press comes without a place of its own.
  if (event.clientX !== 0 || event.clientY !== 0) return { x: event.clientX, y: event.clientY }
  const { left, bottom } = (event.target as HTMLElement).getBoundingClientRect()
  return { x: left, y: bottom }
}

export interface MenuAtProps {
  readonly label: string
  /** Null: closed. */
  readonly at: Point | null
  readonly onClose: () => void
  readonly children: ReactNode
}

/** A menu at a point of the window. */
export function MenuAt({ label, at, onClose, children }: MenuAtProps) {
  return (
    <MenuTrigger
      isOpen={at !== null}
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
    >
      {/* Only a place: nobody sees, hears or reaches it. */}
      <span aria-hidden className={styles.anchor} style={{ insetInlineStart: at?.x ?? 0, insetBlockStart: at?.y ?? 0 }}>
        <AriaButton className={styles.place ?? ''} excludeFromTabOrder />
      </span>
      <Popover className={popoverStyles.popover ?? ''} placement="bottom start" offset={2}>
        <AriaMenu className={popoverStyles.list ?? ''} aria-label={label} autoFocus="first">
          {children}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  )
}

export interface ContextMenuProps {
  readonly label: string
  /** What the menu offers, made when it opens. */
  readonly menu: () => ReactNode
  readonly children: ReactNode
}

/** The menu of what is inside: by the other mouse button, by a long press, by Shift+F10 or the menu key. */
export function ContextMenu({ label, menu, children }: ContextMenuProps) {
  const [at, setAt] = useState<Point | null>(null)
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: what is inside has the focus and the role */}
      <div
        className={styles.area}
        onContextMenu={(event) => {
          event.preventDefault()
          setAt(pointOf(event))
        }}
      >
        {children}
      </div>
      <MenuAt label={label} at={at} onClose={() => setAt(null)}>
        {at !== null && menu()}
      </MenuAt>
    </>
  )
}

export interface MenuItemProps {
  readonly label: string
  readonly icon?: ReactNode
  /** The keys that do the same. */
  readonly keys?: string
  readonly danger?: boolean
  /** A choice among several: whether it is the one. */
  readonly chosen?: boolean
  readonly isDisabled?: boolean
  readonly onAction: () => void
}

export function MenuItem({ label, icon, keys, danger = false, chosen, isDisabled = false, onAction }: MenuItemProps) {
  return (
    <AriaMenuItem
      className={classes(popoverStyles.item, danger && styles.danger)}
      textValue={label}
      aria-label={label}
      isDisabled={isDisabled}
      onAction={onAction}
    >
      {icon}
      <span className={popoverStyles.words}>{label}</span>
      {chosen === true && <Check size={16} aria-hidden />}
      {keys !== undefined && <kbd className={styles.keys}>{keys}</kbd>}
    </AriaMenuItem>
  )
}

export interface SubmenuProps {
  readonly label: string
  readonly icon?: ReactNode
  readonly children: ReactNode
}

export function Submenu({ label, icon, children }: SubmenuProps) {
  return (
    <SubmenuTrigger>
      <AriaMenuItem className={popoverStyles.item ?? ''} textValue={label}>
        {icon}
        <span className={popoverStyles.words}>{label}</span>
        <ChevronRight size={16} aria-hidden />
      </AriaMenuItem>
      <Popover className={popoverStyles.popover ?? ''} offset={-2} crossOffset={-4}>
        <AriaMenu className={popoverStyles.list ?? ''} aria-label={label}>
          {children}
        </AriaMenu>
      </Popover>
    </SubmenuTrigger>
  )
}

export function MenuSeparator() {
  return <Separator className={styles.separator ?? ''} />
}
