/** A yes that is meant for later; for what happens at once there is Switch. The native control, drawn by us. */
import styles from './Checkbox.module.css'

export interface CheckboxProps {
  readonly label: string
  readonly isSelected: boolean
  readonly onChange: (isSelected: boolean) => void
}

export function Checkbox({ label, isSelected, onChange }: CheckboxProps) {
  return (
    <label className={styles.checkbox}>
      <input
        type="checkbox"
        className={styles.box}
        checked={isSelected}
        onChange={(event) => onChange(event.target.checked)}
      />
      {label}
    </label>
  )
}
