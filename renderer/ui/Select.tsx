/** One of a few, folded away. */
import { Check, ChevronsUpDown } from 'lucide-react'
import { Select as AriaSelect, Button, Label, ListBox, ListBoxItem, Popover, SelectValue } from 'react-aria-components'
import { classes } from './classes.ts'
import fieldStyles from './field.module.css'
import popoverStyles from './popover.module.css'
import styles from './Select.module.css'

export interface SelectProps<T extends string> {
  readonly label: string
  readonly labelHidden?: boolean
  readonly value: T
  readonly onChange: (value: T) => void
  readonly options: readonly { readonly value: T; readonly label: string }[]
}

export function Select<T extends string>({ label, labelHidden = false, value, onChange, options }: SelectProps<T>) {
  return (
    <AriaSelect
      value={value}
      onChange={(key) => {
        const option = options.find((candidate) => candidate.value === key)
        if (option) onChange(option.value)
      }}
      {...(labelHidden ? { 'aria-label': label } : {})}
      className={fieldStyles.field ?? ''}
    >
      {!labelHidden && <Label className={fieldStyles.label}>{label}</Label>}
      <Button className={classes(fieldStyles.control, styles.button)}>
        <SelectValue className={styles.value ?? ''} />
        <ChevronsUpDown size={16} aria-hidden />
      </Button>
      <Popover className={popoverStyles.popover ?? ''} offset={4}>
        <ListBox className={popoverStyles.list ?? ''}>
          {options.map((option) => (
            <ListBoxItem
              key={option.value}
              id={option.value}
              textValue={option.label}
              className={popoverStyles.item ?? ''}
            >
              {({ isSelected }) => (
                <>
                  <span className={popoverStyles.words}>{option.label}</span>
                  {isSelected && <Check size={16} aria-hidden />}
                </>
              )}
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </AriaSelect>
  )
}
