/** One of several that may be wanted. The native control, in our colours. */
import type { ReactNode } from 'react'
import styles from './Checkbox.module.css'

export interface CheckboxProps {
  /** Its words, and what else stands beside it. */
  readonly children: ReactNode
  readonly isSelected: boolean
  /** A part of what it stands for is wanted. */
  readonly isIndeterminate?: boolean
  readonly onChange: (isSelected: boolean) => void
}

export function Checkbox({ children, isSelected, isIndeterminate = false, onChange }: CheckboxProps) {
  return (
    <label className={styles.checkbox}>
      <input
        type="checkbox"
        className={styles.box}
        checked={isSelected}
        ref={(box) => {
          if (box) box.indeterminate = isIndeterminate
        }}
        onChange={(event) => onChange(event.target.checked)}
      />
      {children}
    </label>
  )
}
