/** On or off, at once. The native control, drawn by us. */
import { useId } from 'react'
import styles from './Switch.module.css'

export interface SwitchProps {
  readonly label: string
  /** Not part of the accessible name. */
  readonly description?: string
  readonly isSelected: boolean
  readonly onChange: (isSelected: boolean) => void
}

export function Switch({ label, description, isSelected, onChange }: SwitchProps) {
  const id = useId()
  return (
    <div className={styles.field}>
      <label className={styles.switch}>
        <span>{label}</span>
        <input
          type="checkbox"
          role="switch"
          aria-checked={isSelected}
          className={styles.track}
          checked={isSelected}
          onChange={(event) => onChange(event.target.checked)}
          {...(description ? { 'aria-describedby': id } : {})}
        />
      </label>
      {description && (
        <p id={id} className={styles.description}>
          {description}
        </p>
      )}
    </div>
  )
}
