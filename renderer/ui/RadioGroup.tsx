/** A choice of one: plain radio buttons, or cards with a line of explanation. The native controls, drawn by us. */
import { useId } from 'react'
import { classes } from './classes.ts'
import styles from './RadioGroup.module.css'

export interface RadioOption<T extends string> {
  readonly value: T
  readonly label: string
  /** Makes the option a card; not part of its accessible name. */
  readonly description?: string
}

export interface RadioGroupProps<T extends string> {
  readonly label: string
  readonly value: T
  readonly onChange: (value: T) => void
  readonly options: readonly RadioOption<T>[]
  readonly orientation?: 'horizontal' | 'vertical'
}

export function RadioGroup<T extends string>({
  label,
  value,
  onChange,
  options,
  orientation = 'vertical',
}: RadioGroupProps<T>) {
  const id = useId()
  return (
    <div role="radiogroup" aria-labelledby={id} className={classes(styles.group, styles[orientation])}>
      <span id={id} className={styles.label}>
        {label}
      </span>
      {options.map((option) => {
        const descriptionId = `${id}${option.value}`
        return (
          <div key={option.value} className={option.description && styles.card}>
            <label className={styles.radio}>
              <input
                type="radio"
                name={id}
                className={styles.dot}
                checked={option.value === value}
                onChange={() => onChange(option.value)}
                {...(option.description ? { 'aria-describedby': descriptionId } : {})}
              />
              {option.label}
            </label>
            {option.description && (
              <p id={descriptionId} className={styles.description}>
                {option.description}
              </p>
            )}
          </div>
        )
      })}
    </div>
  )
}
