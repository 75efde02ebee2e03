/** A choice of one: plain radio buttons, or cards with a line of explanation. */
import type { ReactNode } from 'react'
import {
  Radio as AriaRadio,
  RadioGroup as AriaRadioGroup,
  type RadioGroupProps as AriaRadioGroupProps,
  Label,
  RadioButton,
  RadioField,
  Text,
} from 'react-aria-components'
import { classes } from './classes.ts'
import styles from './RadioGroup.module.css'

export interface RadioGroupProps<T extends string>
  extends Omit<AriaRadioGroupProps, 'className' | 'style' | 'children' | 'value' | 'onChange'> {
  readonly label: string
  readonly labelHidden?: boolean
  readonly value: T
  readonly onChange: (value: T) => void
  readonly options: readonly RadioOption<T>[]
}

export interface RadioOption<T extends string> {
  readonly value: T
  readonly label: string
  /** Makes the option a card; not part of its accessible name. */
  readonly description?: string
  readonly icon?: ReactNode
}

export function RadioGroup<T extends string>({
  label,
  labelHidden = false,
  options,
  onChange,
  ...props
}: RadioGroupProps<T>) {
  const choose = (value: string) => {
    const option = options.find((candidate) => candidate.value === value)
    if (option) onChange(option.value)
  }
  return (
    <AriaRadioGroup
      {...props}
      onChange={choose}
      {...(labelHidden ? { 'aria-label': label } : {})}
      className={styles.group ?? ''}
    >
      {!labelHidden && <Label className={styles.label}>{label}</Label>}
      {options.map((option) =>
        option.description ? (
          <RadioField key={option.value} value={option.value} className={styles.card ?? ''}>
            <RadioButton className={classes(styles.radio, styles.cardButton)}>
              <span className={styles.dot} />
              {option.icon}
              <span>{option.label}</span>
            </RadioButton>
            <Text slot="description" className={styles.description ?? ''}>
              {option.description}
            </Text>
          </RadioField>
        ) : (
          <AriaRadio key={option.value} value={option.value} className={styles.radio ?? ''}>
            <span className={styles.dot} />
            {option.icon}
            <span>{option.label}</span>
          </AriaRadio>
        ),
      )}
    </AriaRadioGroup>
  )
}
